#include "run/tally.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "run/refit_plan.h"
#include "run/resolved.h"
#include "run/tally_choices.h"
#include "run/tally_failures.h"
#include "run/tally_judges.h"
#include "run/tally_likelihood.h"
#include "run/tally_meetings.h"
#include "run/tally_truthful.h"
#include "run/verdict_forms.h"
#include "stats/joint_length_control.h"
#include "stats/position.h"
#include "stats/ranks.h"
#include "stats/score_games.h"

namespace evenhand {
namespace {

/// The verdicts and answers of a run, and what is computed from them for each candidate.
class Tally {
 public:
  Tally(const RunSetting& setting, const Findings& findings)
      : setting_(setting), findings_(findings), table_(findings.verdicts) {
    for (const Question& question : setting.suite.questions) {
      questions_.push_back(question.id);
      turns_ = std::max(turns_, question.turns.size());
    }
  }

  CandidateRow row_of(std::size_t candidate) const;

  const ScoreTable& scores() const { return table_; }

  /// Win rates at equal length, for pairwise protocols: one fit over all candidates.
  void control_length(std::vector<CandidateRow>& rows, std::vector<std::string>& remarks) const;

 private:
  bool pairwise() const { return setting_.protocol->needs_baseline(); }

  /// Scores are kept in [0, 1]; grades are shown in points.
  double scale() const { return pairwise() ? 1.0 : setting_.protocol->scale().high; }

  /// The lowest grade is 1 of 10; a win rate may be 0. EQ-Bench's scale has no low end of use: its
  /// values may lie below.
  Bounds bounds_of(const std::vector<double>& values) const {
    const PointScale points = setting_.protocol->scale();
    Bounds bounds{.low = pairwise() ? 0.0 : points.low / points.high, .high = 1.0};
    for (const double value : values) bounds.low = std::min(bounds.low, value);
    return bounds;
  }

  std::optional<Estimate> estimate(const QuestionScores& scores, const std::string& purpose) const;
  std::span<const Answer> answers_of(std::size_t participant) const;
  void add_failed(const std::string& model, const Failure& failure, Expense& expense) const;
  void add_calls(std::size_t candidate, Expense& expense) const;
  void count_answers(std::size_t candidate, CandidateRow& row) const;
  std::string model_of_judge(const ModelId& name) const;
  void count_games(CandidateRow& row) const;
  void add_headline(const QuestionScores& scores, CandidateRow& row) const;
  void add_audited(const QuestionScores& scores, CandidateRow& row) const;
  void add_parts(const QuestionScores& scores, CandidateRow& row) const;
  void add_position(CandidateRow& row) const;
  std::vector<LengthCell> length_cells(std::size_t candidate) const;
  void add_judges(CandidateRow& row) const;

