#pragma once

namespace evenhand {

/// Ends the program with the promise that was broken and its place. For mistakes of ours;
/// what users, files and servers do wrong is an Error.
[[noreturn]] void check_failed(const char* promise, const char* file, int line);

}  // namespace evenhand

/// Ends the program unless the promise holds.
#define EVENHAND_CHECK(promise) \
  ((promise) ? static_cast<void>(0) : ::evenhand::check_failed(#promise, __FILE__, __LINE__))
