#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "simulate/chat_task.h"
#include "simulate/keyed_answer.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// What goes back over HTTP, and how long to wait before it does.
struct ServiceReply {
  int status = 200;
  std::string body;
  std::optional<int> retry_after_seconds = {};
  std::chrono::milliseconds delay{0};
};

/// Everything that the simulated server does, without HTTP. Safe to call from several threads.
class SimulatedService {
 public:
  /// An empty key: whoever asks is answered. The clock serves rate limits and outlives us.
  SimulatedService(std::uint64_t seed, std::string api_key, Clock& clock, SimulatedKeys keys = {});

  /// `authorization` is that header's value, or "".
  ServiceReply models(std::string_view authorization) const;
  ServiceReply chat(std::string_view authorization, std::string_view body);
  ServiceReply completion(std::string_view authorization, std::string_view body);

  std::uint64_t requests_served() const;

 private:
  struct Bucket {
    double tokens = 0.0;
    Clock::Steady filled;
  };

  enum class Wanted { words, scores };

  ServiceReply serve(std::string_view authorization, const Result<ChatTask>& task, Wanted wanted);
  std::string body_for(const ChatTask& task, const SimulatedModel& model, Wanted wanted,
                       std::uint64_t times) const;
  bool may_enter(std::string_view authorization) const;
  std::optional<ServiceReply> over_rate(const ChatTask& task, const SimulatedModel& model);
  /// How often the same request has come before; counted only for models that care.
  std::uint64_t times_seen(const ChatTask& task, const SimulatedModel& model);
  bool fails_this_time(const ChatTask& task, const SimulatedModel& model,
                       std::uint64_t times) const;
  const SimulatedKey* key_of(const ChatTask& task) const;
  SimulatedReply answer_of(const ChatTask& task, const SimulatedModel& model) const;
  SimulatedReply reply_of(const ChatTask& task, const SimulatedModel& model,
                          std::uint64_t times) const;

  const std::uint64_t seed_;
  const std::string api_key_;
  const SimulatedKeys keys_;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::uint64_t requests_ = 0;
  std::map<std::string, Bucket> buckets_;                        // by model name
  std::unordered_map<std::uint64_t, std::uint64_t> times_seen_;  // by a hash of the request
};

}  // namespace evenhand
