#include "formats/arena_hard_export.h"

#include <map>
#include <optional>

#include "base/digest.h"
#include "formats/json_row.h"
#include "formats/markdown_counts.h"
#include "formats/paired_games.h"
#include "formats/python_json.h"

namespace evenhand {
namespace {

Node null_node() { return {.value = Node::Null{}}; }

Node list_of(std::initializer_list<Node> entries) { return {.value = Node::List(entries)}; }

JsonRow& count(JsonRow& row, const std::string& key, std::size_t number) {
  return row.spelled(key, std::to_string(number));
}

Node metadata_of(const std::string& text, std::int64_t tokens) {
  const MarkdownCounts counts = markdown_counts(text, CodeBlocks::as_upstream);
  JsonRow headers;
  for (std::size_t level = 0; level < counts.headers.size(); ++level) {
    count(headers, "h" + std::to_string(level + 1), counts.headers[level]);
  }
  JsonRow lists;
  count(count(lists, "ordered", counts.ordered), "unordered", counts.unordered);
  JsonRow bold;
  count(count(bold, "**", counts.bold_stars), "__", counts.bold_underscores);
  JsonRow metadata;
  metadata.spelled("token_len", std::to_string(tokens))
      .value("header_count", headers.node())
      .value("list_count", lists.node())
      .value("bold_count", bold.node());
  return metadata.node();
}

/// As long as the random ids that upstream makes up, but the same every time.
std::string answer_id(const Answer& answer) {
  constexpr std::size_t kLength = 22;
  Digester digester;
  digester.add(answer.question.text).add(answer.model.text).add(answer.turns.front().text);
  return digester.finish().text.substr(0, kLength);
}

JsonRow new_row(const Question& question, const Answer& answer, double tstamp) {
  const AnswerTurn& said = answer.turns.front();
  JsonRow content;
  content.text("answer", said.text);
  if (!said.reasoning.empty()) content.text("thought", said.reasoning);
  JsonRow user;
  user.text("role", "user").text("content", question.turns.front().user);
  JsonRow assistant;
  assistant.text("role", "assistant").value("content", content.node());
  JsonRow row;
  row.text("uid", question.id.text)
      .text("ans_id", answer_id(answer))
      .text("model", answer.model.text)
      .value("messages", list_of({user.node(), assistant.node()}))
      .spelled("tstamp", python_float(tstamp));
  const auto tokens = said.usage.output_tokens;
  if (tokens) row.value("metadata", metadata_of(said.text, *tokens));
  return row;
}

JsonRow old_row(const Question& question, const Answer& answer, double tstamp) {
  const AnswerTurn& said = answer.turns.front();
  const auto tokens = said.usage.output_tokens;
  JsonRow turn;
  turn.text("content", said.text);
  if (tokens) turn.spelled("token_len", std::to_string(*tokens));
  JsonRow choice;
  choice.spelled("index", "0").value("turns", list_of({turn.node()}));
  JsonRow row;
  row.text("question_id", question.id.text)
      .text("answer_id", answer_id(answer))
      .text("model_id", answer.model.text)
      .value("choices", list_of({choice.node()}))
      .spelled("tstamp", python_float(tstamp));
  if (tokens) row.value("conv_metadata", metadata_of(said.text, *tokens));
  return row;
}

void add_line(const JsonRow& row, ExportedFile& file) {
  file.contents += python_json(row.node()) + "\n";
  ++file.rows;
}

void tell(ExportedFile& file, std::size_t number, const std::string& what) {
  if (number > 0) file.remarks.push_back(std::to_string(number) + " " + what);
}

/// "A>>B" and so on, from the seats.
std::optional<std::string> label_of(const Verdict& verdict) {
  const auto* preference = verdict.ruling ? std::get_if<Preference>(&*verdict.ruling) : nullptr;
  if (preference == nullptr) return std::nullopt;
  if (preference->candidate_share == 0.5) return "A=B";
  const bool candidate_wins = preference->candidate_share > 0.5;
  const bool first_wins = candidate_wins == (verdict.game.seating == Seating::candidate_first);
  const std::string sign = preference->margin == Margin::clear ? ">>" : ">";
  return first_wins ? "A" + sign + "B" : "B" + sign + "A";
}

Node game_node(const Verdict* verdict, ArenaHardFields fields) {
  if (verdict == nullptr || verdict->failure) return null_node();
  const auto label = label_of(*verdict);
  const Node score = label ? Node{.value = Node::Text(*label)} : null_node();
  JsonRow game;
  switch (fields) {
    case ArenaHardFields::v0_1:
      game.text("user_prompt", "")
          .text("judgment", "\n" + verdict->judgement)
          .value("score", score);
      break;
    case ArenaHardFields::v2_0: {
      JsonRow words;
      words.text("answer", verdict->judgement);
      game.value("score", score)
          .value("judgment", words.node())
          .value("prompt", {.value = Node::List{}});
      break;
    }
  }
  return game.node();
}

JsonRow judgment_row(const Question& question, const BothGames& games,
                     const ArenaHardVerdicts& from, ArenaHardFields fields) {
  const Verdict& any =
      games.candidate_first != nullptr ? *games.candidate_first : *games.baseline_first;
  const Node both =
      list_of({game_node(games.baseline_first, fields), game_node(games.candidate_first, fields)});
  JsonRow row;
  switch (fields) {
    case ArenaHardFields::v0_1:
      row.text("question_id", question.id.text)
          .text("model", any.game.candidate.text)
          .text("judge", any.game.judge.text);
      break;
    case ArenaHardFields::v2_0:
      row.text("uid", question.id.text)
          .text("category", question.category)
          .text("judge", any.game.judge.text)
          .text("model", any.game.candidate.text)
          .text("baseline", from.baseline_of(question).text);
      break;
  }
  row.value("games", both);
  return row;
}

}  // namespace

ExportedFile arena_hard_answers(std::span<const Question> questions,
                                std::span<const Answer> answers, ArenaHardFields fields,
                                double tstamp) {
  std::map<QuestionId, const Answer*> answer_to;
  std::size_t further = 0;
  for (const Answer& answer : answers) {
    if (answer.sample > 0) ++further;
    if (answer.sample == 0 && !answer.failure) answer_to[answer.question] = &answer;
  }
  ExportedFile file;
  std::size_t missing = 0;
  std::size_t without_tokens = 0;
  for (const Question& question : questions) {
    const auto answer = answer_to.find(question.id);
    if (answer == answer_to.end() || answer->second->turns.size() != 1) {
      ++missing;
      continue;
    }
    if (!answer->second->turns.front().usage.output_tokens) ++without_tokens;
    add_line(fields == ArenaHardFields::v0_1 ? old_row(question, *answer->second, tstamp)
                                             : new_row(question, *answer->second, tstamp),
             file);
  }
  tell(file, missing, "questions left out: they have no answer, or more turns than one");
  tell(file, further, "further samples left out: Arena-Hard knows one answer to a question");
  tell(file, without_tokens,
       "answers without a count of tokens have no metadata: upstream's style control needs them");
  return file;
}

ExportedFile arena_hard_judgments(const ArenaHardVerdicts& from, ArenaHardFields fields) {
  std::map<QuestionId, const Question*> question_of;
  for (const Question& question : from.questions) question_of[question.id] = &question;
  ExportedFile file;
  std::size_t left_out = 0;
  for (const BothGames& games : games_by_pair(from.verdicts)) {
    const Game& game =
        (games.candidate_first != nullptr ? games.candidate_first : games.baseline_first)->game;
    const auto question = question_of.find(game.question);
    if (question == question_of.end() || game.repeat > 0 || game.sample > 0 || game.turn > 0) {
      ++left_out;
      continue;
    }
    add_line(judgment_row(*question->second, games, from, fields), file);
  }
  tell(file, left_out, "pairs of games left out: repeats, further samples or turns");
  return file;
}

}  // namespace evenhand
