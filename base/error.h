#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/usage.h"

namespace evenhand {

/// A spot in a file the user wrote. Lines and columns count from 1; 0 means "not known".
struct SourcePlace {
  std::string file;
  int line = 0;
  int column = 0;
  std::string excerpt = {};  // the line itself, shown above the caret; may be empty

  friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

/// The sorts of failure that callers tell apart. The last seven belong to single calls.
enum class ErrorKind {
  bad_input,         // the user can fix it in a file or a flag
  not_found,         // a named thing does not exist
  io_failed,         // the disk or the operating system said no
  corrupt_store,     // the store contradicts itself, or is somebody else's file
  internal,          // our own mistake
  interrupted,       // the user asked us to stop
  over_budget,       // the next call would exceed what the user allowed
  not_stored,        // offline: nobody has asked yet, and nobody may ask now
  unreachable,       // nobody took the request
  broken_off,        // the connection broke after the request had left: its reply is lost
  timed_out,         // no complete response within the time allowed
  rate_limited,      // the provider asked us to wait
  overloaded,        // the provider is in trouble (5xx); worth another try
  endpoint_refused,  // key, quota or model: this endpoint will refuse every call
  rejected,          // the provider refuses this request and always will (400, 422 ...)
  context_too_long,  // the conversation does not fit into the model
  filtered,          // a content filter refused the request or withheld the reply
  malformed_reply,   // a response came, but not one we can read
  empty_reply,       // the model said nothing (all of it was reasoning, or no text at all)
};

/// "rate_limited" and so on; the name used in files and reports.
std::string_view name_of(ErrorKind kind);

/// What went wrong, where, and what the user can do about it.
struct Error {
  ErrorKind kind = ErrorKind::bad_input;
  std::string what;
  std::string hint = {};
  std::optional<SourcePlace> place = {};
  FailedUse use = {};          // of a call that failed: it may have to be paid for all the same
  bool is_remembered = false;  // of a call of earlier, as the store has it: nobody was asked now
};

/// "suites/math.yaml:12:9: unknown category 'mth'", then, where they are known, the line
/// with a caret below the column, and the hint on a line of its own.
std::string to_text(const Error& error);

}  // namespace evenhand
