#include "report/gate_data.h"

#include <algorithm>

#include <fmt/format.h>

namespace evenhand {

std::size_t GateData::unmet() const {
  return static_cast<std::size_t>(std::count_if(
      outcomes.begin(), outcomes.end(), [](const RequirementOutcome& one) { return !one.met; }));
}

bool GateData::incomplete() const {
  return std::any_of(candidates.begin(), candidates.end(),
                     [](const GateCandidate& candidate) { return !candidate.missing.empty(); });
}

std::string verdict_in_words(const GateData& gate) {
  if (gate.unmet() > 0) {
    return fmt::format("{} of {} not met", gate.unmet(),
                       counted(gate.outcomes.size(), "requirement"));
  }
  return gate.incomplete() ? "met, but the results are incomplete" : "met";
}

}  // namespace evenhand
