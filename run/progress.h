#pragma once

#include <atomic>
#include <cstdint>

namespace evenhand {

/// How far a run is, written by many threads and read by whoever shows it. Answers count turns;
/// games count every time a question is put to a judge.
struct Progress {
  std::atomic<std::int64_t> turns_expected = 0;
  std::atomic<std::int64_t> turns_done = 0;  // replied to, or failed for good
  std::atomic<std::int64_t> games_expected = 0;
  std::atomic<std::int64_t> games_done = 0;
  std::atomic<std::int64_t> failures = 0;  // of both
};

}  // namespace evenhand
