#include "report/diff_words.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "stats/planning.h"

namespace evenhand {
namespace {

const char* unit_of(Scale scale) {
  return scale == Scale::percent ? "percentage points" : "points";
}

std::string with_sign(double value, Scale scale, int decimals) {
  const std::string text = number_text(value, scale, decimals);
  return value > 0.0 && !text.starts_with("?") ? "+" + text : text;
}

std::string p_text(double p) { return p < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", p); }

/// Beyond doubt only where the interval lies on one side of zero.
const char* who_is_better(const std::optional<Interval>& interval) {
  if (interval && interval->low > 0.0) return "B is better than A";
  if (interval && interval->high < 0.0) return "B is worse than A";
  return "No difference shown, B minus A";
}

bool shows_nothing(const std::optional<Interval>& interval) {
  return !interval || (interval->low <= 0.0 && interval->high >= 0.0);
}

std::string money(double amount) {
  return amount > 0.0 && amount < 0.1 ? fmt::format("${:.4f}", amount)
                                      : fmt::format("${:.2f}", amount);
}

}  // namespace

std::string side_in_words(const DiffSide& side) {
  std::string words = side.model.text;
  if (!side.served.empty() && side.served != side.model.text) words += " (" + side.served + ")";
  return words + " of " + side.results;
}

std::string signed_text(const Estimate& estimate, Scale scale) {
  const int decimals = decimals_for(estimate, scale);
  std::string text = with_sign(estimate.value, scale, decimals);
  if (!estimate.interval) return text;
  return fmt::format("{} [{}, {}]", text, with_sign(estimate.interval->low, scale, decimals),
                     with_sign(estimate.interval->high, scale, decimals));
}

std::string difference_in_words(const Comparison& comparison, Scale scale) {
  const PairedDifference& difference = comparison.difference;
  const Estimate estimate{.value = difference.mean, .interval = difference.interval};
  return fmt::format("{}: {} {}, on {}", who_is_better(difference.interval),
                     signed_text(estimate, scale), unit_of(scale),
                     counted(difference.questions, "question"));
}

std::string tests_in_words(const Comparison& comparison, std::size_t comparisons) {
  const PairedDifference& difference = comparison.difference;
  std::string words =
      fmt::format("Randomisation test by question ({}): {}",
                  difference.test.method == TestMethod::exact ? "exact" : "10,000 draws",
                  p_text(difference.test.p));
  if (comparisons > 1) {
    words +=
        fmt::format(", {} after Holm for {} comparisons", p_text(comparison.p_holm), comparisons);
  }
  return words + fmt::format("; sign test of {} better against {} worse (exact): {}",
                             difference.better, difference.worse, p_text(difference.sign_p));
}

std::vector<std::string> doubts_in_words(const Comparison& comparison, Scale scale) {
  std::vector<std::string> words;
  const PairedDifference& difference = comparison.difference;
  if (shows_nothing(difference.interval) && difference.standard_deviation > 0.0) {
    const double smallest =
        smallest_paired_difference(difference.questions, difference.standard_deviation);
    words.push_back(fmt::format(
        "That is not proof that they are equal: so many questions show a difference of {} {} or "
        "more, with power 80 %",
        number_text(smallest, scale, scale == Scale::percent ? 1 : 2), unit_of(scale)));
  }
  const std::size_t missing = comparison.only_a + comparison.only_b + comparison.neither;
  if (missing > 0) {
    words.push_back(fmt::format(
        "{} left out: {} with a score in A only, {} in B only, {} in neither; whatever these "
        "would have been, the difference lies between {} and {}",
        counted(missing, "question"), comparison.only_a, comparison.only_b, comparison.neither,
        with_sign(comparison.if_missing.low, scale, 1),
        with_sign(comparison.if_missing.high, scale, 1)));
  }
  return words;
}

std::string mismatch_in_words(const Mismatch& mismatch) {
  return mismatch.what + ": " + (mismatch.a.empty() ? "none" : mismatch.a) + " / " +
         (mismatch.b.empty() ? "none" : mismatch.b);
}

std::string cost_change_in_words(const Comparison& comparison) {
  if (!comparison.cost_difference) return "cost not compared: prices are not known";
  const double change = *comparison.cost_difference;
  return fmt::format("cost {} -> {} ({}{})", money(*comparison.a.cost), money(*comparison.b.cost),
                     change < 0.0 ? "-" : "+", money(std::abs(change)));
}

std::string length_change_in_words(const Comparison& comparison) {
  if (!comparison.length_difference) return {};
  return fmt::format("mean length {:.0f} -> {:.0f} ({:+.0f})", *comparison.a.mean_length,
                     *comparison.b.mean_length, *comparison.length_difference);
}

std::string change_text(const QuestionPair& pair) {
  const auto text = [](const std::optional<double>& score) {
    // Three digits tell any two means of games apart.
    return score ? fmt::format("{:.3g}", *score) : std::string("none");
  };
  return text(pair.a) + " -> " + text(pair.b);
}

}  // namespace evenhand
