#include "base/error.h"

#include "base/check.h"
#include "base/text.h"

namespace evenhand {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_input: return "bad_input";
    case ErrorKind::not_found: return "not_found";
    case ErrorKind::io_failed: return "io_failed";
    case ErrorKind::corrupt_store: return "corrupt_store";
    case ErrorKind::internal: return "internal";
    case ErrorKind::interrupted: return "interrupted";
    case ErrorKind::over_budget: return "over_budget";
    case ErrorKind::not_stored: return "not_stored";
    case ErrorKind::unreachable: return "unreachable";
    case ErrorKind::broken_off: return "broken_off";
    case ErrorKind::timed_out: return "timed_out";
    case ErrorKind::rate_limited: return "rate_limited";
    case ErrorKind::overloaded: return "overloaded";
    case ErrorKind::endpoint_refused: return "endpoint_refused";
    case ErrorKind::rejected: return "rejected";
    case ErrorKind::context_too_long: return "context_too_long";
    case ErrorKind::filtered: return "filtered";
    case ErrorKind::malformed_reply: return "malformed_reply";
    case ErrorKind::empty_reply: return "empty_reply";
  }
  check_failed("a known ErrorKind", __FILE__, __LINE__);
}

namespace {

std::string to_text(const SourcePlace& place) {
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
  return text;
}

// Wider lines are cut, so that a minified file does not flood the terminal.
constexpr std::size_t kMaxExcerpt = 160;  // code points

std::string excerpt_with_caret(const SourcePlace& place) {
  if (place.excerpt.empty()) return {};
  std::string text = "\n    ";
  text += first_code_points(place.excerpt, kMaxExcerpt);
  if (place.column < 1 || place.column > static_cast<int>(kMaxExcerpt)) return text;
  return text + "\n    " + std::string(static_cast<std::size_t>(place.column - 1), ' ') + "^";
}

}  // namespace

std::string to_text(const Error& error) {
  std::string text;
  const bool placed = error.place && !error.place->file.empty();
  if (placed) text += to_text(*error.place) + ": ";
  text += error.what;
  if (placed) text += excerpt_with_caret(*error.place);
  if (!error.hint.empty()) text += "\n  hint: " + error.hint;
  return text;
}

}  // namespace evenhand
