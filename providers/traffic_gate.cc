#include "providers/traffic_gate.h"

#include <algorithm>

namespace evenhand {
namespace {

using std::chrono::milliseconds;

// How late a waiting call may notice that the gate was closed.
constexpr milliseconds kLongestNap{100};

std::string seconds_text(milliseconds time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

TrafficGate::TrafficGate(const GateOptions& options, Clock& clock)
    : clock_(clock),
      silence_worth_a_word_(options.silence_worth_a_word),
      limit_(options.start, options.most),
      breaker_(options.outage_patience, options.longest_pause),
      retries_(clock.steady()) {
  if (options.requests_per_minute) requests_.emplace(*options.requests_per_minute, clock.steady());
  if (options.tokens_per_minute) tokens_.emplace(*options.tokens_per_minute, clock.steady());
}

Result<milliseconds> TrafficGate::wait_to_enter(double tokens, Clock::Steady now) {
  milliseconds wait = std::max(held_until_ - now, milliseconds(0));
  if (requests_) wait = std::max(wait, requests_->wait_for(1.0, now));
  if (tokens_) wait = std::max(wait, tokens_->wait_for(tokens, now));
  if (wait > milliseconds(0)) return wait;

  const OutageBreaker::Advice advice = breaker_.ask(now);
  switch (advice.verdict) {
    case OutageBreaker::Verdict::go: return milliseconds(0);
    case OutageBreaker::Verdict::wait: return std::max(advice.ask_again - now, milliseconds(1));
    case OutageBreaker::Verdict::give_up: break;
  }
  return breaker_.last();
}

Result<void> TrafficGate::enter(const std::string& model, double tokens) {
  std::unique_lock lock(mutex_);
  Turns::Place place(turns_, model);
  while (true) {
    if (closed_) return *closed_;
    if (!place.is_next() || in_flight_ >= limit_.allowed()) {
      place.wait(lock);
      continue;
    }
    const Clock::Steady now = clock_.steady();
    EVENHAND_TRY(const milliseconds wait, wait_to_enter(tokens, now));
    if (wait == milliseconds(0)) {
      if (requests_) requests_->take(1.0, now);
      if (tokens_) tokens_->take(tokens, now);
      if (in_flight_++ == 0) silent_since_ = now;
      return {};
    }
    nap(lock, wait);
  }
}

void TrafficGate::nap(std::unique_lock<std::mutex>& lock, milliseconds wait) {
  lock.unlock();
  clock_.sleep_for(std::min(wait, kLongestNap));
  lock.lock();
}

void TrafficGate::leave(Passage passage, double tokens) {
  const std::lock_guard lock(mutex_);
  const Clock::Steady now = clock_.steady();
  if (tokens_ && tokens != 0.0) tokens_->take(-tokens, now);
  switch (passage) {
    case Passage::fine:
      limit_.on_success(in_flight_, now);
      breaker_.on_response();
      break;
    case Passage::rate_limited:
      limit_.on_rate_limit(now);
      breaker_.on_response();
      break;
    case Passage::trouble: limit_.on_trouble(); break;
  }
  --in_flight_;
  silent_since_ = now;
  if (in_flight_ < limit_.allowed()) turns_.call_next();
}

bool TrafficGate::note_trouble(const Error& error, long long call) {
  const std::lock_guard lock(mutex_);
  breaker_.on_trouble(error, call, clock_.steady());
  return breaker_.is_open();
}

void TrafficGate::hold(milliseconds wait) {
  const std::lock_guard lock(mutex_);
  held_until_ = std::max(held_until_, clock_.steady() + wait);
}

Result<void> TrafficGate::rest(milliseconds wait) {
  std::unique_lock lock(mutex_);
  const Clock::Steady end = clock_.steady() + wait;
  while (true) {
    if (closed_) return *closed_;
    const Clock::Steady now = clock_.steady();
    const milliseconds left = now < end ? end - now : retries_.take(now);
    if (left == milliseconds(0)) return {};
    nap(lock, left);
  }
}

void TrafficGate::note_first_attempt() {
  const std::lock_guard lock(mutex_);
  retries_.on_first_attempt();
}

void TrafficGate::close(Error error) {
  const std::lock_guard lock(mutex_);
  if (!closed_) closed_ = std::move(error);
  turns_.call_all();
}

int TrafficGate::in_flight() const {
  const std::lock_guard lock(mutex_);
  return in_flight_;
}

int TrafficGate::waiting() const {
  const std::lock_guard lock(mutex_);
  return turns_.waiting();
}

int TrafficGate::allowed() const {
  const std::lock_guard lock(mutex_);
  return limit_.allowed();
}

std::string TrafficGate::waiting_for() const {
  const std::lock_guard lock(mutex_);
  const Clock::Steady now = clock_.steady();
  if (breaker_.is_open()) {
    const milliseconds left = std::max(breaker_.next_probe() - now, milliseconds(0));
    return "the server to come back, next try in " + seconds_text(left);
  }
  if (held_until_ > now) return "rate limit, " + seconds_text(held_until_ - now) + " left";
  const milliseconds silence = now - silent_since_;
  if (in_flight_ > 0 && silence >= silence_worth_a_word_) {
    return "an answer, " + seconds_text(silence) + " so far";
  }
  return {};
}

}  // namespace evenhand