  const RunSetting& setting_;
  const Findings& findings_;
  const ScoreTable table_;
  std::vector<QuestionId> questions_;
  std::size_t turns_ = 0;
};

std::optional<Estimate> Tally::estimate(const QuestionScores& scores,
                                        const std::string& purpose) const {
  const std::vector<double> values = present(scores);
  const auto mean = mean_of(values);
  if (!mean) return std::nullopt;
  const auto interval =
      mean_interval(values, {.resamples = setting_.file.bootstrap}, bounds_of(values),
                    Rng::for_purpose(setting_.file.seed, purpose));
  Estimate estimate{.value = *mean * scale()};
  if (interval) {
    estimate.interval = Interval{interval->low * scale(), interval->high * scale()};
  }
  return estimate;
}

std::span<const Answer> Tally::answers_of(std::size_t participant) const {
  return std::span(findings_.answers).subspan(participant * questions_.size(), questions_.size());
}

void add_call(Expense& expense, const Usage& usage, const std::optional<double>& cost) {
  ++expense.calls;
  if (!usage.input_tokens && !usage.output_tokens) ++expense.unknown_tokens;
  expense.input_tokens += usage.input_tokens.value_or(0);
  expense.output_tokens += usage.output_tokens.value_or(0);
  if (cost) {
    expense.cost += *cost;
  } else {
    ++expense.unknown_cost;
  }
}

/// A call that failed and may have to be paid for is a call.
void Tally::add_failed(const std::string& model, const Failure& failure, Expense& expense) const {
  const Usage& usage = failure.use.usage;
  const bool told = usage.input_tokens || usage.output_tokens;
  if (!told && !failure.use.may_be_paid_for) return;
  add_call(expense, usage, setting_.prices.cost(model, usage));
}

void Tally::add_calls(std::size_t candidate, Expense& expense) const {
  const ModelSpec& spec = setting_.candidates[candidate].spec;
  if (!spec.is_asked()) return;
  for (std::size_t q = 0; q < questions_.size(); ++q) {
    for (std::size_t s = 0; s <= findings_.further_samples.size(); ++s) {
      const Answer& answer = findings_.answer(candidate * questions_.size() + q, s);
      for (const AnswerTurn& turn : answer.turns) add_call(expense, turn.usage, turn.cost);
      for (const DroppedUse& use : answer.dropped) add_call(expense, use.usage, use.cost);
      if (answer.failure) add_failed(spec.model, *answer.failure, expense);
    }
  }
}

bool was_cut_off(const Answer& answer) {
  return std::any_of(answer.turns.begin(), answer.turns.end(),
                     [](const AnswerTurn& turn) { return turn.stop == StopReason::out_of_tokens; });
}

void Tally::count_answers(std::size_t candidate, CandidateRow& row) const {
  row.coverage.expected = questions_.size();
  std::size_t length = 0;
  add_calls(candidate, row.answering);
  for (const Answer& answer : answers_of(candidate)) {
    if (answer.failure) {
      ++(is_missing(*answer.failure) ? row.coverage.missing : row.coverage.failed);
      continue;
    }
    ++row.coverage.answered;
    if (was_cut_off(answer)) ++row.coverage.truncated;
    length += length_of(answer);
  }
  if (row.coverage.answered > 0) {
    row.mean_length = static_cast<double>(length) / static_cast<double>(row.coverage.answered);
  }
}

/// A game counts for both who met.
bool concerns(const Verdict& verdict, const ModelId& model) {
  return verdict.game.candidate == model || verdict.game.baseline == model;
}

bool is_unreadable(const Verdict& verdict) {
  return verdict.ruling && std::holds_alternative<Unreadable>(*verdict.ruling);
}

std::string Tally::model_of_judge(const ModelId& name) const {
  for (const ModelSpec& judge : setting_.file.judges) {
    if (judge.name == name) return judge.model;
  }
  return {};  // what rules without a judge is not asked, and cannot fail
}

void Tally::count_games(CandidateRow& row) const {
  Coverage& coverage = row.coverage;
  for (const Verdict& verdict : findings_.verdicts) {
    if (!concerns(verdict, row.model)) continue;
    ++coverage.games;
    if (verdict.failure) {
      ++(is_missing(*verdict.failure) ? coverage.missing_games : coverage.failed_games);
      add_failed(model_of_judge(verdict.game.judge), *verdict.failure, row.judging);
      continue;
    }
    if (is_unreadable(verdict)) ++coverage.unreadable;
    if (!verdict.by_rule) add_call(row.judging, verdict.usage, verdict.cost);
  }
}

void Tally::add_headline(const QuestionScores& scores, CandidateRow& row) const {
  const auto headline = estimate(scores, "headline/" + row.model.text);
  for (const double score : present(scores)) {
    ++row.coverage.judged;
    if (!pairwise()) continue;
    ++(score > 0.5 ? row.wins : score < 0.5 ? row.losses : row.ties);
  }
  (pairwise() ? row.win_rate : row.grade) = headline;
}

void Tally::add_audited(const QuestionScores& scores, CandidateRow& row) const {
  QuestionScores kept;
  for (std::size_t q = 0; q < scores.size(); ++q) {
    if (!setting_.suite.excluded.contains(questions_[q].text)) kept.push_back(scores[q]);
  }
  if (kept.size() == scores.size()) return;
  row.audited = estimate(kept, "audited/" + row.model.text);
}

void Tally::add_parts(const QuestionScores& scores, CandidateRow& row) const {
  for (std::size_t turn = 0; turns_ > 1 && turn < turns_; ++turn) {
    const auto part = estimate(table_.by_turn(row.model, static_cast<int>(turn), questions_),
                               "turn " + std::to_string(turn) + "/" + row.model.text);
    if (part) row.by_turn.push_back(*part);
  }
  for (const std::string& category : setting_.suite.categories) {
    QuestionScores within;
    for (std::size_t q = 0; q < scores.size(); ++q) {
      if (setting_.suite.questions[q].category == category) within.push_back(scores[q]);
    }
    const auto part = estimate(within, "category/" + category + "/" + row.model.text);
    if (part) row.by_category.emplace_back(category, *part);
  }
}

void Tally::add_position(CandidateRow& row) const {
  if (!pairwise()) return;
  const PositionEffect effect = position_effect(findings_.verdicts, row.model, questions_);
  if (effect.pairs == 0) return;
  row.position_consistency = estimate(effect.consistency, "consistency/" + row.model.text);
  row.first_seat_share = effect.first_seat_share();
}

void Tally::add_judges(CandidateRow& row) const {
  for (const ModelSpec& judge : setting_.file.judges) {
    JudgeRow part{.judge = judge.name};
    part.headline = estimate(table_.by_judge(row.model, judge.name, questions_),
                             "judge/" + judge.name.text + "/" + row.model.text);
    for (const Verdict& verdict : findings_.verdicts) {
      if (verdict.game.judge != judge.name || !concerns(verdict, row.model)) continue;
      ++part.games;
      if (is_unreadable(verdict)) ++part.unreadable;
      if (!verdict.failure) continue;
      ++(is_missing(*verdict.failure) ? part.missing_games : part.failed_games);
    }
    row.by_judge.push_back(std::move(part));
  }
}

CandidateRow Tally::row_of(std::size_t candidate) const {
  CandidateRow row{.model = setting_.candidates[candidate].spec.name};
  row.grade_out_of = setting_.protocol->scale().high;
  const QuestionScores scores = table_.pooled(row.model, questions_);
  count_answers(candidate, row);
  count_games(row);
  add_headline(scores, row);
  add_audited(scores, row);
  add_parts(scores, row);
  row.choices = choice_columns(setting_, findings_, row.model);
  row.likelihood = likelihood_columns(setting_, findings_, candidate);
  if (row.likelihood) row.mean_length = std::nullopt;  // nothing was said
  add_position(row);
  add_judges(row);
  return row;
}

std::vector<LengthCell> Tally::length_cells(std::size_t candidate) const {
  const QuestionScores scores = table_.pooled(setting_.candidates[candidate].spec.name, questions_);
  const std::span<const Answer> ours = answers_of(candidate);
  const std::span<const Answer> theirs = answers_of(setting_.candidates.size());
  std::vector<LengthCell> cells;
  for (std::size_t q = 0; q < questions_.size(); ++q) {
    cells.push_back({.share = scores[q],
                     .baseline_length = static_cast<double>(length_of(theirs[q])),
                     .candidate_length = static_cast<double>(length_of(ours[q]))});
  }
  return cells;
}

/// The fit over the differences in length that the candidate's judged answers have.
std::vector<CurvePoint> length_curve(const JointLengthControl& fit,
                                     std::span<const std::vector<LengthCell>> board,
                                     std::size_t candidate) {
  constexpr int kSteps = 48;  // smooth at the width of a page
  if (!fit.candidates[candidate].win_rate || fit.length_scale <= 0.0) return {};
  double low = 0.0;
  double high = 0.0;
  for (const LengthCell& cell : board[candidate]) {
    if (!cell.share) continue;
    low = std::min(low, cell.candidate_length - cell.baseline_length);
    high = std::max(high, cell.candidate_length - cell.baseline_length);
  }
  std::vector<CurvePoint> curve;
  for (int k = 0; k <= kSteps; ++k) {
    const double longer = low + (high - low) * k / kSteps;
    const auto win_rate = win_rate_when_longer(fit, board, candidate, longer);
    if (win_rate) curve.push_back({.length_difference = longer, .win_rate = *win_rate});
  }
  return curve;
}

void Tally::control_length(std::vector<CandidateRow>& rows,
                           std::vector<std::string>& remarks) const {
  if (!setting_.baseline) return;
  std::vector<std::vector<LengthCell>> board;
  for (std::size_t c = 0; c < rows.size(); ++c) board.push_back(length_cells(c));
  const JointLengthControl joint =
      control_length_jointly(board, refit_plan(setting_.file.bootstrap),
                             Rng::for_purpose(setting_.file.seed, "length control"));
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const LengthControlledCandidate& candidate = joint.candidates[c];
    if (candidate.win_rate) {
      rows[c].length_controlled_win_rate =
          Estimate{.value = *candidate.win_rate, .interval = candidate.interval};
    }
    rows[c].length_curve = length_curve(joint, board, c);
    if (candidate.remark) remarks.push_back(rows[c].model.text + ": " + *candidate.remark);
  }
}

/// What rows are sorted by. Ratings take into account whom a candidate met.
std::optional<double> headline_of(const CandidateRow& row) {
  const auto& headline = row.rating ? row.rating : row.win_rate ? row.win_rate : row.grade;
  return headline ? std::optional(headline->value) : std::nullopt;
}

/// Best first; equal ones, and those without a number, in the order of the run file.
void sort_rows(std::vector<CandidateRow>& rows) {
  std::vector<std::optional<double>> values;
  values.reserve(rows.size());
  for (const CandidateRow& row : rows) values.push_back(headline_of(row));
  const std::vector<std::size_t> ranks = ranks_of(values);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].rank = ranks[i];
  std::stable_sort(rows.begin(), rows.end(), [](const CandidateRow& a, const CandidateRow& b) {
    return (a.rank == 0 ? SIZE_MAX : a.rank) < (b.rank == 0 ? SIZE_MAX : b.rank);
  });
}

