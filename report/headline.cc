#include "report/headline.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "report/notes.h"
#include "report/number_text.h"
#include "report/question_scores.h"
#include "report/row_difference.h"

namespace evenhand {
namespace {

std::string interval_in_words(const Estimate& estimate, Scale scale) {
  if (!estimate.interval) return "no interval";
  const int decimals = decimals_for(estimate, scale);
  return fmt::format("95 % interval {} to {}", number_text(estimate.interval->low, scale, decimals),
                     number_text(estimate.interval->high, scale, decimals));
}

std::string who_leads(const ReportData& data, const CandidateRow& first, std::size_t scored) {
  const Scale scale = headline_scale(data);
  const Estimate& estimate = *headline_of(first);
  std::string words = first.model.text + (scored > 1 ? " leads: it " : " ");
  if (scale == Scale::percent) {
    words += fmt::format("wins {} %", value_text(estimate, scale));
    words += " against " + (data.baseline ? data.baseline->text : "the other candidates");
  } else {
    words += fmt::format("gets {} of {} points", value_text(estimate, scale),
                         number_text(first.grade_out_of, Scale::points, 0));
  }
  return words + " (" + interval_in_words(estimate, scale) + ").";
}

std::string against_baseline(const ReportData& data, const Estimate& estimate) {
  const std::string baseline = data.baseline ? data.baseline->text : "the baseline";
  const std::string viewer = data.judges.size() > 1 ? "these judges see it" : "this judge sees it";
  if (!estimate.interval) return "Without an interval nobody can say how sure that is.";
  if (estimate.interval->low > 0.5) {
    return "The interval lies above 50 %: on questions like these it is better than " + baseline +
           ", as " + viewer + ".";
  }
  if (estimate.interval->high < 0.5) {
    return "The interval lies below 50 %: on questions like these it is worse than " + baseline +
           ", as " + viewer + ".";
  }
  return "The interval includes 50 %: these questions do not show that it differs from " +
         baseline + ".";
}

/// Rows with a headline, best first, as places in the report.
std::vector<std::size_t> scored_rows(const ReportData& data) {
  std::vector<std::size_t> scored;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    if (headline_of(data.rows[i])) scored.push_back(i);
  }
  return scored;
}

std::string against_second(const ReportData& data, const std::vector<std::size_t>& scored,
                           const QuestionTable& table) {
  const Scale scale = headline_scale(data);
  const Estimate& ahead = *headline_of(data.rows[scored[0]]);
  const Estimate& behind = *headline_of(data.rows[scored[1]]);
  const int decimals = std::min(decimals_for(ahead, scale), decimals_for(behind, scale));
  const std::string words = fmt::format("{} follows with {}, {} points behind",
                                        data.rows[scored[1]].model.text, value_text(behind, scale),
                                        number_text(ahead.value - behind.value, scale, decimals));
  const auto difference = row_difference(data, table, scored[0], scored[1]);
  if (!difference || !difference->interval) return words + ".";
  return words + ": question by question the " + interval_in_words(*difference, scale) +
         (is_settled(*difference) ? " leaves out 0, so the first place is settled."
                                  : " includes 0, so the first place is not settled.");
}

/// The neighbours further down whose order the questions leave open.
std::optional<std::string> not_settled(const ReportData& data,
                                       const std::vector<std::size_t>& scored,
                                       const QuestionTable& table) {
  std::vector<std::string> pairs;
  for (std::size_t i = 1; i + 1 < scored.size(); ++i) {
    const auto difference = row_difference(data, table, scored[i], scored[i + 1]);
    if (!difference || !difference->interval || is_settled(*difference)) continue;
    pairs.push_back(data.rows[scored[i]].model.text + " and " +
                    data.rows[scored[i + 1]].model.text);
  }
  if (pairs.empty()) return std::nullopt;
  return "Not settled is the order of " + joined(pairs, ", of ") + ".";
}

std::vector<std::string> what_is_missing(const ReportData& data) {
  std::vector<std::string> words = incomplete_rows(data);
  for (const CandidateRow& row : data.rows) {
    const std::string missing = missing_in_words(row.coverage);
    if (row.incomplete() || missing.empty()) continue;
    words.push_back(row.model.text + ": " + missing + ".");
  }
  if (words.empty()) words.emplace_back("Nothing is missing: every question has a score.");
  return words;
}

}  // namespace

std::vector<std::string> headline(const ReportData& data) {
  const std::vector<std::size_t> scored = scored_rows(data);
  std::vector<std::string> sentences;
  if (scored.empty()) {
    sentences.emplace_back("There is no score yet.");
  } else {
    const CandidateRow& first = data.rows[scored[0]];
    sentences.push_back(who_leads(data, first, scored.size()));
    if (data.baseline) {
      sentences.push_back(against_baseline(data, *headline_of(first)));
    }
    if (scored.size() > 1) {
      const QuestionTable table = question_table(data);
      sentences.push_back(against_second(data, scored, table));
      if (auto words = not_settled(data, scored, table)) sentences.push_back(*std::move(words));
    }
  }
  if (data.rows.empty()) return sentences;
  for (std::string& words : what_is_missing(data)) sentences.push_back(std::move(words));
  return sentences;
}

}  // namespace evenhand
