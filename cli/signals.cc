#include "cli/signals.h"

#include <csignal>
#include <cstdlib>

#include <unistd.h>

namespace evenhand {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<int> stop_signal = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free);

void on_stop_signal(int number) {
  int none = 0;
  const int meant = number == SIGHUP ? SIGTERM : number;
  if (stop_signal.compare_exchange_strong(none, meant)) return;
  ::_exit(128 + meant);
}

}  // namespace

std::atomic<int>& catch_signals() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  return stop_signal;
}

}  // namespace evenhand
