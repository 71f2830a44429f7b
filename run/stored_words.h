#pragma once

#include <memory>
#include <utility>

#include "base/words.h"
#include "store/run_store.h"

namespace evenhand {

/// Words read anew from the replies in the store, which it keeps open.
class StoredWords : public Words {
 public:
  explicit StoredWords(std::shared_ptr<const RunStore> store) : store_(std::move(store)) {}

  Result<Said> said_in(AttemptId attempt) const override;

 private:
  std::shared_ptr<const RunStore> store_;
};

}  // namespace evenhand
