#include "report/leaderboard_json.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "report/number_text.h"
#include "report/row_values.h"

namespace evenhand {
namespace {

Json json_of(const Coverage& coverage) {
  Json counts = Json::object();
  for (const auto& [name, count] : counts_of(coverage)) counts[name] = count;
  return counts;
}

Json known_cost(const Expense& expense) {
  return any_cost_known(expense) ? Json(expense.cost) : Json(nullptr);
}

Json json_of(const Expense& expense) {
  return {{"calls", expense.calls},
          {"input_tokens", expense.input_tokens},
          {"output_tokens", expense.output_tokens},
          {"unknown_tokens", expense.unknown_tokens},
          {"cost", known_cost(expense)},
          {"unknown_cost", expense.unknown_cost}};
}

Json turns_json(const CandidateRow& row) {
  Json turns = Json::array();
  for (const Estimate& estimate : row.by_turn) {
    turns.push_back({{"value", estimate.value}, {"interval", or_null(estimate.interval)}});
  }
  return turns;
}

void add_categories(Json& json, const CandidateRow& row) {
  json["categories"] = Json::object();
  json["categories_interval"] = Json::object();
  for (const auto& [name, estimate] : row.by_category) {
    json["categories"][name] = estimate.value;
    json["categories_interval"][name] = or_null(estimate.interval);
  }
}

/// In [0, 1]; see docs/multiple_choice.md.
Json choices_json(const ChoiceColumns& choices) {
  const ChoiceMeans& means = choices.means;
  Json json;
  add_value(json, "micro", means.micro, means.micro_interval);
  add_value(json, "macro_subjects", means.macro_subjects, means.macro_subjects_interval);
  add_value(json, "macro_categories", means.macro_categories, means.macro_categories_interval);
  json["invalid_rate"] = choices.invalid_rate;
  json["chance"] = choices.chance;
  json["standard_error"] = or_null(means.standard_error);
  json["pooled_standard_error"] = or_null(means.pooled_standard_error);
  json["questions"] = means.questions;
  json["subjects"] = means.subjects;
  json["categories"] = Json::object();
  for (const CategoryMean& mean : means.categories) {
    json["categories"][mean.category] = {{"questions", mean.questions},
                                         {"micro", mean.micro},
                                         {"micro_interval", or_null(mean.micro_interval)},
                                         {"macro_subjects", mean.macro_subjects}};
  }
  return json;
}

Json judges_json(const CandidateRow& row) {
  Json judges = Json::array();
  for (const JudgeRow& judge : row.by_judge) {
    Json entry = {{"judge", judge.judge.text}};
    entry["value"] = judge.headline ? Json(judge.headline->value) : Json(nullptr);
    entry["interval"] = or_null(judge.headline ? judge.headline->interval : std::nullopt);
    entry["unreadable"] = judge.unreadable;
    judges.push_back(std::move(entry));
  }
  return judges;
}

void add_expenses(Json& json, const CandidateRow& row) {
  const Expense whole = whole_expense(row);
  json["cost"] = known_cost(whole);
  json["unknown_cost"] = whole.unknown_cost;
  json["input_tokens"] = whole.input_tokens;
  json["output_tokens"] = whole.output_tokens;
  json["unknown_tokens"] = whole.unknown_tokens;
  json["answering"] = json_of(row.answering);
  json["judging"] = json_of(row.judging);
}

Json json_of(const CandidateRow& row) {
  Json json;
  json["model"] = row.model.text;
  json["rank"] = row.rank == 0 ? Json(nullptr) : Json(row.rank);
  json["incomplete"] = row.incomplete();
  add_estimate(json, "win_rate", row.win_rate);
  add_estimate(json, "length_controlled_win_rate", row.length_controlled_win_rate);
  add_estimate(json, "rating", row.rating);
  add_estimate(json, "length_controlled_rating", row.length_controlled_rating);
  json["rank_low"] = row.rank_low == 0 ? Json(nullptr) : Json(row.rank_low);
  json["rank_high"] = row.rank_high == 0 ? Json(nullptr) : Json(row.rank_high);
  json["wins"] = row.wins;
  json["ties"] = row.ties;
  json["losses"] = row.losses;
  add_estimate(json, "grade", row.grade);
  json["grade_out_of"] = row.grade ? Json(row.grade_out_of) : Json(nullptr);
  if (row.audited) add_estimate(json, "audited", row.audited);
  if (row.choices) json["choices"] = choices_json(*row.choices);
  if (row.truthful) {
    add_estimate(json, "true_share", row.truthful->true_share);
    add_estimate(json, "informative_share", row.truthful->informative_share);
  }
  if (row.likelihood) {
    add_estimate(json, "mc1", row.likelihood->mc1);
    add_estimate(json, "mc2", row.likelihood->mc2);
    add_estimate(json, "mc3", row.likelihood->mc3);
    if (row.likelihood->by_length) add_estimate(json, "mc1_by_length", row.likelihood->by_length);
  }
  add_estimate(json, "first_turn", turn_of(row, 0));
  add_estimate(json, "second_turn", turn_of(row, 1));
  json["turns"] = turns_json(row);
  add_categories(json, row);
  add_estimate(json, "position_consistency", row.position_consistency);
  json["first_seat_share"] = or_null(row.first_seat_share);
  json["mean_length"] = or_null(row.mean_length);
  json["coverage"] = json_of(row.coverage);
  add_expenses(json, row);
  json["judges"] = judges_json(row);
  return json;
}

Json json_of(const JudgeSummary& judge) {
  Json json;
  json["judge"] = judge.judge.text;
  json["read"] = judge.read;
  json["unreadable"] = judge.unreadable;
  json["read_differently"] = judge.read_differently;
  json["repeat_pairs"] = judge.repeat_pairs;
  add_estimate(json, "changed", judge.changed);
  json["mean_change"] = or_null(judge.mean_change);
  json["seat_pairs"] = judge.seat_pairs;
  add_estimate(json, "consistency", judge.consistency);
  add_estimate(json, "prefers_first", judge.prefers_first);
  add_estimate(json, "prefers_longer", judge.prefers_longer);
  add_estimate(json, "prefers_lists", judge.prefers_lists);
  return json;
}

Json json_of(const JudgePair& pair) {
  Json json;
  json["judges"] = {pair.first.text, pair.second.text};
  json["games"] = pair.games;
  add_estimate(json, "agreement", pair.agreement);
  json["kappa"] = or_null(pair.kappa);
  return json;
}

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs,
                const std::pair<const char*, const char*>& names) {
  Json list = Json::array();
  for (const auto& [first, second] : pairs) {
    list.push_back({{names.first, first}, {names.second, second}});
  }
  return list;
}

Json excluded_json(const ReportData& data) {
  Json list = Json::array();
  for (const auto& [question, why] : data.excluded) {
    list.push_back({{"question", question.text}, {"why", why}});
  }
  return list;
}

}  // namespace

