#include "providers/proxy_tunnel.h"

#include <cerrno>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace evenhand {
namespace {

constexpr std::size_t kMaxHead = 16'384;

Error refused(const Proxy& proxy, std::string_view why) {
  return {.kind = ErrorKind::unreachable,
          .what = "the proxy " + proxy.host + ":" + std::to_string(proxy.port) + " " +
                  std::string(why)};
}

Result<std::string> read_head(int socket, const Proxy& proxy, Deadline deadline) {
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    if (head.size() >= kMaxHead) return refused(proxy, "says too much");
    if (wait_readable(socket, deadline) == Ready::timed_out) {
      return refused(proxy, "did not answer");
    }
    // Byte by byte: what comes after the head is the server's and belongs to TLS.
    char byte = 0;
    const ssize_t got = ::recv(socket, &byte, 1, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return refused(proxy, "closed the connection");
    head += byte;
  }
  return head;
}

}  // namespace

Result<void> open_tunnel(int socket, const Url& url, const Proxy& proxy, Deadline deadline) {
  const bool literal = url.host.find(':') != std::string::npos;
  const std::string target =
      (literal ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
  std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!proxy.authorization.empty()) {
    request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  }
  request += "\r\n";
  if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    return refused(proxy, "closed the connection");
  }
  EVENHAND_TRY(const std::string head, read_head(socket, proxy, deadline));
  const std::string_view line = std::string_view(head).substr(0, head.find("\r\n"));
  if (line.starts_with("HTTP/1.") && line.size() >= 12 && line.substr(8, 2) == " 2") return {};
  if (line.starts_with("HTTP/1.") && line.size() >= 12) {
    return refused(proxy, "refused with status " + std::string(line.substr(9, 3)));
  }
  return refused(proxy, "answered with something that is not HTTP");
}

}  // namespace evenhand
