#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "tests/fault_server/faults.h"

namespace evenhand {

/// A server on 127.0.0.1 with a thread for each connection, which misbehaves as it is told and
/// counts what reached it, request by request.
class FaultServer {
 public:
  /// What was done about all requests with the same body.
  struct Count {
    int received = 0;
    int answered = 0;  // with a whole reply that can be read
  };

  /// The fault that the n-th request of that body (counted from 1) meets.
  using Choose = std::function<Fault(const std::string& body, int received)>;

  /// Port 0: any free one.
  explicit FaultServer(Choose choose, int port = 0);
  ~FaultServer();
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  int port() const { return port_; }
  std::string base_url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }
  int requests() const { return requests_; }
  /// By the SHA-256 of the body.
  std::map<std::string, Count> counts() const;

 private:
  struct Line {
    std::atomic<bool> ended = false;
    std::thread thread = {};
  };

  void accept_all();
  void serve(int connection);
  bool answer(ScriptPlayer& player, const std::string& request);
  bool answer_chat(ScriptPlayer& player, const std::string& body);
  std::string counts_as_text() const;

  Choose choose_;
  int port_;
  int listener_;
  std::atomic<bool> ending_ = false;
  std::atomic<int> requests_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, Count> counts_;
  std::list<Line> lines_;
  std::thread thread_;
};

/// No fault at all: a reply that says this text.
Fault good_manners(std::string_view text);

}  // namespace evenhand
