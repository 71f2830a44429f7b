#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace evenhand {

/// Tells a server that is down from calls that fail: after several failures in a row, of more than
/// one call, everybody waits while single calls probe at growing intervals; the first response of
/// any other sort ends the outage. A value; the caller locks.
class OutageBreaker {
 public:
  /// An outage is waited for at most so long; after that calls fail with its error.
  OutageBreaker(std::chrono::milliseconds patience, std::chrono::milliseconds longest_pause);

  enum class Verdict { go, wait, give_up };

  struct Advice {
    Verdict verdict = Verdict::go;
    Clock::Steady ask_again{};  // with `wait`
  };

  /// May a call leave? `go` during an outage is the probe: nobody else goes until the next one.
  Advice ask(Clock::Steady now);

  /// `call` tells calls apart. Unreachable servers need only one: no question can cause that,
  /// but one may make a server break off its connection or answer too late, each time again.
  void on_trouble(const Error& error, long long call, Clock::Steady now);
  void on_response();

  bool is_open() const { return open_; }
  /// The last failure. Requires that there was one.
  const Error& last() const { return *last_; }
  Clock::Steady next_probe() const { return next_probe_; }

 private:
  std::chrono::milliseconds patience_;
  std::chrono::milliseconds longest_pause_;
  std::chrono::milliseconds pause_{};
  bool open_ = false;
  bool probing_ = false;  // a probe is under way; failures of earlier calls say nothing new
  int failures_ = 0;      // in a row
  long long first_call_ = 0;
  bool several_calls_ = false;
  Clock::Steady since_{};
  Clock::Steady next_probe_{};
  std::optional<Error> last_ = {};
};

}  // namespace evenhand
