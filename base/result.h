#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace evenhand {

/// A value, or the reason why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function returns its value or its error as it stands.
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(state_); }

  /// Requires that the result holds a value (respectively an error).
  T& operator*() & { return std::get<T>(state_); }
  const T& operator*() const& { return std::get<T>(state_); }
  T&& operator*() && { return std::get<T>(std::move(state_)); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  Error& error() { return std::get<Error>(state_); }
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or the reason why there was none.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return !error_.has_value(); }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace evenhand

// The project's macros of control flow; without them, every fallible call takes three lines.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define EVENHAND_JOIN2(a, b) a##b
#define EVENHAND_JOIN(a, b) EVENHAND_JOIN2(a, b)
#define EVENHAND_TRY_AS(result, declaration, expression) \
  auto result = (expression);                            \
  if (!result) return std::move(result.error());         \
  declaration = std::move(*result)

/// Declares a variable from a Result, or returns its error to our caller:
///   EVENHAND_TRY(Suite suite, load_suite(files, path));
#define EVENHAND_TRY(declaration, expression) \
  EVENHAND_TRY_AS(EVENHAND_JOIN(result_, __LINE__), declaration, expression)

/// Returns the error of a Result<void> to our caller:
///   EVENHAND_OK(files.replace(path, text));
#define EVENHAND_OK(expression) \
  if (auto done = (expression); !done) return std::move(done.error())
// NOLINTEND(bugprone-macro-parentheses)
