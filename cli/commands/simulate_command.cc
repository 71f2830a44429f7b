#include <limits>

#include "cli/command.h"
#include "cli/options.h"
#include "simulate/simulated_server.h"

namespace evenhand {
namespace {

constexpr std::chrono::milliseconds kLookForSignal{50};

}  // namespace

CommandResult simulate_command(Arguments arguments, World& world, Console& console) {
  std::optional<long long> port;
  std::optional<long long> seed;
  Options options(
      "simulate",
      "A local OpenAI-compatible server with simulated candidates and judges of known "
      "quality and known bias. Prints its base URL and serves until it is stopped.",
      {"evenhand simulate --port 8700 --seed 7", "curl http://127.0.0.1:8700/v1/models"});
  options.integer("--port", port, "port to listen on (default: any free one)");
  options.integer("--seed", seed, "seed of the simulated world (default: 0)");
  EVENHAND_TRY(const Asked asked, options.parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  if (port && (*port < 0 || *port > std::numeric_limits<std::uint16_t>::max())) {
    return Error{.what = "--port must be between 0 and 65535"};
  }
  if (seed && *seed < 0) return Error{.what = "--seed cannot be negative"};
  EVENHAND_TRY(const auto server,
               SimulatedServer::start({.port = static_cast<int>(port.value_or(0)),
                                       .seed = static_cast<std::uint64_t>(seed.value_or(0))}));
  console.out << server->base_url() << std::endl;
  while (world.stop_signal == 0) world.clock.sleep_for(kLookForSignal);
  return ExitCode::success;
}

}  // namespace evenhand
