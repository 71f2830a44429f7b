#include "providers/outage_breaker.h"

#include <algorithm>

namespace evenhand {
namespace {

constexpr int kFailuresInARow = 5;
constexpr std::chrono::milliseconds kFirstPause{1'000};

}  // namespace

OutageBreaker::OutageBreaker(std::chrono::milliseconds patience,
                             std::chrono::milliseconds longest_pause)
    : patience_(patience), longest_pause_(longest_pause) {}

OutageBreaker::Advice OutageBreaker::ask(Clock::Steady now) {
  if (!open_) return {};
  if (now >= next_probe_) {
    next_probe_ = now + pause_;
    probing_ = true;
    return {};
  }
  if (now - since_ >= patience_) return {.verdict = Verdict::give_up};
  return {.verdict = Verdict::wait, .ask_again = next_probe_};
}

void OutageBreaker::on_trouble(const Error& error, long long call, Clock::Steady now) {
  if (failures_ == 0) {
    since_ = now;
    first_call_ = call;
    several_calls_ = false;
  }
  ++failures_;
  several_calls_ = several_calls_ || call != first_call_ || error.kind == ErrorKind::unreachable;
  last_ = error;
  if (open_ && probing_) {
    probing_ = false;
    pause_ = std::min(pause_ * 2, longest_pause_);
    next_probe_ = now + pause_;
  } else if (!open_ && failures_ >= kFailuresInARow && several_calls_) {
    open_ = true;
    pause_ = std::min(kFirstPause, longest_pause_);
    next_probe_ = now + pause_;
  }
}

void OutageBreaker::on_response() {
  open_ = false;
  probing_ = false;
  failures_ = 0;
}

}  // namespace evenhand