std::string leaderboard_json(const ReportData& data) {
  Json json;
  json["format"] = "evenhand.leaderboard";
  json["version"] = 1;
  json["program_version"] = data.program_version;
  json["run"] = data.run;
  json["suite"] = data.suite.text;
  json["suite_version"] = data.suite_version;
  json["digest"] = data.suite_digest.text;
  json["prompts_digest"] = data.prompts_digest.text;
  json["protocol"] = data.protocol.text;
  json["baseline"] = data.baseline ? Json(data.baseline->text) : Json(nullptr);
  json["opponents"] = data.opponents.empty() ? Json(nullptr) : Json(data.opponents);
  json["judges"] = Json::array();
  for (const ModelId& judge : data.judges) json["judges"].push_back(judge.text);
  json["seed"] = data.seed;
  json["seats"] = data.seats;
  json["repeats"] = data.repeats;
  json["samples"] = data.samples;
  json["served_models"] = pairs_json(data.served_models, {"asked", "served"});
  json["settings"] = pairs_json(data.settings, {"name", "value"});
  json["warnings"] = data.warnings;
  if (!data.excluded.empty()) json["excluded"] = excluded_json(data);
  json["rows"] = Json::array();
  for (const CandidateRow& row : data.rows) json["rows"].push_back(json_of(row));
  json["win_rates_of_pairs"] = matrix_json(data.win_rates_of_pairs);
  json["judge_summaries"] = Json::array();
  for (const JudgeSummary& judge : data.judge_summaries) {
    json["judge_summaries"].push_back(json_of(judge));
  }
  json["judge_pairs"] = Json::array();
  for (const JudgePair& pair : data.judge_pairs) json["judge_pairs"].push_back(json_of(pair));
  return document_text(json);
}

}  // namespace evenhand
