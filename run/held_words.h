#pragma once

#include <atomic>
#include <cstddef>

#include "base/answer.h"
#include "base/verdict.h"
#include "base/words.h"

namespace evenhand {

/// Which words stay in memory: the first ones, until they fill the room; the others are put away
/// and read back where they are needed. So small runs read nothing twice, and long ones do not grow
/// with what models say. Safe to call from several threads at once.
class HeldWords {
 public:
  // Several thousand answers of common length.
  static constexpr std::size_t kRoom = std::size_t{32} << 20;

  /// `words` is where they can be read back; nullptr: nowhere, and all of them stay. Outlives this.
  explicit HeldWords(const Words* words, std::size_t room = kRoom) : words_(words), room_(room) {}

  /// To be called once for each, when its words are complete and before others see them.
  void settle(Answer& answer);
  void settle(Verdict& verdict);

  const Words* words() const { return words_; }

 private:
  bool stays(AttemptId attempt, std::size_t bytes);

  const Words* words_;
  const std::size_t room_;
  std::atomic<std::size_t> held_ = 0;  // bytes
};

}  // namespace evenhand
