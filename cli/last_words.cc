#include "cli/last_words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <new>

#include <unistd.h>

#include "cli/program.h"

namespace evenhand {
namespace {

/// Allocates nothing. What steers terminals is not passed on.
void say(const char* text) {
  std::array<char, 400> line{};
  const std::size_t size = std::min(line.size(), std::strlen(text));
  std::transform(text, text + size, line.begin(),
                 [](char c) { return (c >= ' ' && c <= '~') || c == '\n' ? c : '?'; });
  if (::write(STDERR_FILENO, line.data(), size) < 0) return;  // nobody listens
}

[[noreturn]] void leave(const char* reason) {
  say("evenhand: internal error: ");
  say(reason);
  say("\n  hint: replies that came are in the store; the same command goes on from there\n");
  ::_exit(static_cast<int>(ExitCode::internal_error));
}

[[noreturn]] void on_no_memory() { leave("out of memory"); }

[[noreturn]] void on_terminate() {
  if (std::current_exception() == nullptr) leave("terminated");
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::exception& error) {
    leave(error.what());
  } catch (...) {
    leave("an unknown exception");
  }
}

}  // namespace

void prepare_last_words() {
  std::set_new_handler(on_no_memory);
  std::set_terminate(on_terminate);
}

}  // namespace evenhand
