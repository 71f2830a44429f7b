#include "providers/socket.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "providers/name_lookup.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A dead first address must not eat the time of the second one.
constexpr milliseconds kPerAddress{3'000};
// Middleboxes forget idle connections after some minutes; a model may think for longer.
constexpr int kKeepAliveSeconds = 60;

Ready wait_for(int descriptor, short events, Deadline deadline) {
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    const auto capped = std::clamp<milliseconds::rep>(left.count(), 0, 60'000);
    pollfd waiting{.fd = descriptor, .events = events, .revents = 0};
    const int found = ::poll(&waiting, 1, static_cast<int>(capped));
    if (found > 0 || (found < 0 && errno != EINTR)) return Ready::yes;
    if (steady_clock::now() >= deadline) return Ready::timed_out;
  }
}

void set_option(int descriptor, int level, int option, int value) {
  // What cannot be set costs speed, not correctness.
  static_cast<void>(::setsockopt(descriptor, level, option, &value, sizeof value));
}

void set_options(int descriptor) {
  // Without it every call waits 40 ms for a delayed acknowledgement.
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, kKeepAliveSeconds);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, kKeepAliveSeconds);
}

Error unreachable(std::string_view why) {
  return {.kind = ErrorKind::unreachable, .what = std::string(why)};
}

Result<FileDescriptor> connect_to_address(const addrinfo& address, Deadline deadline) {
  FileDescriptor socket(
      ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  if (socket.number() < 0) return unreachable(system_error_text(errno));
  set_options(socket.number());
  if (::connect(socket.number(), address.ai_addr, address.ai_addrlen) == 0) return socket;
  if (errno != EINPROGRESS) return unreachable(system_error_text(errno));
  if (wait_writable(socket.number(), deadline) == Ready::timed_out) {
    return unreachable("no answer in time");
  }
  int code = 0;
  socklen_t size = sizeof code;
  if (::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &code, &size) != 0) code = errno;
  if (code != 0) return unreachable(system_error_text(code));
  return socket;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

void make_non_blocking(int descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

Ready wait_readable(int descriptor, Deadline deadline) {
  return wait_for(descriptor, POLLIN, deadline);
}

Ready wait_writable(int descriptor, Deadline deadline) {
  return wait_for(descriptor, POLLOUT, deadline);
}

std::string system_error_text(int number) { return std::generic_category().message(number); }

Result<FileDescriptor> connect_to(const std::string& host, int port, Deadline deadline) {
  const std::string place = host + ":" + std::to_string(port);
  EVENHAND_TRY(const Addresses addresses, addresses_of(host, port, deadline));
  Error last = unreachable("it has no address");
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next) {
    const Deadline share =
        one->ai_next == nullptr ? deadline : std::min(deadline, steady_clock::now() + kPerAddress);
    Result<FileDescriptor> socket = connect_to_address(*one, share);
    if (socket) return socket;
    last = std::move(socket.error());
    if (steady_clock::now() >= deadline) break;
  }
  last.what = "cannot connect to " + place + ": " + last.what;
  return last;
}

}  // namespace evenhand
