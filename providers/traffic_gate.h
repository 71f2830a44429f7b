#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "providers/adaptive_limit.h"
#include "providers/outage_breaker.h"
#include "providers/retry_budget.h"
#include "providers/token_bucket.h"
#include "providers/turns.h"

namespace evenhand {

struct GateOptions {
  int start = 20;  // calls at once, to begin with
  int most = 64;
  std::optional<double> requests_per_minute = {};
  std::optional<double> tokens_per_minute = {};
  std::chrono::milliseconds outage_patience{};
  std::chrono::milliseconds longest_pause{};
  std::chrono::milliseconds silence_worth_a_word{};
};

/// How an attempt went, as far as the traffic is concerned.
enum class Passage { fine, rate_limited, trouble };

/// Lets calls out to one endpoint, no more and no faster than the endpoint bears. Safe to use from
/// several threads at once.
class TrafficGate {
 public:
  TrafficGate(const GateOptions& options, Clock& clock);

  /// Waits until a call may leave; it is under way from then on. The models take turns, whatever it
  /// is that they wait for. Errors: what close() was given; the endpoint's trouble when an outage
  /// has lasted too long. `tokens` is an estimate.
  Result<void> enter(const std::string& model, double tokens);

  /// The attempt is over. `tokens`: how far the estimate was too high (or too low).
  void leave(Passage passage, double tokens);

  /// What a response or its absence says about outages. True: there is one.
  bool note_trouble(const Error& error, long long call);

  /// Nobody enters for so long.
  void hold(std::chrono::milliseconds wait);

  /// Waits before a retry, then for the retry budget. Errors: what close() was given.
  Result<void> rest(std::chrono::milliseconds wait);

  void note_first_attempt();

  /// From now on everybody who waits, and everybody who comes, gets this error. The first one
  /// stays.
  void close(Error error);

  int in_flight() const;
  int waiting() const;  // calls that would enter
  int allowed() const;
  std::string waiting_for() const;

 private:
  Result<std::chrono::milliseconds> wait_to_enter(double tokens, Clock::Steady now);
  void nap(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds wait);

  Clock& clock_;
  const std::chrono::milliseconds silence_worth_a_word_;
  mutable std::mutex mutex_;
  Turns turns_;
  AdaptiveLimit limit_;
  OutageBreaker breaker_;
  RetryBudget retries_;
  std::optional<TokenBucket> requests_;
  std::optional<TokenBucket> tokens_;
  int in_flight_ = 0;
  Clock::Steady silent_since_{};  // the last end of an attempt, or the first begin after silence
  Clock::Steady held_until_{};
  std::optional<Error> closed_ = {};
};

}  // namespace evenhand
