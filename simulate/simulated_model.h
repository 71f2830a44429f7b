#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenhand {

enum class SimulatedRole { candidate, judge };

/// Who a model's name says it is; docs/simulation.md explains each number.
struct SimulatedModel {
  SimulatedRole role = SimulatedRole::candidate;

  // Candidates.
  double quality = 0.0;  // log-odds
  double words = 150.0;  // mean length of an answer
  double spread = 0.7;   // standard deviation of an answer's worth around the quality

  // Judges.
  double noise = 1.0;        // scale of the logistic noise, log-odds
  double length_bias = 0.0;  // log-odds for an e-fold of length
  double first_bias = 0.0;   // log-odds for the answer that is read first
  double tie_band = 0.2;     // log-odds within which a tie is called
  double unreadable_rate = 0.0;
  double mislabel_rate = 0.0;  // of questions that it is asked about: says something else of them
  double fickle = 0.0;         // 1: draws anew each time that the same request comes

  // Both. Rates are shares of requests in [0, 1].
  double refuse_rate = 0.0;
  double filter_rate = 0.0;
  double truncate_rate = 0.0;
  double error_rate = 0.0;
  double delay_ms = 0.0;
  double rate_limit = 0.0;  // requests a second; 0: no limit
  double reasoning = 0.0;   // 0: none; 1: in reasoning_content; 2: between <think> and </think>
};

/// Reads "sim-judge?noise=1&length_bias=0.8". `label=...` is allowed on every model and means
/// nothing, except that the name is another. not_found, with a hint, for anything else.
Result<SimulatedModel> parse_simulated_model(std::string_view name);

/// Names that one may copy and change, for /v1/models.
std::vector<std::string> example_model_names();

}  // namespace evenhand
