#include "cli/standard_output.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace evenhand {

StandardOutput::int_type StandardOutput::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof()))
    return traits_type::not_eof(character);
  const char c = traits_type::to_char_type(character);
  return write(&c, 1) == 1 ? character : traits_type::eof();
}

std::streamsize StandardOutput::xsputn(const char* text, std::streamsize size) {
  return static_cast<std::streamsize>(write(text, static_cast<std::size_t>(size)));
}

int StandardOutput::sync() {
  errno = 0;
  if (std::fflush(stdout) == 0) return 0;
  note_error();
  return -1;
}

std::size_t StandardOutput::write(const char* text, std::size_t size) {
  errno = 0;
  const std::size_t written = std::fwrite(text, 1, size, stdout);
  if (written < size) note_error();
  return written;
}

void StandardOutput::note_error() {
  if (error_ == 0) error_ = errno == 0 ? EIO : errno;
}

void open_closed_streams() {
  // open() takes the lowest number that is free.
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) == -1 && errno == EBADF) ::open("/dev/null", O_RDWR);
  }
}

}  // namespace evenhand
