#include "run/results_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <set>
#include <tuple>

#include "base/digest.h"
#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::int64_t kMostTurns = 1'000'000;
constexpr double kMostPoints = 1e6;

constexpr std::array kKinds = {
    ErrorKind::bad_input,        ErrorKind::not_found,        ErrorKind::io_failed,
    ErrorKind::corrupt_store,    ErrorKind::internal,         ErrorKind::interrupted,
    ErrorKind::over_budget,      ErrorKind::not_stored,       ErrorKind::unreachable,
    ErrorKind::broken_off,       ErrorKind::timed_out,        ErrorKind::rate_limited,
    ErrorKind::overloaded,       ErrorKind::endpoint_refused, ErrorKind::rejected,
    ErrorKind::context_too_long, ErrorKind::filtered,         ErrorKind::malformed_reply,
    ErrorKind::empty_reply,
};
static_assert(kKinds.back() == ErrorKind::empty_reply && kKinds.size() == 19);

struct FailureText {
  std::string kind;
  std::string reason;
};

Result<std::optional<FailureText>> failure_text(const Node* node) {
  if (node == nullptr) return std::optional<FailureText>();
  Fields fields(*node, "a failure");
  FailureText text{fields.required_text("kind"), fields.text("reason").value_or("")};
  EVENHAND_OK(fields.done_with_known_keys());
  return std::optional(std::move(text));
}

Result<Failure> failure_of(const FailureText& text, const Node& row) {
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](ErrorKind known) { return name_of(known) == text.kind; });
  if (kind == kKinds.end()) return error_at(row, "unknown kind of failure '" + text.kind + "'");
  return Failure{.kind = *kind, .reason = text.reason};
}

Result<Seating> seating_of(const Game& game, const std::vector<std::string>& order,
                           const Node& row) {
  const std::string& ours = game.candidate.text;
  if (!game.baseline) {
    if (order == std::vector{ours}) return Seating::candidate_first;
  } else {
    if (order == std::vector{ours, game.baseline->text}) return Seating::candidate_first;
    if (order == std::vector{game.baseline->text, ours}) return Seating::baseline_first;
  }
  return error_at(row,
                  "'order' must name those who were shown, found '" + joined(order, "', '") + "'");
}

Result<Game> game_of(Fields& fields) {
  Game game;
  game.question = {fields.required_text("question")};
  game.candidate = {fields.required_text("candidate")};
  if (const auto baseline = fields.text("baseline")) game.baseline = ModelId{*baseline};
  game.judge = {fields.required_text("judge")};
  game.turn = static_cast<int>(fields.integer("turn", 1, kMostTurns).value_or(1) - 1);
  game.repeat = static_cast<int>(fields.integer("repeat", 1, kMostTurns).value_or(1) - 1);
  game.sample = static_cast<int>(fields.integer("sample", 1, kMostTurns).value_or(1) - 1);
  const auto order = fields.texts("order");
  EVENHAND_OK(fields.done_with_known_keys());
  if (!order) return error_at(fields.whole(), "a verdict needs 'order'");
  EVENHAND_TRY(game.seating, seating_of(game, *order, fields.whole()));
  return game;
}

Result<Ruling> preference_of(Fields& fields, const std::string& outcome) {
  const auto share = fields.number("candidate_share", 0.0, 1.0);
  const std::string margin = fields.text("margin").value_or("slight");
  EVENHAND_OK(fields.done_with_known_keys());
  const char* meant = !share ? "" : *share > 0.5 ? "candidate" : *share < 0.5 ? "baseline" : "tie";
  if (outcome != meant) {
    return error_at(fields.whole(), "the outcome '" + outcome + "' contradicts 'candidate_share'");
  }
  if (margin != "clear" && margin != "slight") {
    return error_at(fields.whole(), "unknown margin '" + margin + "'");
  }
  return Ruling(Preference{.candidate_share = *share,
                           .margin = margin == "clear" ? Margin::clear : Margin::slight});
}

