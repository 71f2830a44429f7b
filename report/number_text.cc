#include "report/number_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace evenhand {

int decimals_for(const Estimate& estimate, Scale scale) {
  const double factor = scale == Scale::percent ? 100.0 : 1.0;
  const int usual = scale == Scale::percent ? 1 : 2;
  if (!estimate.interval) return usual;
  const double width = factor * (estimate.interval->high - estimate.interval->low);
  if (scale == Scale::percent) return width < 0.5 ? usual + 1 : usual;
  return width > 2.0 ? usual - 1 : usual;
}

std::string number_text(double value, Scale scale, int decimals) {
  if (!std::isfinite(value)) return "?";
  const double shown = scale == Scale::percent ? 100.0 * value : value;
  std::string text = fmt::format("{:.{}f}", shown, decimals);
  // A small negative number would otherwise be shown as "-0.0".
  if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-') text.erase(0, 1);
  return text;
}

std::string value_text(const Estimate& estimate, Scale scale) {
  return number_text(estimate.value, scale, decimals_for(estimate, scale));
}

std::string interval_text(const Estimate& estimate, Scale scale) {
  if (!estimate.interval) return {};
  const int decimals = decimals_for(estimate, scale);
  return fmt::format("[{}, {}]", number_text(estimate.interval->low, scale, decimals),
                     number_text(estimate.interval->high, scale, decimals));
}

std::string estimate_text(const Estimate& estimate, Scale scale) {
  const std::string interval = interval_text(estimate, scale);
  return value_text(estimate, scale) + (interval.empty() ? "" : " " + interval);
}

namespace {

std::string dollars(double amount) {
  if (!std::isfinite(amount)) return "unknown";
  if (amount > 0.0 && amount < 0.0001) return "<$0.0001";
  if (amount > 0.0 && amount < 0.1) return fmt::format("${:.4f}", amount);
  return fmt::format("${:.2f}", amount);
}

}  // namespace

std::string cost_text(const Expense& expense) {
  if (!any_cost_known(expense)) return "unknown";
  if (expense.unknown_cost <= 0) return dollars(expense.cost);
  return fmt::format("{} + {} unknown", dollars(expense.cost), expense.unknown_cost);
}

std::string coverage_text(const Coverage& coverage) {
  return fmt::format("{}/{}", coverage.judged, coverage.expected);
}

Expense whole_expense(const CandidateRow& row) {
  const Expense& a = row.answering;
  const Expense& b = row.judging;
  return {.calls = a.calls + b.calls,
          .input_tokens = a.input_tokens + b.input_tokens,
          .output_tokens = a.output_tokens + b.output_tokens,
          .unknown_tokens = a.unknown_tokens + b.unknown_tokens,
          .cost = a.cost + b.cost,
          .unknown_cost = a.unknown_cost + b.unknown_cost};
}

bool any_cost_known(const Expense& expense) {
  return expense.unknown_cost <= 0 || expense.unknown_cost < expense.calls;
}

const std::optional<Estimate>& headline_of(const CandidateRow& row) {
  return row.win_rate ? row.win_rate : row.grade;
}

Scale headline_scale(const ReportData& data) {
  // Not by the rows: before anything was judged they have no number of either kind.
  return data.baseline || !data.opponents.empty() ? Scale::percent : Scale::points;
}

}  // namespace evenhand
