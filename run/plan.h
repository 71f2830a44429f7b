#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "run/evaluation.h"
#include "run/setting.h"

namespace evenhand {

/// What one model of a run is still to be asked, and what has been asked before.
struct PlannedCalls {
  std::string role;  // "candidate", "baseline", "judge"
  ModelId name;
  EndpointId endpoint;
  std::string model;
  std::int64_t calls = 0;         // still to be made
  std::int64_t stored = 0;        // replies that are there
  std::int64_t input_tokens = 0;  // of the calls to be made: estimates
  std::int64_t output_tokens = 0;
  std::optional<double> cost = {};  // US dollars; nullopt: no price is known
};

struct Plan {
  std::size_t questions = 0;
  std::vector<PlannedCalls> rows;
  /// The smallest difference from one half that a win rate over these questions shows with 80 %
  /// power at two-sided 5 %; nullopt for graded protocols.
  std::optional<double> smallest_win_rate_difference = {};
  /// The smallest difference between two candidates, paired by question, for scores in [0, 1]
  /// whose differences have a standard deviation of one half.
  double smallest_paired_difference = 0.0;

  std::int64_t calls() const;
  std::int64_t stored() const;
  std::optional<double> cost() const;  // nullopt when the price of any call is unknown
};

/// From what is stored (the findings of an evaluation that asks nobody) to what is missing. Errors:
/// words that cannot be read back.
Result<Plan> plan_run(const RunSetting& setting, const Findings& found);

/// The endpoints that a run must still ask, by the findings of an evaluation that asks nobody.
std::set<std::string> endpoints_needed(const RunSetting& setting, const Findings& found);

/// All endpoints whose models a run names: what a run needs that has asked nobody yet.
std::set<std::string> endpoints_named(const RunSetting& setting);

}  // namespace evenhand