Result<Ruling> grade_of(Fields& fields) {
  const auto out_of = fields.number("out_of", 1e-6, kMostPoints);
  const auto points = fields.number("grade", 0.0, kMostPoints);
  EVENHAND_OK(fields.done_with_known_keys());
  if (!out_of || !points || *points > *out_of) {
    return error_at(fields.whole(),
                    "a grade needs 'grade' and 'out_of', the first not above the "
                    "second");
  }
  return Ruling(Grade{.points = *points, .out_of = *out_of});
}

Result<Ruling> ruling_of(Fields& fields, const std::string& outcome) {
  if (outcome == "grade") return grade_of(fields);
  const std::vector<std::string> known = {"candidate", "baseline", "tie", "grade"};
  if (std::find(known.begin(), known.end(), outcome) != known.end()) {
    return preference_of(fields, outcome);
  }
  return error_at(fields.whole(), "unknown outcome '" + outcome + "'",
                  did_you_mean(outcome, known));
}

Result<Usage> usage_of(Fields& fields) {
  return Usage{.input_tokens = fields.integer("input_tokens", 0),
               .output_tokens = fields.integer("output_tokens", 0)};
}

Result<Verdict> read_verdict(const Node& row) {
  Fields fields(row, "a verdict");
  Verdict verdict;
  EVENHAND_TRY(verdict.game, game_of(fields));
  const auto outcome = fields.text("outcome");
  EVENHAND_TRY(const auto failure, failure_text(fields.node("failure")));
  if (outcome.has_value() == failure.has_value()) {
    return error_at(row, "a verdict has either an 'outcome' or a 'failure'");
  }
  if (outcome) {
    EVENHAND_TRY(verdict.ruling, ruling_of(fields, *outcome));
  } else if (failure->kind == "unreadable") {
    verdict.ruling = Unreadable{.reason = failure->reason};
  } else {
    EVENHAND_TRY(verdict.failure, failure_of(*failure, row));
  }
  verdict.by_rule = fields.flag("by_rule").value_or(false);
  verdict.served_model = fields.text("served_model").value_or("");
  EVENHAND_TRY(verdict.usage, usage_of(fields));
  verdict.cost = fields.number("cost", 0.0);
  EVENHAND_OK(fields.done_with_known_keys());
  return verdict;
}

Result<AnswerTurn> read_turn(const Node& node) {
  Fields fields(node, "a turn");
  AnswerTurn turn;
  turn.text = fields.text("text").value_or("");
  turn.reasoning = fields.text("reasoning").value_or("");
  turn.finish_reason = fields.text("finish_reason").value_or("");
  turn.served_model = fields.text("served_model").value_or("");
  EVENHAND_TRY(turn.usage, usage_of(fields));
  turn.cost = fields.number("cost", 0.0);
  const std::string stop = fields.text("stop").value_or("finished");
  EVENHAND_OK(fields.done_with_known_keys());
  for (const StopReason reason :
       {StopReason::finished, StopReason::out_of_tokens, StopReason::filtered, StopReason::other}) {
    if (name_of(reason) != stop) continue;
    turn.stop = reason;
    return turn;
  }
  return error_at(node, "unknown 'stop': '" + stop + "'");
}

Result<Answer> read_answer(const Node& row) {
  Fields fields(row, "an answer");
  Answer answer;
  answer.question = {fields.required_text("question")};
  answer.model = {fields.required_text("model")};
  answer.sample = static_cast<int>(fields.integer("sample", 1, kMostTurns).value_or(1) - 1);
  EVENHAND_TRY(const auto failure, failure_text(fields.node("failure")));
  const Node* turns = fields.required_node("turns");
  EVENHAND_OK(fields.done_with_known_keys());
  if (failure) {
    EVENHAND_TRY(answer.failure, failure_of(*failure, row));
  }
  if (turns->list() == nullptr) return error_at(*turns, "'turns' must be a list");
  for (const Node& entry : *turns->list()) {
    EVENHAND_TRY(AnswerTurn turn, read_turn(entry));
    answer.turns.push_back(std::move(turn));
  }
  return answer;
}

