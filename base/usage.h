#pragma once

#include <cstdint>
#include <optional>

namespace evenhand {

/// Token counts as the server reported them; nullopt where it did not say, or said 0 and 0.
struct Usage {
  std::optional<std::int64_t> input_tokens = {};
  std::optional<std::int64_t> output_tokens = {};
};

/// What a call that failed has used: its last attempt, as far as the server told.
struct FailedUse {
  bool may_be_paid_for = false;  // see base/attempt.h
  Usage usage = {};
};

}  // namespace evenhand
