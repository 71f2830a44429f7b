#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/attempt.h"

namespace evenhand {

/// An outcome with all that is needed to store it in another place or at another time.
struct EndedAttempt {
  AttemptId id = 0;
  RequestKey key;
  std::int64_t ended_ms = 0;  // since 1970, UTC
  AttemptEnd outcome;
};

/// The payload of a record in a spill file.
std::string to_record(const EndedAttempt& attempt);

/// nullopt when these bytes are not what to_record() writes.
std::optional<EndedAttempt> from_record(std::string_view record);

/// The inverse of name_of(ErrorKind). A name that a damaged or newer file brings is `internal`.
ErrorKind error_kind_named(std::string_view name);

}  // namespace evenhand
