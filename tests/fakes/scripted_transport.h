#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "providers/http_transport.h"

namespace evenhand {

inline HttpResponse http_reply(int status, std::string body, std::vector<HttpHeader> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

/// A network that replays responses in order and remembers what was asked. When they are used up,
/// it plays the last one again; with `answer` set it asks that instead.
class ScriptedTransport : public HttpTransport {
 public:
  explicit ScriptedTransport(std::vector<Result<HttpResponse>> script = {})
      : script_(script.begin(), script.end()) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (answer) return answer(request);
    if (script_.empty()) return Error{.kind = ErrorKind::unreachable, .what = "nobody is there"};
    Result<HttpResponse> response = script_.front();
    if (script_.size() > 1) script_.pop_front();
    return response;
  }

  std::vector<HttpRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  // Set before the threads start; called by one thread at a time.
  std::function<Result<HttpResponse>(const HttpRequest&)> answer;

 private:
  mutable std::mutex mutex_;
  std::deque<Result<HttpResponse>> script_;
  std::vector<HttpRequest> requests_;
};

}  // namespace evenhand
