#include "report/notes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "report/number_text.h"

namespace evenhand {

std::string run_in_words(const ReportData& data) {
  std::string words = fmt::format("{}: suite {}", data.run, data.suite.text);
  if (!data.suite_version.empty()) words += " " + data.suite_version;
  words += ", " + data.protocol.text;
  if (data.baseline) words += " against " + data.baseline->text;
  if (data.opponents == "all") words += ", everybody against everybody";
  if (!data.opponents.empty() && data.opponents != "all") {
    words += ", each against " + data.opponents + " others a question";
  }
  if (data.seats == "both") words += ", both seats";
  if (data.seats == "drawn") words += ", one seat drawn";
  if (data.seats == "alpaca_eval") words += ", one seat drawn as AlpacaEval does";
  if (data.samples > 1) words += fmt::format(", {} answers a question", data.samples);
  std::vector<std::string> judges;
  for (const ModelId& judge : data.judges) judges.push_back(judge.text);
  if (!judges.empty()) words += ", judged by " + joined(judges, ", ");
  if (data.repeats > 1) words += fmt::format(" {} times", data.repeats);
  return words + fmt::format(", seed {}", data.seed);
}

std::string meaning_of_headline(const ReportData& data) {
  const std::string interval = "in brackets the 95 % interval, resampled by question";
  if (headline_scale(data) == Scale::points) {
    const double out_of = data.rows.empty() ? 10.0 : data.rows.front().grade_out_of;
    return fmt::format("Mean grade out of {}; {}.", number_text(out_of, Scale::points, 0),
                       interval);
  }
  const std::string against = data.baseline            ? " against " + data.baseline->text
                              : data.opponents.empty() ? ""
                                                       : " against the other candidates";
  return "Win rate" + against + " in percent, a tie counts one half; " + interval + ".";
}

std::string meaning_of_cost() {
  return "Of the replies that stand behind the row, and of calls that failed where they may "
         "have to be paid for; unknown: calls without a count of tokens or a price. Attempts that "
         "were tried again are in what the end of a run says.";
}

std::string meaning_of_audited(const ReportData& data) {
  return fmt::format("audited: the same without the {} that an overlay excludes.",
                     counted(data.excluded.size(), "question"));
}

namespace {

/// "against itself, j changed 12 % [9, 15] of the grades it was asked for again, by 0.4 points".
std::string noise_in_words(const JudgeSummary& judge, Scale scale) {
  const Estimate& changed = *judge.changed;
  const int decimals = decimals_for(changed, Scale::percent);
  std::string words =
      fmt::format("{} against itself: {} % of {} pairs of repeats differ", judge.judge.text,
                  number_text(changed.value, Scale::percent, decimals), judge.repeat_pairs);
  if (changed.interval) {
    words += fmt::format(" (95 % interval {} to {})",
                         number_text(changed.interval->low, Scale::percent, decimals),
                         number_text(changed.interval->high, Scale::percent, decimals));
  }
  const bool grades = scale == Scale::points;
  return words +
         fmt::format(", by {} {} in the mean.",
                     number_text(*judge.mean_change, grades ? Scale::points : Scale::percent, 2),
                     grades ? "points" : "points of 100");
}

}  // namespace

std::vector<std::string> judges_in_words(const ReportData& data) {
  std::vector<std::string> notes;
  for (const JudgeSummary& judge : data.judge_summaries) {
    if (judge.changed) notes.push_back(noise_in_words(judge, headline_scale(data)));
    if (judge.read_differently == 0) continue;
    notes.push_back(fmt::format(
        "{} of {} judgements of {} are read differently by the other grammar (see 'verdicts').",
        judge.read_differently, judge.read + judge.unreadable, judge.judge.text));
  }
  return notes;
}

std::string missing_in_words(const Coverage& coverage) {
  const std::pair<std::size_t, const char*> parts[] = {
      {coverage.failed, "answer{} failed"},
      {coverage.missing, "answer{} never asked for"},
      {coverage.unreadable, "verdict{} unreadable"},
      {coverage.failed_games, "judgement{} failed"},
      {coverage.missing_games, "judgement{} never asked for"},
      {coverage.truncated, "answer{} cut off by the token limit"},
  };
  std::vector<std::string> words;
  for (const auto& [count, phrase] : parts) {
    if (count == 0) continue;
    words.push_back(std::to_string(count) + " " + replaced(phrase, "{}", count == 1 ? "" : "s"));
  }
  return joined(words, ", ");
}

std::vector<std::string> rows_with_gaps(const ReportData& data) {
  std::vector<std::string> notes;
  for (const CandidateRow& row : data.rows) {
    if (row.incomplete() || !row.coverage.lacks_anything()) continue;
    const std::string missing = missing_in_words(row.coverage);
    if (!missing.empty()) notes.push_back(row.model.text + ": " + missing + ".");
  }
  return notes;
}

namespace {

enum class Named { yes, no };

/// "5 answers of ours: the model said nothing".
void add_reasons(const std::vector<FailureCount>& failures, const std::string& what, Named model,
                 std::vector<std::string>& reasons) {
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < std::min(failures.size(), kShown); ++i) {
    const FailureCount& failure = failures[i];
    std::string words = counted(failure.count, what);
    if (model == Named::yes) words += " of " + failure.model.text;
    reasons.push_back(words + ": " + failure.reason);
  }
}

}  // namespace

std::vector<std::string> reasons_of_failures(const ReportData& data) {
  std::vector<std::string> reasons;
  const bool one_answers = data.rows.size() == 1 && !data.baseline;
  const bool one_judges = data.judges.size() == 1;
  add_reasons(data.failed_answers, "answer", one_answers ? Named::no : Named::yes, reasons);
  add_reasons(data.failed_verdicts, "verdict", one_judges ? Named::no : Named::yes, reasons);
  return reasons;
}

namespace {

/// Of each judge with too few verdicts: "verdicts of gpt on 5 of 6 games".
std::string short_judges(const CandidateRow& row) {
  std::string words;
  for (const JudgeRow& judge : row.by_judge) {
    if (!judge.lacks_too_many()) continue;
    words += fmt::format(", verdicts of {} on {} of {} games", judge.judge.text,
                         judge.games - judge.failed_games - judge.missing_games, judge.games);
  }
  return words;
}

}  // namespace

std::vector<std::string> incomplete_rows(const ReportData& data) {
  std::vector<std::string> notes;
  for (const CandidateRow& row : data.rows) {
    if (!row.incomplete()) continue;
    std::string note = fmt::format("{} is incomplete: scores for {} of {} questions",
                                   row.model.text, row.coverage.judged, row.coverage.expected);
    note += short_judges(row);
    const std::string missing = missing_in_words(row.coverage);
    notes.push_back(note + (missing.empty() ? "." : " (" + missing + ")."));
  }
  return notes;
}

}  // namespace evenhand
