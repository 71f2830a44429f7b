#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/answer.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/verdict.h"

namespace evenhand {

struct Said {
  std::string text;
  std::string reasoning;
};

/// Where the words lie that a run does not hold in memory: reasoning models say more than fits
/// there. Safe to call from several threads at once.
class Words {
 public:
  virtual ~Words() = default;

  /// An error: the store cannot be read, or has no such reply.
  virtual Result<Said> said_in(AttemptId attempt) const = 0;
};

/// Reads back what was put away. `words` may be nullptr where nothing was.
Result<void> bring_back(Answer& answer, const Words* words);
Result<void> bring_back(Verdict& verdict, const Words* words);

bool is_put_away(const Answer& answer);
bool is_put_away(const Verdict& verdict);

/// An answer or a verdict with its words: itself where it holds them, which it must outlive; else a
/// copy that has them.
template <class Spoken>
class Whole {
 public:
  static Result<Whole> of(const Spoken& spoken, const Words* words) {
    Whole whole(spoken);
    if (!is_put_away(spoken)) return whole;
    whole.read_ = spoken;
    EVENHAND_OK(bring_back(*whole.read_, words));
    return whole;
  }

  const Spoken& operator*() const { return read_ ? *read_ : *held_; }
  const Spoken* operator->() const { return &**this; }

 private:
  explicit Whole(const Spoken& held) : held_(&held) {}

  const Spoken* held_;
  std::optional<Spoken> read_;
};

}  // namespace evenhand
