#pragma once

#include <atomic>
#include <cstdint>

#include "base/chat.h"
#include "store/run_store.h"

namespace evenhand {

/// Asks only what is not stored: the whole of resuming. Without a model behind it, it asks nobody
/// (offline) and says why there is no reply: `not_stored`, or how the last attempt failed.
class RememberingModel : public ChatModel {
 public:
  /// `model` may be nullptr: offline. Both outlive this.
  RememberingModel(const RunStore& store, ChatModel* model) : store_(store), model_(model) {}

  Result<ChatReply> reply_to(const ChatRequest& request) override;

  /// How many replies came from the store.
  std::int64_t remembered() const { return remembered_.load(std::memory_order_relaxed); }

 private:
  const RunStore& store_;
  ChatModel* model_;
  std::atomic<std::int64_t> remembered_ = 0;
};

}  // namespace evenhand
