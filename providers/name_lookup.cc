#include "providers/name_lookup.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <sys/socket.h>

namespace evenhand {
namespace {

/// Between a lookup and the call that waits for it; lives as long as either.
struct Desk {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Lookup> found;
};

bool is_literal(const std::string& host) {
  return host.find_first_not_of("0123456789.") == std::string::npos ||
         host.find(':') != std::string::npos;
}

Result<Addresses> result_of(const std::string& host, Lookup found) {
  if (found.code == 0) return std::move(found.addresses);
  return Error{.kind = ErrorKind::unreachable,
               .what = "cannot find " + host + ": " + ::gai_strerror(found.code)};
}

}  // namespace

Lookup look_up(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  // AI_ADDRCONFIG ignores loopback interfaces, so literals would not resolve without a network.
  wanted.ai_flags = AI_NUMERICSERV | (is_literal(host) ? AI_NUMERICHOST : AI_ADDRCONFIG);
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
  return {.addresses = Addresses(code == 0 ? found : nullptr), .code = code};
}

Result<Addresses> addresses_of(const std::string& host, int port, Deadline deadline,
                               LookupFunction ask) {
  // Literals are read, not asked for.
  if (is_literal(host)) return result_of(host, ask(host, port));
  const auto desk = std::make_shared<Desk>();
  const auto work = [desk, host, port, ask = std::move(ask)] {
    Lookup found = ask(host, port);
    const std::lock_guard lock(desk->mutex);
    desk->found = std::move(found);
    desk->done.notify_one();
  };
  try {
    std::thread(work).detach();
  } catch (const std::system_error&) {
    work();  // no thread to be had: better late than never
  }
  std::unique_lock lock(desk->mutex);
  if (!desk->done.wait_until(lock, deadline, [&] { return desk->found.has_value(); })) {
    return Error{.kind = ErrorKind::unreachable,
                 .what = "cannot find " + host + ": the name servers do not answer in time"};
  }
  return result_of(host, std::move(*desk->found));
}

}  // namespace evenhand
