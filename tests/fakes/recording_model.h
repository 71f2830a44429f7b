#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "base/words.h"
#include "tests/fakes/scripted_model.h"

namespace evenhand {

/// A model whose replies are kept, as the store keeps those of real ones, and can be read back.
class RecordingModel : public ChatModel, public Words {
 public:
  explicit RecordingModel(FunctionModel::Speak speak) : model_(std::move(speak)) {}

  Result<ChatReply> reply_to(const ChatRequest& request) override {
    EVENHAND_TRY(ChatReply reply, model_.reply_to(request));
    const std::lock_guard lock(mutex_);
    reply.attempt = static_cast<AttemptId>(said_.size()) + 1;
    said_[reply.attempt] = {.text = reply.text, .reasoning = reply.reasoning};
    return reply;
  }

  Result<Said> said_in(AttemptId attempt) const override {
    const std::lock_guard lock(mutex_);
    ++read_back_;
    if (unreadable_) return *unreadable_;
    return said_.at(attempt);
  }

  /// From now on nothing can be read back.
  void fail_with(Error error) {
    const std::lock_guard lock(mutex_);
    unreadable_ = std::move(error);
  }

  int read_back() const {
    const std::lock_guard lock(mutex_);
    return read_back_;
  }

 private:
  FunctionModel model_;
  mutable std::mutex mutex_;
  std::map<AttemptId, Said> said_;
  mutable int read_back_ = 0;
  std::optional<Error> unreadable_;
};

}  // namespace evenhand
