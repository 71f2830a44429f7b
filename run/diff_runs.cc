#include "run/diff_runs.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <variant>

#include "base/text.h"
#include "run/comparability.h"
#include "run/run_file.h"
#include "stats/score_games.h"
#include "suites/suite_loader.h"

namespace evenhand {
namespace {

/// What scores are shown as: a share of 1, or points.
struct Unit {
  Scale scale = Scale::percent;
  double per_score = 1.0;  // scores lie in [0, 1]
  double lowest = 0.0;     // score that can be had
};

std::optional<double> grades_out_of(const ResultsFolder& results) {
  std::optional<double> most;
  for (const Verdict& verdict : results.verdicts) {
    if (!verdict.ruling) continue;
    const auto* grade = std::get_if<Grade>(&*verdict.ruling);
    if (grade != nullptr) most = std::max(most.value_or(0.0), grade->out_of);
  }
  return most;
}

Unit unit_of(const ResultsFolder& results) {
  const auto out_of = grades_out_of(results);
  if (!out_of) return {};
  // Rubrics of several points begin at 1; one point is there or not.
  return {
      .scale = Scale::points, .per_score = *out_of, .lowest = *out_of > 1.0 ? 1.0 / *out_of : 0.0};
}

Result<Unit> common_unit(const ResultsFolder& a, const ResultsFolder& b) {
  const Unit unit_a = unit_of(a);
  const Unit unit_b = unit_of(b);
  const bool no_verdicts = a.verdicts.empty() || b.verdicts.empty();
  if (no_verdicts || unit_a.per_score == unit_b.per_score) {
    return a.verdicts.empty() ? unit_b : unit_a;
  }
  const auto words = [](const Unit& unit) {
    return unit.scale == Scale::percent ? std::string("win rates")
                                        : "grades out of " + shortest_text(unit.per_score);
  };
  return Error{.what = "cannot compare " + words(unit_a) + " (" + a.folder + ") with " +
                       words(unit_b) + " (" + b.folder + ")"};
}

using Names = std::vector<std::pair<std::string, std::string>>;

std::string names_in(const ResultsFolder& results) {
  std::vector<std::string> names;
  for (const ResultsRow& row : results.board.rows) names.push_back(row.model.text);
  return joined(names, ", ");
}

/// Every candidate that both runs have; where each has but one, those two.
Result<Names> names_to_compare(const ResultsFolder& a, const ResultsFolder& b,
                               const DiffOptions& options) {
  if (!options.candidate_a.empty()) return Names{{options.candidate_a, options.candidate_b}};
  Names names;
  for (const ResultsRow& row : b.board.rows) {
    if (a.board.row_of(row.model.text)) names.emplace_back(row.model.text, row.model.text);
  }
  if (!names.empty()) return names;
  if (a.board.rows.size() == 1 && b.board.rows.size() == 1) {
    return Names{{a.board.rows[0].model.text, b.board.rows[0].model.text}};
  }
  return Error{.what = "no candidate is in both runs",
               .hint = "name one of each with --candidates: " + a.folder + " has " + names_in(a) +
                       "; " + b.folder + " has " + names_in(b)};
}

DiffSide side_of(const ResultsFolder& results, const ResultsRow& row) {
  DiffSide side{.results = results.folder,
                .run = results.board.run,
                .model = row.model,
                .served = results.board.setting(row.model.text),
                .headline = std::nullopt,
                .expected = row.count("expected"),
                .judged = row.count("judged"),
                .mean_length = row.number("mean_length"),
                .cost = row.number("cost")};
  for (const char* name : {"win_rate", "accuracy", "grade"}) {
    if (!side.headline) side.headline = row.estimate(name);
  }
  const double unknown = row.number("unknown_cost").value_or(0.0);
  side.unknown_cost = unknown > 0.0 && unknown < 1e15 ? static_cast<std::size_t>(unknown) : 0;
  return side;
}

/// Questions of either run: B's in its order, then those that only A has.
std::vector<QuestionId> questions_of(const ResultsFolder& a, const ResultsFolder& b) {
  std::vector<QuestionId> questions = b.questions;
  const std::set<QuestionId> in_b(questions.begin(), questions.end());
  for (const QuestionId& question : a.questions) {
    if (!in_b.contains(question)) questions.push_back(question);
  }
  return questions;
}

std::optional<double> scaled(const std::optional<double>& score, const Unit& unit) {
  return score ? std::optional(*score * unit.per_score) : std::nullopt;
}

/// Won, tied or lost, as a step; grades are their own steps.
double standing_of(double value, const Unit& unit) {
  if (unit.scale == Scale::points) return value;
  return value > 0.5 ? 1.0 : value < 0.5 ? 0.0 : 0.5;
}

void add_flips(Comparison& comparison, const Unit& unit) {
  constexpr double kRounding = 1e-9;  // means of thirds that are equal on paper
  const auto change = [&](std::size_t q) {
    return *comparison.questions[q].b - *comparison.questions[q].a;
  };
  for (std::size_t q = 0; q < comparison.questions.size(); ++q) {
    const QuestionPair& pair = comparison.questions[q];
    if (!pair.a || !pair.b) continue;
    const double step = standing_of(*pair.b, unit) - standing_of(*pair.a, unit);
    if (step > kRounding) comparison.gained.push_back(q);
    if (step < -kRounding) comparison.lost.push_back(q);
  }
  const auto larger = [&](std::size_t x, std::size_t y) {
    return std::abs(change(x)) > std::abs(change(y));
  };
  std::stable_sort(comparison.gained.begin(), comparison.gained.end(), larger);
  std::stable_sort(comparison.lost.begin(), comparison.lost.end(), larger);
}

/// Each missing score at its lowest or highest, whichever moves the mean most.
Interval if_missing(const std::vector<QuestionPair>& questions, const Unit& unit) {
  if (questions.empty()) return {};
  const double lowest = unit.lowest * unit.per_score;
  const double highest = unit.per_score;
  Interval sums;
  for (const QuestionPair& pair : questions) {
    sums.low += pair.b.value_or(lowest) - pair.a.value_or(highest);
    sums.high += pair.b.value_or(highest) - pair.a.value_or(lowest);
  }
  const auto n = static_cast<double>(questions.size());
  return {.low = sums.low / n, .high = sums.high / n};
}

void count_missing(Comparison& comparison) {
  for (const QuestionPair& pair : comparison.questions) {
    if (pair.a && !pair.b) ++comparison.only_a;
    if (!pair.a && pair.b) ++comparison.only_b;
    if (!pair.a && !pair.b) ++comparison.neither;
  }
}

/// Measured on the scale of scores, where the range is known, then shown in the unit.
PairedDifference measured(const Comparison& comparison, const Unit& unit,
                          const DiffOptions& options) {
  std::vector<double> differences;
  for (const QuestionPair& pair : comparison.questions) {
    if (pair.a && pair.b) differences.push_back((*pair.b - *pair.a) / unit.per_score);
  }
  const std::string purpose = "diff/" + comparison.a.model.text + "/" + comparison.b.model.text;
  PairedDifference difference =
      paired_difference(differences, 1.0 - unit.lowest, {.resamples = options.resamples},
                        Rng::for_purpose(options.seed, purpose));
  difference.mean *= unit.per_score;
  difference.standard_deviation *= unit.per_score;
  if (difference.interval) {
    difference.interval->low *= unit.per_score;
    difference.interval->high *= unit.per_score;
  }
  return difference;
}

void add_totals(Comparison& comparison) {
  const DiffSide& a = comparison.a;
  const DiffSide& b = comparison.b;
  const bool priced = a.cost && b.cost && a.unknown_cost == 0 && b.unknown_cost == 0;
  if (priced) comparison.cost_difference = *b.cost - *a.cost;
  if (a.mean_length && b.mean_length) {
    comparison.length_difference = *b.mean_length - *a.mean_length;
  }
}

/// A run, and the scores of all its candidates.
struct Scored {
  const ResultsFolder& results;
  ScoreTable table;
};

Result<Comparison> compare(const Scored& a, const Scored& b,
                           const std::pair<std::string, std::string>& names, const Unit& unit) {
  EVENHAND_TRY(const ResultsRow* const row_a, a.results.board.row_of(names.first));
  EVENHAND_TRY(const ResultsRow* const row_b, b.results.board.row_of(names.second));
  Comparison comparison{.a = side_of(a.results, *row_a), .b = side_of(b.results, *row_b)};
  const std::vector<QuestionId> questions = questions_of(a.results, b.results);
  const QuestionScores scores_a = a.table.pooled(row_a->model, questions);
  const QuestionScores scores_b = b.table.pooled(row_b->model, questions);
  for (std::size_t q = 0; q < questions.size(); ++q) {
    comparison.questions.push_back(
        {.question = questions[q], .a = scaled(scores_a[q], unit), .b = scaled(scores_b[q], unit)});
  }
  count_missing(comparison);
  add_flips(comparison, unit);
  add_totals(comparison);
  comparison.if_missing = if_missing(comparison.questions, unit);
  return comparison;
}

void adjust(std::vector<Comparison>& comparisons) {
  std::vector<double> p_values;
  p_values.reserve(comparisons.size());
  for (const Comparison& comparison : comparisons) {
    p_values.push_back(comparison.difference.test.p);
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < comparisons.size(); ++i) comparisons[i].p_holm = adjusted[i];
}

void note_questions(const ResultsFolder& a, const ResultsFolder& b, DiffData& diff) {
  const std::set<QuestionId> in_a(a.questions.begin(), a.questions.end());
  const std::set<QuestionId> in_b(b.questions.begin(), b.questions.end());
  const auto missing = [](const std::set<QuestionId>& from, const std::set<QuestionId>& in) {
    return std::count_if(in.begin(), in.end(),
                         [&](const QuestionId& question) { return !from.contains(question); });
  };
  const auto only_a = missing(in_b, in_a);
  const auto only_b = missing(in_a, in_b);
  if (only_a == 0 && only_b == 0) return;
  diff.mismatches.push_back({.what = "questions of its own",
                             .a = std::to_string(only_a),
                             .b = std::to_string(only_b),
                             .weight = Mismatch::Weight::known});
}

/// A baseline that was asked anew adds noise of its own to the difference.
void note_baseline(const ResultsFolder& a, const ResultsFolder& b, DiffData& diff) {
  constexpr std::size_t kShownDigits = 12;
  if (!a.board.baseline || a.board.baseline != b.board.baseline) return;
  if (a.baseline_answers == b.baseline_answers) return;
  diff.mismatches.push_back({.what = "what the baseline said",
                             .a = a.baseline_answers.text.substr(0, kShownDigits),
                             .b = b.baseline_answers.text.substr(0, kShownDigits),
                             .weight = Mismatch::Weight::known});
}

Error nothing_in_common(const Comparison& comparison) {
  return {.what = "no question has a score for both '" + comparison.a.model.text + "' in " +
                  comparison.a.results + " and '" + comparison.b.model.text + "' in " +
                  comparison.b.results};
}

}  // namespace

Result<DiffData> diff_runs(const ResultsFolder& a, const ResultsFolder& b,
                           const DiffOptions& options) {
  EVENHAND_TRY(const Unit unit, common_unit(a, b));
  EVENHAND_TRY(const Names names, names_to_compare(a, b, options));
  DiffData diff{.scale = unit.scale, .mismatches = mismatches_of(a.board, b.board)};
  note_questions(a, b, diff);
  note_baseline(a, b, diff);
  const Scored scored_a{a, ScoreTable(a.verdicts)};
  const Scored scored_b{b, ScoreTable(b.verdicts)};
  for (const auto& pair : names) {
    EVENHAND_TRY(Comparison comparison, compare(scored_a, scored_b, pair, unit));
    comparison.difference = measured(comparison, unit, options);
    if (comparison.difference.questions == 0) return nothing_in_common(comparison);
    diff.comparisons.push_back(std::move(comparison));
  }
  adjust(diff.comparisons);
  return diff;
}

namespace {

/// The first turn of every question; nothing where the suite cannot be found any more.
std::map<QuestionId, std::string> first_turns(const std::string& results, const FileSystem& files) {
  const std::string resolved = (std::filesystem::path(results) / "run.resolved.yaml").string();
  const auto file = read_run_file(files, resolved, {});
  if (!file) return {};
  const auto suite = load_suite(files, file->suite);
  if (!suite) return {};
  std::map<QuestionId, std::string> asked;
  for (const Question& question : suite->questions) {
    if (!question.turns.empty()) asked.emplace(question.id, question.turns.front().user);
  }
  return asked;
}

}  // namespace

Result<void> add_answers(DiffData& diff, const FileSystem& files) {
  if (diff.comparisons.empty()) return {};
  const auto asked = first_turns(diff.comparisons.front().b.results, files);
  EVENHAND_TRY(diff.answers_a, read_results_answers(files, diff.comparisons.front().a.results));
  EVENHAND_TRY(diff.answers_b, read_results_answers(files, diff.comparisons.front().b.results));
  const AnswersByName by_a = first_answers(diff.answers_a);
  const AnswersByName by_b = first_answers(diff.answers_b);
  const auto answer = [](const AnswersByName& answers, const ModelId& model,
                         const QuestionId& question) -> const Answer* {
    const auto of_model = answers.find(model);
    if (of_model == answers.end()) return nullptr;
    const auto found = of_model->second.find(question);
    return found == of_model->second.end() ? nullptr : found->second;
  };
  for (Comparison& comparison : diff.comparisons) {
    for (QuestionPair& pair : comparison.questions) {
      const auto words = asked.find(pair.question);
      if (words != asked.end()) pair.asked = words->second;
      pair.answer_a = answer(by_a, comparison.a.model, pair.question);
      pair.answer_b = answer(by_b, comparison.b.model, pair.question);
    }
  }
  return {};
}

}  // namespace evenhand
