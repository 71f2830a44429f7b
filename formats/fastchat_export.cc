#include "formats/fastchat_export.h"

#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "formats/fastchat_categories.h"
#include "formats/json_row.h"
#include "formats/paired_games.h"
#include "formats/python_json.h"

namespace evenhand {
namespace {

/// FastChat's own ids are numbers, and sorted as such.
Node id_node(const QuestionId& id) {
  const auto number = parse_integer(id.text);
  if (number && std::to_string(*number) == id.text) return {.value = Node::Plain{id.text}};
  return {.value = Node::Text(id.text)};
}

Node texts_node(const std::vector<std::string>& texts) {
  Node::List list;
  for (const std::string& text : texts) list.push_back({.value = Node::Text(text)});
  return {.value = std::move(list)};
}

void add_line(const JsonRow& row, ExportedFile& file) {
  file.contents += python_json(row.node()) + "\n";
  ++file.rows;
}

/// As long as the random ids that FastChat makes up, but the same every time.
std::string answer_id(const Answer& answer) {
  constexpr std::size_t kLength = 22;
  Digester digester;
  digester.add(answer.question.text).add(answer.model.text);
  for (const AnswerTurn& turn : answer.turns) digester.add(turn.text);
  return digester.finish().text.substr(0, kLength);
}

/// A row of all samples of one answer, the first of which gives the row its id.
JsonRow answer_row(const std::vector<const Answer*>& samples, UnixTime when) {
  Node::List choices;
  for (std::size_t s = 0; s < samples.size(); ++s) {
    std::vector<std::string> turns;
    for (const AnswerTurn& turn : samples[s]->turns) turns.push_back(turn.text);
    JsonRow choice;
    choice.spelled("index", std::to_string(s)).texts("turns", turns);
    choices.push_back(choice.node());
  }
  const Answer& answer = *samples.front();
  JsonRow row;
  row.value("question_id", id_node(answer.question))
      .text("answer_id", answer_id(answer))
      .text("model_id", answer.model.text)
      .value("choices", {.value = std::move(choices)})
      .spelled("tstamp", python_float(when.seconds));
  return row;
}

std::map<QuestionId, std::string> categories_of(std::span<const Question> questions) {
  std::map<QuestionId, std::string> categories;
  for (const Question& question : questions) categories.emplace(question.id, question.category);
  return categories;
}

/// Which of a kind of prompts FastChat looks for: by turn, and by the question's category.
class PromptNames {
 public:
  explicit PromptNames(std::span<const Question> questions)
      : category_of_(categories_of(questions)) {}

  /// Of "single-v1" and "single-math-v1", or of "pair-v2" and "pair-math-v1".
  std::string name(const Game& game, const std::string& plain, const std::string& math) const {
    const auto category = category_of_.find(game.question);
    const bool is_math =
        category != category_of_.end() && fastchat_shows_reference(category->second);
    return (is_math ? math : plain) + (game.turn > 0 ? "-multi-turn" : "");
  }

 private:
  std::map<QuestionId, std::string> category_of_;
};

// What FastChat writes where a judge did not answer.
constexpr const char* kNoJudgement = "$ERROR$";

std::string judgement_of(const Verdict& verdict) {
  return verdict.failure ? kNoJudgement : verdict.judgement;
}

std::string score_of(const Verdict& verdict) {
  constexpr double kOutOf = 10.0;
  const auto* grade = verdict.ruling ? std::get_if<Grade>(&*verdict.ruling) : nullptr;
  if (grade == nullptr) return "-1";
  if (grade->out_of == kOutOf) return shortest_text(grade->points);
  return shortest_text(grade->points * kOutOf / grade->out_of);
}

std::string winner_of(const Verdict& verdict) {
  const auto* preference = verdict.ruling ? std::get_if<Preference>(&*verdict.ruling) : nullptr;
  if (preference == nullptr) return "error";
  if (preference->candidate_share == 0.5) return "tie";
  return preference->candidate_share > 0.5 ? "model_1" : "model_2";
}

}  // namespace

ExportedFile fastchat_answers(std::span<const Question> questions, std::span<const Answer> answers,
                              UnixTime when) {
  std::map<QuestionId, std::vector<const Answer*>> answers_to;
  for (const Answer& answer : answers) {
    if (!answer.failure) answers_to[answer.question].push_back(&answer);
  }
  ExportedFile file;
  std::size_t failed = 0;
  for (const Question& question : questions) {
    const auto samples = answers_to.find(question.id);
    if (samples == answers_to.end()) {
      ++failed;
      continue;
    }
    add_line(answer_row(samples->second, when), file);
  }
  if (failed > 0) {
    file.remarks.push_back("left out: " + std::to_string(failed) + " of " +
                           std::to_string(questions.size()) +
                           " questions, which have no answer; FastChat's judge asks for all of "
                           "them");
  }
  return file;
}

ExportedFile fastchat_single(const FastChatVerdicts& from) {
  const PromptNames names(from.questions);
  ExportedFile file;
  for (const Verdict& verdict : from.verdicts) {
    const Game& game = verdict.game;
    if (game.baseline) continue;
    JsonRow row;
    row.value("question_id", id_node(game.question))
        .text("model", game.candidate.text)
        .value("judge",
               texts_node({game.judge.text, names.name(game, "single-v1", "single-math-v1")}))
        .text("user_prompt", from.prompt_of(game))
        .text("judgment", judgement_of(verdict))
        .spelled("score", score_of(verdict))
        .spelled("turn", std::to_string(game.turn + 1))
        .spelled("tstamp", python_float(from.when.seconds));
    add_line(row, file);
  }
  return file;
}

ExportedFile fastchat_pair(const FastChatVerdicts& from) {
  const PromptNames names(from.questions);
  ExportedFile file;
  std::size_t torn = 0;
  for (const BothGames& games : games_by_pair(from.verdicts)) {
    if (games.candidate_first == nullptr || games.baseline_first == nullptr) {
      ++torn;
      continue;
    }
    const Game& game = games.candidate_first->game;
    JsonRow row;
    row.value("question_id", id_node(game.question))
        .text("model_1", game.candidate.text)
        .text("model_2", game.baseline->text)
        .text("g1_winner", winner_of(*games.candidate_first))
        .text("g2_winner", winner_of(*games.baseline_first))
        .value("judge", texts_node({game.judge.text, names.name(game, "pair-v2", "pair-math-v1")}))
        .text("g1_user_prompt", from.prompt_of(game))
        .text("g1_judgment", judgement_of(*games.candidate_first))
        .text("g2_user_prompt", from.prompt_of(games.baseline_first->game))
        .text("g2_judgment", judgement_of(*games.baseline_first))
        .spelled("turn", std::to_string(game.turn + 1))
        .spelled("tstamp", python_float(from.when.seconds));
    add_line(row, file);
  }
  if (torn > 0) {
    file.remarks.push_back("left out: " + std::to_string(torn) +
                           " games that were played from one seat only; FastChat's rows hold two");
  }
  return file;
}

}  // namespace evenhand
