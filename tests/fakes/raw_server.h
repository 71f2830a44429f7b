#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
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

/// A server on 127.0.0.1 that plays a script on each connection, one after the other: the first
/// script on the first connection, and so on; the last one again on all that follow. It knows no
/// HTTP beyond finding the end of a request, so that it can break every rule.
class RawServer {
 public:
  using Script = std::vector<ServerStep>;

  explicit RawServer(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~RawServer() {
    ending_ = true;
    thread_.join();
    ::close(listener_);
  }

  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// The requests read so far, head and body, byte by byte.
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() const { return connections_; }
  /// Connections that have been closed by the server.
  int closed() const { return closed_; }

 private:
  bool readable(int socket) const {
    while (!ending_) {
      pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 10) > 0) return true;
    }
    return false;
  }

  void serve() {
    while (readable(listener_)) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) continue;
      const auto number = static_cast<std::size_t>(connections_++);
      play(connection, scripts_.at(std::min(number, scripts_.size() - 1)));
    }
  }

  void play(int connection, const Script& script) {
    for (const ServerStep& step : script) {
      if (step.act != ServerStep::Act::drip) std::this_thread::sleep_for(step.pause);
      if (step.act == ServerStep::Act::read_request && !read_one(connection)) break;
      if (step.act == ServerStep::Act::send) send_all(connection, step.bytes);
      if (step.act == ServerStep::Act::drip) drip(connection, step);
      if (step.act == ServerStep::Act::close) break;
      if (step.act == ServerStep::Act::reset) {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        break;
      }
    }
    ::close(connection);
    ++closed_;
  }

  static std::size_t body_length(std::string_view head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + 16)));
  }

  bool read_one(int connection) {
    std::string request;
    char buffer[4096];
    while (true) {
      const std::size_t head = request.find("\r\n\r\n");
      if (head != std::string::npos && request.size() >= head + 4 + body_length(request)) break;
      if (!readable(connection)) return false;
      const ssize_t got = ::recv(connection, buffer, sizeof buffer, 0);
      if (got <= 0) return false;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    return true;
  }

  static bool send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void drip(int connection, const ServerStep& step) const {
    for (const char byte : step.bytes) {
      std::this_thread::sleep_for(step.pause);
      if (ending_ || !send_all(connection, std::string_view(&byte, 1))) return;
    }
  }

  std::vector<Script> scripts_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ending_{false};
  std::atomic<int> connections_{0};
  std::atomic<int> closed_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace evenhand
