#include "run/requests.h"

#include <utility>

#include "base/check.h"

namespace evenhand {
namespace {

// What AlpacaEval and MT-Bench use where nobody says otherwise.
constexpr double kDefaultTemperature = 0.7;

const EndpointSpec& endpoint_of(const RunSetting& setting, const ModelSpec& spec) {
  const auto found = setting.file.endpoints.find(spec.endpoint.text);
  EVENHAND_CHECK(found != setting.file.endpoints.end());
  return found->second;
}

std::string_view name_of(Seating seating) {
  switch (seating) {
    case Seating::candidate_first: return "candidate first";
    case Seating::baseline_first: return "baseline first";
  }
  check_failed("a known Seating", __FILE__, __LINE__);
}

}  // namespace

std::string endpoint_identity(const EndpointSpec& endpoint) {
  if (endpoint.simulated) return "simulated:" + std::to_string(endpoint.simulation_seed);
  std::string_view url = endpoint.base_url;
  // Of a query a slash is a part. And no more than one: so all keys of old are found by adding one.
  if (url.ends_with('/') && url.find('?') == std::string_view::npos) url.remove_suffix(1);
  return std::string(url);
}

Sampling laid_over(Sampling defaults, const SamplingSpec& spec) {
  Sampling sampling = std::move(defaults);
  if (spec.temperature) sampling.temperature = *spec.temperature;
  if (spec.top_p) sampling.top_p = *spec.top_p;
  if (spec.max_tokens) sampling.max_output_tokens = *spec.max_tokens;
  if (spec.seed) sampling.seed = spec.seed;
  if (!spec.stop.empty()) sampling.stop = spec.stop;
  sampling.extra = spec.extra;
  return sampling;
}

Sampling judge_sampling(const RunSetting& setting, const ModelSpec& judge) {
  return laid_over(setting.protocol->sampling(), judge.params);
}

Sampling answer_sampling(const ModelSpec& spec, const Question& question) {
  return laid_over({.temperature = question.temperature.value_or(kDefaultTemperature)},
                   spec.params);
}

namespace {

ChatRequest first_words(const RunSetting& setting, const ModelSpec& spec) {
  ChatRequest request{.endpoint = endpoint_identity(endpoint_of(setting, spec)),
                      .model = spec.model};
  const std::string& system = spec.system ? *spec.system : setting.suite.system;
  if (!system.empty()) request.messages.push_back({.role = Role::system, .text = system});
  return request;
}

/// Nothing is sampled, so that of the model's parameters only its further fields matter.
ChatRequest scoring_request(const RunSetting& setting, const ModelSpec& spec,
                            const Question& question, const Answer& so_far,
                            std::string continuation) {
  ChatRequest request = first_words(setting, spec);
  request.messages.push_back({.role = Role::user, .text = question.turns.back().user});
  request.sampling = {.max_output_tokens = 1, .extra = spec.params.extra};
  request.continuation = std::move(continuation);
  request.occasion = "answer/" + spec.name.text + "/" + question.id.text + "/option " +
                     std::to_string(so_far.turns.size() + 1);
  if (so_far.sample > 0) request.occasion += "/sample " + std::to_string(so_far.sample + 1);
  return request;
}

}  // namespace

std::size_t requests_for(const JudgeProtocol& protocol, const Question& question) {
  const std::size_t continuations = protocol.continuations(question).size();
  return continuations > 0 ? continuations : question.turns.size();
}

ChatRequest answer_request(const RunSetting& setting, const Participant& participant,
                           const Question& question, const Answer& so_far, int attempt) {
  const ModelSpec& spec = participant.spec;
  const std::size_t turn = so_far.turns.size();
  std::vector<std::string> continuations = setting.protocol->continuations(question);
  if (!continuations.empty()) {
    EVENHAND_CHECK(turn < continuations.size());
    return scoring_request(setting, spec, question, so_far, std::move(continuations[turn]));
  }
  EVENHAND_CHECK(turn < question.turns.size());
  ChatRequest request = first_words(setting, spec);
  for (std::size_t i = 0; i < turn; ++i) {
    request.messages.push_back({.role = Role::user, .text = question.turns[i].user});
    request.messages.push_back({.role = Role::assistant, .text = so_far.turns[i].text});
  }
  request.messages.push_back({.role = Role::user, .text = question.turns[turn].user});
  request.sampling = answer_sampling(spec, question);
  request.occasion =
      "answer/" + spec.name.text + "/" + question.id.text + "/turn " + std::to_string(turn + 1);
  if (attempt > 0) {
    constexpr double kWarmer = 0.15;
    request.sampling.temperature += kWarmer * attempt;
    request.occasion += "/attempt " + std::to_string(attempt + 1);
  }
  if (so_far.sample > 0) request.occasion += "/sample " + std::to_string(so_far.sample + 1);
  return request;
}

ChatRequest judge_request(const RunSetting& setting, const ModelSpec& judge, const Exhibit& exhibit,
                          const Game& game) {
  ChatRequest request{.endpoint = endpoint_identity(endpoint_of(setting, judge)),
                      .model = judge.model,
                      .messages = setting.protocol->ask(exhibit, game),
                      .sampling = judge_sampling(setting, judge)};
  request.silence = Silence::reply;
  request.occasion = "game/" + judge.name.text + "/" + game.candidate.text + "/" +
                     game.question.text + "/turn " + std::to_string(game.turn + 1);
  if (setting.candidates_meet()) request.occasion += "/against " + game.baseline->text;
  if (game.sample > 0) request.occasion += "/sample " + std::to_string(game.sample + 1);
  if (game.baseline) request.occasion += "/" + std::string(name_of(game.seating));
  request.occasion += "/repeat " + std::to_string(game.repeat + 1);
  return request;
}

}  // namespace evenhand
