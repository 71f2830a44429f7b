#pragma once

#include <algorithm>
#include <mutex>

#include "tests/fakes/server_script.h"

namespace evenhand {

/// A server on 127.0.0.1 that plays a script on each connection, one after the other: the first
/// script on the first connection, and so on; the last one again on all that follow. It knows no
/// HTTP beyond finding the end of a request, so that it can break every rule.
class RawServer {
 public:
  using Script = std::vector<ServerStep>;

  explicit RawServer(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    listener_ = listening_socket(port_);
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
  void serve() {
    while (ScriptPlayer::readable(listener_, ending_)) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) continue;
      const auto number = static_cast<std::size_t>(connections_++);
      play(connection, scripts_.at(std::min(number, scripts_.size() - 1)));
    }
  }

  void play(int connection, const Script& script) {
    ScriptPlayer player(connection, ending_);
    for (const ServerStep& step : script) {
      if (step.act == ServerStep::Act::read_request) {
        std::optional<std::string> request = player.read_request();
        if (!request) break;
        const std::lock_guard lock(mutex_);
        requests_.push_back(*std::move(request));
      } else if (!player.play(step)) {
        break;
      }
    }
    ::close(connection);
    ++closed_;
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
