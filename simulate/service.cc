#include "simulate/service.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "simulate/candidate.h"
#include "simulate/draws.h"
#include "simulate/judge.h"
#include "simulate/scored_text.h"
#include "simulate/wire.h"

namespace evenhand {
namespace {

// The memory of requests and rates is for tests and trials; past this it starts over.
constexpr std::size_t kMostRemembered = std::size_t{1} << 20;

ServiceReply refusal(int status, std::string_view message, std::string_view type,
                     std::string_view code) {
  return {.status = status, .body = error_json(message, type, code)};
}

ServiceReply wrong_key() {
  return refusal(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
}

std::string message_of(const Error& error) {
  return error.hint.empty() ? error.what : error.what + "; " + error.hint;
}

}  // namespace

SimulatedService::SimulatedService(std::uint64_t seed, std::string api_key, Clock& clock,
                                   SimulatedKeys keys)
    : seed_(seed), api_key_(std::move(api_key)), keys_(std::move(keys)), clock_(clock) {}

bool SimulatedService::may_enter(std::string_view authorization) const {
  return api_key_.empty() || authorization == "Bearer " + api_key_;
}

ServiceReply SimulatedService::models(std::string_view authorization) const {
  if (!may_enter(authorization)) return wrong_key();
  return {.body = model_list_json(example_model_names())};
}

ServiceReply SimulatedService::chat(std::string_view authorization, std::string_view body) {
  return serve(authorization, read_chat_task(body), Wanted::words);
}

ServiceReply SimulatedService::completion(std::string_view authorization, std::string_view body) {
  return serve(authorization, read_completion_task(body), Wanted::scores);
}

ServiceReply SimulatedService::serve(std::string_view authorization, const Result<ChatTask>& task,
                                     Wanted wanted) {
  {
    const std::lock_guard lock(mutex_);
    ++requests_;
  }
  if (!may_enter(authorization)) return wrong_key();
  if (!task) return refusal(400, message_of(task.error()), "invalid_request_error", "");
  const Result<SimulatedModel> model = parse_simulated_model(task->model);
  if (!model) {
    return refusal(404, message_of(model.error()), "invalid_request_error", "model_not_found");
  }
  if (auto too_fast = over_rate(*task, *model)) return *too_fast;
  ServiceReply reply;
  const std::uint64_t times = times_seen(*task, *model);
  if (fails_this_time(*task, *model, times)) {
    reply =
        refusal(500, "The server had an error while processing your request.", "server_error", "");
  } else {
    reply.body = body_for(*task, *model, wanted, times);
  }
  reply.delay = std::chrono::milliseconds(std::llround(model->delay_ms));
  return reply;
}

std::string SimulatedService::body_for(const ChatTask& task, const SimulatedModel& model,
                                       Wanted wanted, std::uint64_t times) const {
  switch (wanted) {
    case Wanted::words: return chat_completion_json(seed_, task, reply_of(task, model, times));
    case Wanted::scores:
      return completion_json(seed_, task, scored_text(seed_, model, task, key_of(task)));
  }
  check_failed("a known Wanted", __FILE__, __LINE__);
}

std::uint64_t SimulatedService::requests_served() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

/// A bucket for each model name that holds one second's worth of requests and is full at first.
std::optional<ServiceReply> SimulatedService::over_rate(const ChatTask& task,
                                                        const SimulatedModel& model) {
  if (model.rate_limit <= 0.0) return std::nullopt;
  const double capacity = std::max(1.0, model.rate_limit);
  const Clock::Steady now = clock_.steady();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostRemembered) buckets_.clear();
  Bucket& bucket = buckets_.try_emplace(task.model, Bucket{capacity, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filled;
  bucket.tokens = std::min(capacity, bucket.tokens + passed.count() * model.rate_limit);
  bucket.filled = now;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
    return std::nullopt;
  }
  ServiceReply reply =
      refusal(429, "Rate limit reached for " + task.model + ".", "requests", "rate_limit_exceeded");
  const double wait = std::ceil((1.0 - bucket.tokens) / model.rate_limit);
  reply.retry_after_seconds = static_cast<int>(std::clamp(wait, 1.0, 3600.0));
  return reply;
}

std::uint64_t SimulatedService::times_seen(const ChatTask& task, const SimulatedModel& model) {
  if (model.error_rate <= 0.0 && model.fickle <= 0.0) return 0;
  const std::uint64_t request = stream_for(seed_, "request", {task.canonical}).next();
  const std::lock_guard lock(mutex_);
  if (times_seen_.size() >= kMostRemembered) times_seen_.clear();
  return times_seen_[request]++;
}

bool SimulatedService::fails_this_time(const ChatTask& task, const SimulatedModel& model,
                                       std::uint64_t times) const {
  return happens(model.error_rate,
                 stream_for(seed_, "error", {task.canonical, std::to_string(times)}));
}

const SimulatedKey* SimulatedService::key_of(const ChatTask& task) const {
  const auto key = keys_.find(std::string(last_user_text(task.messages)));
  return key == keys_.end() ? nullptr : &key->second;
}

SimulatedReply SimulatedService::answer_of(const ChatTask& task,
                                           const SimulatedModel& model) const {
  const SimulatedKey* key = key_of(task);
  return key == nullptr ? candidate_reply(seed_, model, task)
                        : keyed_answer(seed_, model, task, *key);
}

SimulatedReply SimulatedService::reply_of(const ChatTask& task, const SimulatedModel& model,
                                          std::uint64_t times) const {
  if (happens(model.filter_rate, stream_for(seed_, "filter", {task.canonical}))) {
    return {.text = "", .finish_reason = "content_filter"};
  }
  // All that a judge draws comes from its seed and the request.
  const std::uint64_t mood = model.fickle > 0.0 ? seed_ + times : seed_;
  SimulatedReply reply = model.role == SimulatedRole::judge
                             ? judge_reply(mood, model, task, key_of(task))
                             : answer_of(task, model);
  if (model.reasoning == 2.0 && !reply.reasoning.empty()) {
    reply.text = "<think>\n" + reply.reasoning + "\n</think>\n\n" + reply.text;
    reply.reasoning.clear();
  }
  return reply;
}

}  // namespace evenhand
