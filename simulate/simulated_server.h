#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace evenhand {

struct SimulationOptions {
  int port = 0;  // 0: any free one
  std::uint64_t seed = 0;
};

/// A real HTTP server on 127.0.0.1 that speaks OpenAI's chat format and plays candidates and
/// judges of known quality and known bias; docs/simulation.md says how. Serves from its own
/// threads until it is destroyed.
class SimulatedServer {
 public:
  static Result<std::unique_ptr<SimulatedServer>> start(const SimulationOptions& options);

  virtual ~SimulatedServer() = default;

  /// "http://127.0.0.1:40123/v1"
  virtual std::string base_url() const = 0;
};

}  // namespace evenhand
