#include "report/transcripts.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

template <class Number>
Json number_or_null(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json failure_json(std::string_view kind, const std::string& reason) {
  return {{"kind", kind}, {"reason", reason}};
}

Json failure_json(const std::optional<Failure>& failure) {
  return failure ? failure_json(name_of(failure->kind), failure->reason) : Json(nullptr);
}

Json turn_json(const AnswerTurn& turn, std::size_t number) {
  Json json;
  json["turn"] = number;
  json["text"] = turn.text;
  json["reasoning"] = turn.reasoning;
  json["stop"] = name_of(turn.stop);
  json["finish_reason"] = turn.finish_reason;
  json["served_model"] = turn.served_model;
  json["input_tokens"] = number_or_null(turn.usage.input_tokens);
  json["output_tokens"] = number_or_null(turn.usage.output_tokens);
  json["cost"] = number_or_null(turn.cost);
  if (turn.logprob) json["logprob"] = *turn.logprob;  // null: minus infinity
  json["notes"] = turn.notes;
  return json;
}

Json json_of(const Answer& answer) {
  Json json;
  json["question"] = answer.question.text;
  json["model"] = answer.model.text;
  json["sample"] = answer.sample + 1;
  json["turns"] = Json::array();
  for (const AnswerTurn& turn : answer.turns) {
    json["turns"].push_back(turn_json(turn, json["turns"].size() + 1));
  }
  json["length"] = length_of(answer);
  json["failure"] = failure_json(answer.failure);
  return json;
}

Json order_json(const Game& game) {
  if (!game.baseline) return Json::array({game.candidate.text});
  if (game.seating == Seating::candidate_first) {
    return Json::array({game.candidate.text, game.baseline->text});
  }
  return Json::array({game.baseline->text, game.candidate.text});
}

void add_game(Json& json, const Game& game) {
  json["question"] = game.question.text;
  json["candidate"] = game.candidate.text;
  json["baseline"] = game.baseline ? Json(game.baseline->text) : Json(nullptr);
  json["judge"] = game.judge.text;
  json["turn"] = game.turn + 1;
  json["repeat"] = game.repeat + 1;
  json["sample"] = game.sample + 1;
  json["order"] = order_json(game);
}

const char* winner_of(const Preference& preference) {
  if (preference.candidate_share > 0.5) return "candidate";
  return preference.candidate_share < 0.5 ? "baseline" : "tie";
}

/// Every verdict has every field, so that its readers need not ask which sort it is.
void add_outcome(Json& json, const Verdict& verdict) {
  const Ruling* ruling = verdict.ruling ? &*verdict.ruling : nullptr;
  const auto* preference = ruling ? std::get_if<Preference>(ruling) : nullptr;
  const auto* grade = ruling ? std::get_if<Grade>(ruling) : nullptr;
  const auto* unreadable = ruling ? std::get_if<Unreadable>(ruling) : nullptr;
  json["outcome"] = preference ? Json(winner_of(*preference))
                    : grade    ? Json("grade")
                               : Json(nullptr);
  json["candidate_share"] = preference ? Json(preference->candidate_share) : Json(nullptr);
  json["margin"] = nullptr;
  if (preference) json["margin"] = preference->margin == Margin::clear ? "clear" : "slight";
  json["grade"] = grade ? Json(grade->points) : Json(nullptr);
  json["out_of"] = grade ? Json(grade->out_of) : Json(nullptr);
  json["failure"] =
      unreadable ? failure_json("unreadable", unreadable->reason) : failure_json(verdict.failure);
}

Json json_of(const Verdict& verdict) {
  Json json;
  add_game(json, verdict.game);
  add_outcome(json, verdict);
  json["by_rule"] = verdict.by_rule;
  json["judgement"] = verdict.judgement;
  json["reasoning"] = verdict.reasoning;
  json["served_model"] = verdict.served_model;
  json["input_tokens"] = number_or_null(verdict.usage.input_tokens);
  json["output_tokens"] = number_or_null(verdict.usage.output_tokens);
  json["cost"] = number_or_null(verdict.cost);
  return json;
}

}  // namespace

Result<void> write_answers_jsonl(const ReportData& data, const PutText& put) {
  for (const std::vector<Answer>* answers : {&data.answers, &data.further_answers}) {
    for (const Answer& answer : *answers) {
      EVENHAND_TRY(const auto whole, Whole<Answer>::of(answer, data.words.get()));
      EVENHAND_OK(put(line_of(json_of(*whole))));
    }
  }
  return {};
}

Result<void> write_verdicts_jsonl(const ReportData& data, const PutText& put) {
  for (const Verdict& verdict : data.verdicts) {
    EVENHAND_TRY(const auto whole, Whole<Verdict>::of(verdict, data.words.get()));
    EVENHAND_OK(put(line_of(json_of(*whole))));
  }
  return {};
}

}  // namespace evenhand