/// Which model names servers returned for those asked, where they differ.
std::vector<std::pair<std::string, std::string>> served_models(const RunSetting& setting,
                                                               const Findings& findings) {
  std::map<std::string, std::set<std::string>> served;
  for (const Answer& answer : findings.answers) {
    for (const AnswerTurn& turn : answer.turns) served[answer.model.text].insert(turn.served_model);
  }
  for (const Verdict& verdict : findings.verdicts) {
    served[verdict.game.judge.text].insert(verdict.served_model);
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto add = [&](const std::string& model) {
    for (const std::string& name : served[model]) {
      if (!name.empty()) pairs.emplace_back(model, name);
    }
  };
  for (const Participant* participant : setting.participants()) add(participant->spec.name.text);
  for (const ModelSpec& judge : setting.file.judges) add(judge.name.text);
  return pairs;
}

/// What servers did that a reader of the numbers must know ("dropped temperature"), with counts.
std::vector<std::string> notes_of(const Findings& findings) {
  std::map<std::string, std::size_t> counts;
  for (const Answer& answer : findings.answers) {
    for (const AnswerTurn& turn : answer.turns) {
      for (const std::string& note : turn.notes) ++counts[answer.model.text + ": " + note];
    }
  }
  for (const Verdict& verdict : findings.verdicts) {
    for (const std::string& note : verdict.notes) ++counts[verdict.game.judge.text + ": " + note];
  }
  std::vector<std::string> notes;
  notes.reserve(counts.size());
  for (const auto& [note, count] : counts) {
    notes.push_back(note + " (" + std::to_string(count) + (count == 1 ? " reply)" : " replies)"));
  }
  return notes;
}

std::vector<std::pair<std::string, std::string>> settings_of(const RunSetting& setting) {
  const ProtocolOptions& options = setting.file.protocol_options;
  std::vector<std::pair<std::string, std::string>> settings = {
      {"verdicts", verdicts_text(options)},
      {"bootstrap resamples", std::to_string(setting.file.bootstrap)}};
  if (setting.protocol_id.text == "multiple_choice") {
    settings.emplace_back("extract", name_of(options.extraction_used()));
  }
  for (const Participant* participant : setting.participants()) {
    const ModelSpec& spec = participant->spec;
    settings.emplace_back(spec.name.text, spec.is_asked() ? spec.model : spec.answers);
  }
  for (const ModelSpec& judge : setting.file.judges) {
    settings.emplace_back(judge.name.text, judge.model);
  }
  return settings;
}

/// In the order of the suite; a limited run has some of them.
std::vector<std::pair<QuestionId, std::string>> excluded_of(const Suite& suite) {
  std::vector<std::pair<QuestionId, std::string>> excluded;
  for (const Question& question : suite.questions) {
    const auto why = suite.excluded.find(question.id.text);
    if (why != suite.excluded.end()) excluded.emplace_back(question.id, why->second);
  }
  return excluded;
}

/// What makes the same numbers again from the same store.
std::string command_of(const RunFile& file) {
  std::string command = "evenhand run " + shell_word(file.path);
  for (const std::string& assignment : file.overrides) {
    command += " --set " + shell_word(assignment);
  }
  return command + " --offline";
}

}  // namespace

