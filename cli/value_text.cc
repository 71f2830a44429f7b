#include "cli/value_text.h"

#include <fmt/format.h>

namespace evenhand {

std::string value_text(const std::optional<double>& value, const std::optional<Interval>& interval,
                       const ValueForm& form) {
  if (!value) return "-";
  const std::string text = fmt::format("{:.{}f}", *value * form.scale, form.decimals);
  if (!interval) return text;
  const int decimals = form.of_ends.value_or(form.decimals);
  return fmt::format("{} [{:.{}f}, {:.{}f}]", text, interval->low * form.scale, decimals,
                     interval->high * form.scale, decimals);
}

std::string estimate_text(const std::optional<Estimate>& estimate, Scale scale) {
  return estimate ? estimate_text(*estimate, scale) : "-";
}

}  // namespace evenhand
