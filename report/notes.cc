#include "report/notes.h"

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
  if (data.seats == "both") words += ", both seats";
  if (data.seats == "drawn") words += ", one seat drawn";
  if (data.seats == "alpaca_eval") words += ", one seat drawn as AlpacaEval does";
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
  const std::string against = data.baseline ? " against " + data.baseline->text : "";
  return "Win rate" + against + " in percent, a tie counts one half; " + interval + ".";
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

std::vector<std::string> incomplete_rows(const ReportData& data) {
  std::vector<std::string> notes;
  for (const CandidateRow& row : data.rows) {
    if (!row.coverage.incomplete()) continue;
    std::string note = fmt::format("{} is incomplete: scores for {} of {} questions",
                                   row.model.text, row.coverage.judged, row.coverage.expected);
    const std::string missing = missing_in_words(row.coverage);
    notes.push_back(note + (missing.empty() ? "." : " (" + missing + ")."));
  }
  return notes;
}

}  // namespace evenhand
