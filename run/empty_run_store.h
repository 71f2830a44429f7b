#pragma once

#include "store/run_store.h"

namespace evenhand {

/// The store of a run that has never asked anybody: knows nothing and takes nothing in.
class EmptyRunStore : public RunStore {
 public:
  Result<AttemptId> begin(const AttemptStart&) override { return refuse(); }
  Result<void> end(AttemptId, const AttemptEnd&) override { return refuse(); }
  Result<std::optional<StoredReply>> find(const RequestKey&) const override {
    return std::optional<StoredReply>{};
  }
  Result<std::optional<Failure>> last_failure(const RequestKey&) const override {
    return std::optional<Failure>{};
  }
  Result<std::string> body_of(AttemptId) const override {
    return Error{.kind = ErrorKind::not_found, .what = "an empty store has no replies"};
  }
  Result<RunSpend> spend() const override { return RunSpend{}; }
  Result<void> keep_manifest(const Digest&, const std::string&) override { return refuse(); }

 private:
  static Error refuse() {
    return {.kind = ErrorKind::internal, .what = "an empty store takes nothing in"};
  }
};

}  // namespace evenhand
