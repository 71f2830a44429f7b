#pragma once

#include <cstddef>
#include <streambuf>

namespace evenhand {

/// The process's standard output as stdio buffers it, which remembers why a write failed; the
/// standard's own stream only knows that one did.
class StandardOutput : public std::streambuf {
 public:
  /// The errno of the first write that failed; 0: none did.
  int error() const { return error_; }

 protected:
  int_type overflow(int_type character) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

 private:
  std::size_t write(const char* text, std::size_t size);
  void note_error();

  int error_ = 0;
};

/// Opens /dev/null in place of standard input, output and error that are closed: else the next file
/// or connection would get their number, and what is printed.
void open_closed_streams();

}  // namespace evenhand