auto key_of(const Game& game) {
  return std::tie(game.question, game.candidate, game.baseline, game.judge, game.seating, game.turn,
                  game.repeat, game.sample);
}

/// `lines` are where the verdicts stood.
Result<void> check_no_game_twice(const std::vector<Verdict>& verdicts,
                                 const std::vector<Place>& lines) {
  std::vector<std::size_t> order(verdicts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto first = key_of(verdicts[a].game);
    const auto second = key_of(verdicts[b].game);
    return first < second || (!(second < first) && a < b);
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (key_of(verdicts[order[i - 1]].game) != key_of(verdicts[order[i]].game)) continue;
    return Error{.what = "the same game stands in the file twice", .place = lines[order[i]]};
  }
  return {};
}

std::string within(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).string();
}

/// What answers.jsonl tells without its words, which are most of the file and dropped line by line.
class AnswersSeen {
 public:
  explicit AnswersSeen(std::optional<ModelId> baseline) : baseline_(std::move(baseline)) {}

  Result<void> take(const Node& row) {
    Fields fields(row, "an answer");
    QuestionId question{fields.required_text("question")};
    const std::string model = fields.required_text("model");
    EVENHAND_OK(fields.done_with_known_keys());
    if (baseline_ && model == baseline_->text) {
      EVENHAND_TRY(const Answer answer, read_answer(row));
      digester_.add(question.text).add(answer.failure ? answer.failure->reason : "");
      for (const AnswerTurn& turn : answer.turns) digester_.add(turn.text);
    }
    if (seen_.insert(question).second) questions_.push_back(std::move(question));
    return {};
  }

  void give(ResultsFolder& results) {
    results.questions = std::move(questions_);
    if (baseline_) results.baseline_answers = digester_.finish();
  }

 private:
  std::optional<ModelId> baseline_;
  Digester digester_;
  std::set<QuestionId> seen_;
  std::vector<QuestionId> questions_;
};

Result<void> look_through_answers(const FileSystem& files, ResultsFolder& results) {
  const std::string path = within(results.folder, "answers.jsonl");
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  AnswersSeen seen(results.board.baseline);
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) { return seen.take(row); }));
  seen.give(results);
  return {};
}

Result<void> check_questions(const ResultsFolder& results) {
  const std::set<QuestionId> known(results.questions.begin(), results.questions.end());
  for (const Verdict& verdict : results.verdicts) {
    if (known.contains(verdict.game.question)) continue;
    return Error{.what = "verdicts.jsonl of " + results.folder + " judges the question '" +
                         verdict.game.question.text + "', which answers.jsonl does not have",
                 .hint = "the files are of different runs: 'evenhand report' makes them again"};
  }
  return {};
}

}  // namespace

Result<std::vector<Verdict>> read_verdicts_file(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::vector<Verdict> verdicts;
  std::vector<Place> lines;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(Verdict verdict, read_verdict(row));
    verdicts.push_back(std::move(verdict));
    lines.push_back(row.place);
    return {};
  }));
  EVENHAND_OK(check_no_game_twice(verdicts, lines));
  return verdicts;
}

Result<std::vector<Answer>> read_results_answers(const FileSystem& files,
                                                 const std::string& folder) {
  const std::string path = within(folder, "answers.jsonl");
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::vector<Answer> answers;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(Answer answer, read_answer(row));
    answers.push_back(std::move(answer));
    return {};
  }));
  return answers;
}

AnswersByName first_answers(const std::vector<Answer>& answers) {
  AnswersByName found;
  for (const Answer& answer : answers) {
    if (answer.sample == 0) found[answer.model].emplace(answer.question, &answer);
  }
  return found;
}

Result<ResultsFolder> read_results_folder(const FileSystem& files, const std::string& folder) {
  ResultsFolder results{.folder = folder};
  EVENHAND_TRY(results.board, read_results_board(files, folder));
  EVENHAND_OK(look_through_answers(files, results));
  EVENHAND_TRY(results.verdicts, read_verdicts_file(files, within(folder, "verdicts.jsonl")));
  EVENHAND_OK(check_questions(results));
  return results;
}

}  // namespace evenhand