Result<ReportData> tally(const RunSetting& setting, Findings findings, const std::string& version) {
  ReportData report{.program_version = version,
                    .run = setting.file.name,
                    .suite = setting.suite.id,
                    .suite_title = setting.suite.title,
                    .suite_version = setting.suite.version,
                    .suite_digest = setting.suite.digest,
                    .protocol = setting.protocol_id,
                    .seed = setting.file.seed,
                    .repeats = setting.file.protocol_options.repeats,
                    .samples = setting.file.samples,
                    .command = command_of(setting.file)};
  EVENHAND_TRY(report.prompts_digest, prompts_digest(setting));
  if (setting.protocol->needs_baseline()) {
    report.seats = name_of(setting.file.protocol_options.seats);
  }
  if (setting.baseline) report.baseline = setting.baseline->spec.name;
  if (setting.candidates_meet()) report.opponents = name_of(setting.file.opponents);
  for (const ModelSpec& judge : setting.file.judges) report.judges.push_back(judge.name);

  const Tally tally(setting, findings);
  for (std::size_t c = 0; c < setting.candidates.size(); ++c) {
    CandidateRow& row = report.rows.emplace_back(tally.row_of(c));
    EVENHAND_TRY(row.truthful, truthful_columns(setting, findings, row.model));
  }
  report.warnings = notes_of(findings);
  tally.control_length(report.rows, report.warnings);
  if (setting.candidates_meet()) {
    rate_rows(setting, findings, tally.scores(), report.rows, report.warnings);
  }
  sort_rows(report.rows);
  EVENHAND_TRY(std::vector<std::string> remarks, choice_remarks(setting, findings, report.rows));
  for (std::string& remark : remarks) report.warnings.push_back(std::move(remark));
  if (setting.candidates_meet()) {
    report.win_rates_of_pairs = win_rates_of_pairs(setting, tally.scores(), report.rows);
  }
  report.judge_summaries = judge_summaries(setting, findings);
  report.judge_pairs = judge_pairs(setting, findings);
  report.failed_answers = failed_answers(findings);
  report.failed_verdicts = failed_verdicts(findings);
  report.served_models = served_models(setting, findings);
  report.settings = settings_of(setting);
  report.questions = setting.suite.questions;
  report.excluded = excluded_of(setting.suite);
  report.answers = std::move(findings.answers);
  for (std::vector<Answer>& samples : findings.further_samples) {
    for (Answer& answer : samples) report.further_answers.push_back(std::move(answer));
  }
  report.verdicts = std::move(findings.verdicts);
  report.words = std::move(findings.words);
  return report;
}

}  // namespace evenhand
