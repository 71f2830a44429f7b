#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace evenhand {

/// What a raw server does on one connection, step by step.
struct ServerStep {
  enum class Act { read_request, send, drip, wait, close, reset };
  Act act = Act::read_request;
  std::string bytes = {};              // to send
  std::chrono::milliseconds pause{0};  // before the step; with drip: before each byte
};

inline ServerStep read_request() { return {}; }
inline ServerStep send_bytes(std::string bytes) {
  return {.act = ServerStep::Act::send, .bytes = std::move(bytes)};
}
inline ServerStep drip_bytes(std::string bytes, std::chrono::milliseconds pause) {
  return {.act = ServerStep::Act::drip, .bytes = std::move(bytes), .pause = pause};
}
inline ServerStep wait_for(std::chrono::milliseconds pause) {
  return {.act = ServerStep::Act::wait, .pause = pause};
}
inline ServerStep close_connection() { return {.act = ServerStep::Act::close}; }
inline ServerStep reset_connection() { return {.act = ServerStep::Act::reset}; }

/// A listening socket on 127.0.0.1, on any free port unless one is named; -1 where there is none.
inline int listening_socket(int& port, int backlog = 16) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0) return -1;
  ::listen(listener, backlog);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return listener;
}

/// Plays steps on one connection, without knowing more of HTTP than where a request ends. Stops
/// within 10 ms when `ending` becomes true.
class ScriptPlayer {
 public:
  ScriptPlayer(int connection, const std::atomic<bool>& ending)
      : connection_(connection), ending_(ending) {}

  /// The next request, head and body; nullopt: the peer has left, or the server ends.
  std::optional<std::string> read_request() {
    char buffer[16384];
    while (true) {
      const std::size_t head = unread_.find("\r\n\r\n");
      const std::size_t size = head + 4 + body_length(unread_);
      if (head != std::string::npos && unread_.size() >= size) {
        std::string request = unread_.substr(0, size);
        unread_.erase(0, size);
        return request;
      }
      if (!readable(connection_, ending_)) return std::nullopt;
      const ssize_t got = ::recv(connection_, buffer, sizeof buffer, 0);
      if (got <= 0) return std::nullopt;
      unread_.append(buffer, static_cast<std::size_t>(got));
    }
  }

  /// False: the connection is to be closed. Steps that read requests are the caller's.
  bool play(const ServerStep& step) {
    switch (step.act) {
      case ServerStep::Act::read_request: return true;
      case ServerStep::Act::send: pause(step.pause); return send_all(step.bytes);
      case ServerStep::Act::drip: return drip(step);
      case ServerStep::Act::wait: pause(step.pause); return true;
      case ServerStep::Act::close: return false;
      case ServerStep::Act::reset: {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(connection_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
      }
    }
    return false;
  }

  static bool readable(int socket, const std::atomic<bool>& ending) {
    while (!ending) {
      pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 10) > 0) return true;
    }
    return false;
  }

 private:
  static std::size_t body_length(std::string_view head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + 16, 12)));
  }

  void pause(std::chrono::milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!ending_ && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(
          std::chrono::milliseconds(20), end - std::chrono::steady_clock::now()));
    }
  }

  bool send_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool drip(const ServerStep& step) const {
    for (const char byte : step.bytes) {
      pause(step.pause);
      if (ending_ || !send_all(std::string_view(&byte, 1))) return false;
    }
    return true;
  }

  int connection_;
  const std::atomic<bool>& ending_;
  std::string unread_;
};

}  // namespace evenhand
