#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/chat.h"
#include "store/run_store.h"

namespace evenhand {

/// The accepted reply to this request; nullopt: there is none yet. Also one that was asked for when
/// keys still told base URLs with a slash at their end from those without.
Result<std::optional<StoredReply>> find_stored(const RunStore& store, const ChatRequest& request);

/// Asks only what is not stored: the whole of resuming. Without a model behind it, it asks nobody
/// (offline) and says why there is no reply: `not_stored`, or how the last attempt failed.
class RememberingModel : public ChatModel {
 public:
  /// `model` may be nullptr: offline. So it is, too, once `asks_nobody` is true, where there is
  /// one; calls that have begun go on. All outlive this.
  RememberingModel(const RunStore& store, ChatModel* model,
                   const std::atomic<bool>* asks_nobody = nullptr)
      : store_(store), model_(model), asks_nobody_(asks_nobody) {}

  Result<ChatReply> reply_to(const ChatRequest& request) override;

  /// How many replies came from the store.
  std::int64_t remembered() const { return remembered_.load(std::memory_order_relaxed); }

 private:
  bool asks() const { return model_ != nullptr && !(asks_nobody_ != nullptr && *asks_nobody_); }

  const RunStore& store_;
  ChatModel* model_;
  const std::atomic<bool>* asks_nobody_;
  std::atomic<std::int64_t> remembered_ = 0;
};

}  // namespace evenhand
