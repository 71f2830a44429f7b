#include "run/means.h"

#include <algorithm>

#include <unistd.h>

#include "base/text.h"
#include "run/requests.h"

namespace evenhand {

void resolve_endpoints(RunFile& file, const World& world) {
  for (auto& [name, spec] : file.endpoints) {
    if (spec.simulated || !spec.base_url.empty()) continue;
    const std::string told = world.environment("OPENAI_BASE_URL").value_or("");
    spec.base_url = trimmed(told).empty() ? "https://api.openai.com/v1" : told;
    if (spec.api_key_env.empty()) spec.api_key_env = "OPENAI_API_KEY";
  }
}

namespace {

Result<std::string> key_of_endpoint(const EndpointSpec& spec, const World& world) {
  if (spec.api_key_env.empty()) return std::string();
  const auto key = world.environment(spec.api_key_env);
  if (key && !trimmed(*key).empty()) return *key;
  return Error{.what = "endpoint '" + spec.name.text +
                       "' needs a key, and the environment variable " + spec.api_key_env +
                       " is not set",
               .hint = "export " + spec.api_key_env +
                       "=..., or name another variable with "
                       "'api_key_env'",
               .place = spec.place};
}

/// Says which endpoint it is, where it stands, and what to look at.
Error unusable(const EndpointSpec& spec, Error error) {
  if (!error.place) error.place = spec.place;
  if (!error.what.starts_with("endpoint '")) {
    std::string what = "endpoint '" + spec.name.text + "' (" + spec.base_url + ") cannot be used: ";
    what += error.what;
    error.what = std::move(what);
  }
  if (error.hint.empty()) {
    const bool answered = error.kind != ErrorKind::unreachable &&
                          error.kind != ErrorKind::broken_off && error.kind != ErrorKind::timed_out;
    error.hint = answered ? "check its base_url and its key"
                          : "check its base_url, and that the server is running";
  }
  return error;
}

/// The models that a run asks at an endpoint.
std::set<std::string> models_at(const RunSetting& setting, const std::string& endpoint) {
  std::set<std::string> models;
  const auto add = [&](const ModelSpec& spec) {
    if (spec.is_asked() && spec.endpoint.text == endpoint) models.insert(spec.model);
  };
  for (const Participant* participant : setting.participants()) add(participant->spec);
  for (const ModelSpec& judge : setting.file.judges) add(judge);
  return models;
}

/// Of options whose likelihood the candidates are asked for, by what will be sent.
void add_scored_options(const RunSetting& setting, const Question& question, SimulatedKeys& keys) {
  for (const Participant& candidate : setting.candidates) {
    if (!candidate.spec.is_asked()) continue;
    Answer so_far{.question = question.id, .model = candidate.spec.name, .turns = {}};
    for (std::size_t option = 0; option < question.options.size(); ++option) {
      const ChatRequest request = answer_request(setting, candidate, question, so_far);
      const std::string before = text_before_continuation(request);
      keys[before + request.continuation.value_or("")] = {
          .text = question.turns.back().reference.value_or(""),
          .options = question.options.size(),
          .scored = ScoredOption{.option = option, .before = before.size()}};
      so_far.turns.emplace_back();
    }
  }
}

/// Simulated models within this process may know the keys of questions that have one.
SimulatedKeys keys_of(const RunSetting& setting) {
  SimulatedKeys keys = setting.simulated_keys;
  if (!setting.protocol || setting.protocol->needs_judges()) return keys;
  for (const Question& question : setting.suite.questions) {
    if (setting.protocol->continuations(question).empty()) continue;
    add_scored_options(setting, question, keys);
  }
  for (const Question& question : setting.suite.questions) {
    const Turn& last = question.turns.back();
    keys[last.user] = {.text = last.reference.value_or(""), .options = question.options.size()};
  }
  return keys;
}

}  // namespace

Result<void> Means::open_service(const EndpointSpec& spec, Service& service, AttemptLog& log,
                                 const World& world) const {
  EndpointOptions options{.name = spec.name, .kind = spec.kind, .base_url = spec.base_url};
  if (spec.simulated) {
    EVENHAND_TRY(service.simulated,
                 SimulatedServer::start({.seed = spec.simulation_seed, .keys = keys_of(setting_)}));
    options.base_url = service.simulated->base_url();
  } else {
    EVENHAND_TRY(options.api_key, key_of_endpoint(spec, world));
  }
  options.key_source = spec.api_key_env;
  options.api_version = spec.api_version;
  options.clear_text = spec.allow_clear_text ? ClearText::allow : ClearText::refuse;
  options.in_flight = spec.in_flight;
  options.requests_per_minute = spec.requests_per_minute;
  options.tokens_per_minute = spec.tokens_per_minute;
  options.timeouts = setting_.file.timeouts;
  options.retry = setting_.file.retry;
  // Of waits only: two machines that run the same file must not come back at the same moments.
  options.seed = setting_.file.seed ^ static_cast<std::uint64_t>(::getpid()) ^
                 static_cast<std::uint64_t>(world.clock.now().time_since_epoch().count());
  options.price = [&prices = setting_.prices](const std::string& model, const Usage& usage) {
    return prices.cost(model, usage);
  };
  auto endpoint = Endpoint::create(std::move(options), world.network, log, world.clock);
  if (!endpoint) {
    if (!endpoint.error().place) endpoint.error().place = spec.place;
    return std::move(endpoint.error());
  }
  service.endpoint = *std::move(endpoint);
  return {};
}

Result<std::unique_ptr<Means>> Means::open(const RunSetting& setting,
                                           const std::set<std::string>& needed, AttemptLog& log,
                                           const RunStore& store, const World& world) {
  std::unique_ptr<Means> means(new Means(setting));
  for (const auto& [name, spec] : setting.file.endpoints) {
    Service& service = means->services_[name];
    if (needed.contains(name)) EVENHAND_OK(means->open_service(spec, service, log, world));
    service.model =
        std::make_unique<RememberingModel>(store, service.endpoint.get(), &means->asks_nobody_);
  }
  return means;
}

Result<void> Means::check_models(const std::string& name, Service& service) {
  EVENHAND_TRY(const std::vector<std::string> known, service.endpoint->models());
  if (known.empty()) return {};
  const EndpointSpec& spec = setting_.file.endpoints.at(name);
  for (const std::string& model : models_at(setting_, name)) {
    if (std::find(known.begin(), known.end(), model) != known.end()) continue;
    // Lists are often incomplete (aliases, fine-tuned models): the shortest call tells for sure.
    const ChatRequest probe{.endpoint = endpoint_identity(spec),
                            .model = model,
                            .messages = {{.role = Role::user, .text = "Reply with OK."}},
                            .sampling = {.max_output_tokens = 16},
                            .occasion = "preflight"};
    const auto reply = service.model->reply_to(probe);
    // Some servers answer 404, some 400: not listed and not answered is not there.
    const bool refused = !reply && (reply.error().kind == ErrorKind::endpoint_refused ||
                                    reply.error().kind == ErrorKind::rejected);
    if (!refused) continue;
    return Error{
        .kind = ErrorKind::endpoint_refused,
        .what = "endpoint '" + name + "' refuses the model '" + model + "': " + reply.error().what,
        .hint = did_you_mean(model, known)};
  }
  return {};
}

Result<void> Means::preflight() {
  for (auto& [name, service] : services_) {
    // A simulated server was started by us and plays every model that it is asked for.
    if (service.endpoint == nullptr || service.simulated != nullptr) continue;
    if (auto checked = check_models(name, service); !checked) {
      return unusable(setting_.file.endpoints.at(name), std::move(checked.error()));
    }
  }
  return {};
}

RunModels Means::models() {
  RunModels models{.asks_nobody = &asks_nobody_};
  for (auto& [name, service] : services_) models.by_endpoint.emplace(name, service.model.get());
  return models;
}

void Means::drain() {
  asks_nobody_ = true;
  for (auto& [name, service] : services_) {
    if (service.endpoint != nullptr) service.endpoint->drain();
  }
}

std::map<std::string, EndpointStatus> Means::status() const {
  std::map<std::string, EndpointStatus> all;
  for (const auto& [name, service] : services_) {
    if (service.endpoint != nullptr) all.emplace(name, service.endpoint->status());
  }
  return all;
}

std::int64_t Means::remembered() const {
  std::int64_t count = 0;
  for (const auto& [name, service] : services_) count += service.model->remembered();
  return count;
}

}  // namespace evenhand
