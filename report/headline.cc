#include "report/headline.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/notes.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

std::string value_text(const Estimate& estimate, Scale scale) {
  return number_text(estimate.value, scale, decimals_for(estimate, scale));
}

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

std::string against_second(Scale scale, const CandidateRow& first, const CandidateRow& second) {
  const Estimate& ahead = *headline_of(first);
  const Estimate& behind = *headline_of(second);
  const int decimals = std::min(decimals_for(ahead, scale), decimals_for(behind, scale));
  std::string words = fmt::format("{} follows with {}, {} points behind", second.model.text,
                                  value_text(behind, scale),
                                  number_text(ahead.value - behind.value, scale, decimals));
  if (!ahead.interval || !behind.interval) return words + ".";
  const bool overlap = ahead.interval->low <= behind.interval->high;
  return words + (overlap ? "; their intervals overlap, so the order of the two is not certain."
                          : "; their intervals do not overlap.");
}

std::vector<std::string> what_is_missing(const ReportData& data) {
  std::vector<std::string> words = incomplete_rows(data);
  for (const CandidateRow& row : data.rows) {
    const std::string missing = missing_in_words(row.coverage);
    if (row.coverage.incomplete() || missing.empty()) continue;
    words.push_back(row.model.text + ": " + missing + ".");
  }
  if (words.empty()) words.emplace_back("Nothing is missing: every question has a score.");
  return words;
}

}  // namespace

std::vector<std::string> headline(const ReportData& data) {
  std::vector<const CandidateRow*> scored;
  for (const CandidateRow& row : data.rows) {
    if (headline_of(row)) scored.push_back(&row);
  }
  std::vector<std::string> sentences;
  if (scored.empty()) {
    sentences.emplace_back("There is no score yet.");
  } else {
    const Scale scale = headline_scale(data);
    sentences.push_back(who_leads(data, *scored[0], scored.size()));
    if (data.baseline) {
      sentences.push_back(against_baseline(data, *headline_of(*scored[0])));
    }
    if (scored.size() > 1) sentences.push_back(against_second(scale, *scored[0], *scored[1]));
  }
  if (data.rows.empty()) return sentences;
  for (std::string& words : what_is_missing(data)) sentences.push_back(std::move(words));
  return sentences;
}

}  // namespace evenhand
