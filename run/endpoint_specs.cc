#include "run/endpoint_specs.h"

#include <limits>
#include <utility>

#include "base/text.h"
#include "documents/fields.h"
#include "providers/endpoint_address.h"

namespace evenhand {
namespace {

constexpr std::int64_t kMaxInFlight = 10'000;  // a thread each; more is another machine's work

Result<EndpointKind> read_kind(Fields& fields) {
  const std::string kind = fields.text("type").value_or("openai");
  if (kind == "openai") return EndpointKind::openai;
  if (kind == "azure") return EndpointKind::azure;
  return error_at(fields.whole(), "unknown endpoint type '" + kind + "'",
                  did_you_mean(kind, std::vector<std::string>{"openai", "azure"}));
}

Result<void> read_simulated(Fields& fields, EndpointSpec& spec) {
  const Node* simulated = fields.node("simulated");
  if (simulated == nullptr) return {};
  spec.simulated = true;
  Fields inner(*simulated, "simulated");
  spec.simulation_seed = static_cast<std::uint64_t>(inner.integer("seed", 0).value_or(0));
  return inner.done();
}

/// A base URL that no call can be made at; one that is not told is OpenAI's, or the environment's.
Result<void> check_address(const EndpointSpec& spec) {
  if (spec.base_url.empty()) return {};
  EndpointOptions options{.name = spec.name, .kind = spec.kind, .base_url = spec.base_url};
  options.api_version = spec.api_version;
  if (auto address = EndpointAddress::from(options); !address) {
    Error error = std::move(address.error());
    error.place = spec.place;
    return error;
  }
  return {};
}

Result<EndpointSpec> read_endpoint(const std::string& name, const Node& node) {
  Fields fields(node, "an endpoint");
  EndpointSpec spec;
  spec.name = {name};
  spec.place = node.place;
  EVENHAND_OK(read_simulated(fields, spec));
  EVENHAND_TRY(spec.kind, read_kind(fields));
  spec.base_url = fields.text("base_url").value_or("");
  spec.api_key_env = fields.text("api_key_env").value_or("");
  spec.api_version = fields.text("api_version").value_or("");
  if (const auto n = fields.integer("in_flight", 1, kMaxInFlight)) {
    spec.in_flight = static_cast<int>(*n);
  }
  if (const auto n = fields.integer("requests_per_minute", 1, std::numeric_limits<int>::max())) {
    spec.requests_per_minute = static_cast<int>(*n);
  }
  spec.tokens_per_minute = fields.integer("tokens_per_minute", 1);
  spec.allow_clear_text = fields.flag("allow_clear_text").value_or(false);
  EVENHAND_OK(fields.done());
  if (spec.simulated && !spec.base_url.empty()) {
    return error_at(node, "an endpoint is either 'simulated' or has a 'base_url', not both");
  }
  return spec;
}

}  // namespace

Result<std::map<std::string, EndpointSpec>> read_endpoints(const Node* node) {
  std::map<std::string, EndpointSpec> endpoints;
  if (node == nullptr) return endpoints;
  if (node->map() == nullptr) {
    return error_at(*node,
                    "'endpoints' must be a map of names to endpoints, found " + node->described());
  }
  for (const Member& member : *node->map()) {
    EVENHAND_TRY(EndpointSpec spec, read_endpoint(member.key, member.value));
    endpoints.emplace(member.key, std::move(spec));
  }
  return endpoints;
}

Result<void> check_addresses(const std::map<std::string, EndpointSpec>& endpoints) {
  for (const auto& [name, spec] : endpoints) EVENHAND_OK(check_address(spec));
  return {};
}

}  // namespace evenhand
