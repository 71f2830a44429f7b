#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "providers/endpoint.h"
#include "run/budget.h"
#include "run/calls.h"
#include "run/remembering_model.h"
#include "run/setting.h"
#include "run/world.h"
#include "simulate/simulated_server.h"

namespace evenhand {

/// Fills in what the environment says of endpoints: `OPENAI_BASE_URL` and `OPENAI_API_KEY` serve an
/// endpoint that names neither a URL nor a key. Reads no key.
void resolve_endpoints(RunFile& file, const World& world);

/// The servers that a run may ask, ready to be asked: simulated ones started, keys read, limits
/// set.
class Means {
 public:
  /// Only the endpoints named in `needed` are opened; the others are never asked. Errors are the
  /// user's to mend: a key that is not set, a URL that cannot be used. The others outlive this.
  static Result<std::unique_ptr<Means>> open(const RunSetting& setting,
                                             const std::set<std::string>& needed, AttemptLog& log,
                                             const RunStore& store, const World& world);

  /// Asks each open endpoint who it is, before any money is spent: one clear error where a server
  /// cannot be reached, refuses the key, or does not know a model.
  Result<void> preflight();

  /// A model for every endpoint of the run; those that are not open know only what is stored.
  RunModels models();

  /// No new attempt begins, those on the wire go on; the models know only what is stored.
  void drain();

  std::map<std::string, EndpointStatus> status() const;

  /// Replies that came from the store.
  std::int64_t remembered() const;

 private:
  explicit Means(const RunSetting& setting) : setting_(setting) {}

  struct Service {
    std::unique_ptr<SimulatedServer> simulated;  // where the endpoint is
    std::unique_ptr<Endpoint> endpoint;          // nullptr: not open
    std::unique_ptr<RememberingModel> model;
  };

  Result<void> open_service(const EndpointSpec& spec, Service& service, AttemptLog& log,
                            const World& world) const;
  Result<void> check_models(const std::string& name, Service& service);

  const RunSetting& setting_;
  std::atomic<bool> asks_nobody_ = false;
  std::map<std::string, Service> services_;
};

}  // namespace evenhand
