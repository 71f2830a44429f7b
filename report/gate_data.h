#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "report/number_text.h"
#include "report/report_data.h"

namespace evenhand {

/// What a requirement comes to for one candidate.
struct RequirementOutcome {
  ModelId candidate;
  std::string requirement;  // as it was written
  std::optional<double> left = {};
  std::optional<double> right = {};
  bool met = false;
  std::string why = {};  // "0.48 > 0.5 does not hold", "this run has no grade.low"; empty where met
};

/// A candidate that stands before the gate.
struct GateCandidate {
  ModelId model;
  std::string headline_name = {};  // "win_rate"
  std::optional<Estimate> headline = {};
  std::size_t expected = 0;  // questions
  std::size_t judged = 0;
  std::string missing = {};  // "5 of 805 questions have no score"; empty where nothing is missing
};

/// A finished run before its requirements.
struct GateData {
  std::string results;  // the folder
  std::string run;
  std::string suite;
  std::string against = {};  // the folder that `diff` looks to; empty: none
  std::vector<GateCandidate> candidates = {};
  std::vector<RequirementOutcome> outcomes = {};  // by candidate, then as they were given
  std::vector<std::string> remarks = {};          // sentences

  std::size_t unmet() const;
  bool incomplete() const;
};

/// "passed", "not met", or "met, but incomplete": what the gate says in two words.
std::string verdict_in_words(const GateData& gate);

}  // namespace evenhand
