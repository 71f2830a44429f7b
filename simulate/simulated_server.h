#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "simulate/keyed_answer.h"

namespace evenhand {

struct SimulationOptions {
  int port = 0;  // 0: any free one
  std::uint64_t seed = 0;
  std::string api_key = {};            // if not empty, requests without it are refused with 401
  SimulatedKeys keys = {};             // what candidates may know of some questions
  std::size_t max_connections = 4096;  // each has a thread of its own; more wait for one to close
};

/// A real HTTP server on 127.0.0.1 that speaks OpenAI's chat format and plays candidates and
/// judges of known quality and known bias; docs/simulation.md says how. Serves from its own
/// threads until it is destroyed; connections that are still open are then closed.
class SimulatedServer {
 public:
  /// bad_input where the options make no sense, io_failed where the port is taken.
  static Result<std::unique_ptr<SimulatedServer>> start(const SimulationOptions& options);

  virtual ~SimulatedServer() = default;

  /// "http://127.0.0.1:40123/v1"
  virtual std::string base_url() const = 0;

  /// Requests to /v1/chat/completions so far, refused ones included.
  virtual std::uint64_t requests_served() const = 0;
};

}  // namespace evenhand
