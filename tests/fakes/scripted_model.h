#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "base/chat.h"

namespace evenhand {

/// Answers by a function of the request, and remembers what it was asked. Thread-safe.
class FunctionModel : public ChatModel {
 public:
  using Speak = std::function<Result<ChatReply>(const ChatRequest&)>;

  explicit FunctionModel(Speak speak) : speak_(std::move(speak)) {}

  Result<ChatReply> reply_to(const ChatRequest& request) override {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    return speak_(request);
  }

  std::vector<ChatRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  Speak speak_;
  mutable std::mutex mutex_;
  std::vector<ChatRequest> requests_;
};

}  // namespace evenhand
