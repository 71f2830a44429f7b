#pragma once

#include <chrono>
#include <string>

#include "cli/program.h"
#include "run/conduct.h"

namespace evenhand {

/// "answers 120/400, games 90/4,830, 61 calls/s, $1.20, 1 min 20 s left"
std::string progress_text(const ProgressSnapshot& now, double calls_per_second);

/// Shows how far a run is: one line that rewrites itself on a terminal, a line every ten seconds
/// elsewhere. Called from one thread at a time.
class ProgressLines {
 public:
  explicit ProgressLines(Console& console) : console_(console) {}
  ~ProgressLines();
  ProgressLines(const ProgressLines&) = delete;
  ProgressLines& operator=(const ProgressLines&) = delete;

  void show(const ProgressSnapshot& now);

 private:
  double rate(const ProgressSnapshot& now);

  Console& console_;
  std::chrono::milliseconds next_{0};  // of the run's time, when the next line is due
  bool line_is_open_ = false;
  bool told_draining_ = false;
  std::chrono::milliseconds window_begun_{0};
  std::int64_t window_done_ = 0;
  double rate_ = 0.0;  // finished turns and games a second, over the last seconds
};

}  // namespace evenhand
