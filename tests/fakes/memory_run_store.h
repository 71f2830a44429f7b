#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/run_store.h"

namespace evenhand {

/// A RunStore that lives as long as the test, with the promises of the real one: one accepted
/// reply per key, and a second is kept as an attempt that was not accepted.
class MemoryRunStore : public RunStore {
 public:
  struct Attempt {
    AttemptStart start;
    std::optional<AttemptEnd> end = {};  // nullopt: begun, never ended
  };

  Result<AttemptId> begin(const AttemptStart& attempt) override {
    const std::lock_guard lock(mutex_);
    attempts_.push_back({.start = attempt});
    return static_cast<AttemptId>(attempts_.size());
  }

  Result<void> end(AttemptId id, const AttemptEnd& outcome) override {
    const std::lock_guard lock(mutex_);
    if (id < 1 || id > static_cast<AttemptId>(attempts_.size()) || at(id).end) {
      return Error{.kind = ErrorKind::internal,
                   .what = "attempt " + std::to_string(id) + " is not under way"};
    }
    Attempt& attempt = at(id);
    attempt.end = outcome;
    if (outcome.accepted) attempt.end->accepted = accepted_.emplace(attempt.start.key, id).second;
    return {};
  }

  Result<std::optional<StoredReply>> find(const RequestKey& key) const override {
    const std::lock_guard lock(mutex_);
    const auto found = accepted_.find(key);
    if (found == accepted_.end()) return std::optional<StoredReply>();
    const AttemptEnd& end = *at(found->second).end;
    return std::optional<StoredReply>({.attempt = found->second,
                                       .raw_body = end.raw_body,
                                       .latency = end.latency,
                                       .usage = end.usage,
                                       .cost = end.cost,
                                       .notes = end.notes});
  }

  Result<std::string> body_of(AttemptId attempt) const override {
    const std::lock_guard lock(mutex_);
    const bool known = attempt >= 1 && attempt <= static_cast<AttemptId>(attempts_.size());
    if (known && at(attempt).end) return at(attempt).end->raw_body;
    return Error{.kind = ErrorKind::not_found, .what = "no reply of " + std::to_string(attempt)};
  }

  Result<std::optional<Failure>> last_failure(const RequestKey& key) const override {
    const std::lock_guard lock(mutex_);
    std::optional<Failure> last;
    for (const Attempt& attempt : attempts_) {
      if (attempt.start.key != key || !attempt.end) continue;
      if (attempt.end->accepted) last.reset();
      if (attempt.end->error) {
        last = Failure{.kind = attempt.end->error->kind,
                       .reason = attempt.end->error->what,
                       .use = {may_be_paid_for(*attempt.end), attempt.end->usage}};
      }
    }
    return last;
  }

  Result<RunSpend> spend() const override {
    const std::lock_guard lock(mutex_);
    RunSpend spend;
    std::map<std::pair<std::string, std::string>, Spend> roles;
    std::map<std::string, UnknownUse> unknown;
    for (const Attempt& attempt : attempts_) {
      const std::string role = attempt.start.occasion.substr(0, attempt.start.occasion.find('/'));
      add(spend.all, attempt);
      add(roles[{role, attempt.start.model}], attempt);
      if (!is_unknown(attempt)) continue;
      UnknownUse& use = unknown[attempt.start.model];
      use.model = attempt.start.model;
      ++use.calls;
      use.body_bytes += static_cast<std::int64_t>(attempt.start.body.size());
      use.max_output_tokens += attempt.start.max_output_tokens;
    }
    for (const auto& [name, row] : roles) spend.by_role.push_back({name.first, name.second, row});
    for (auto& [model, use] : unknown) spend.unknown.push_back(std::move(use));
    return spend;
  }

  Result<void> keep_manifest(const Digest& digest, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    manifests_.emplace(digest, text);
    return {};
  }

  /// A copy, in the order of begin(); the attempt with number n is the n-th.
  std::vector<Attempt> attempts() const {
    const std::lock_guard lock(mutex_);
    return attempts_;
  }

  std::map<Digest, std::string> manifests() const {
    const std::lock_guard lock(mutex_);
    return manifests_;
  }

 private:
  Attempt& at(AttemptId id) { return attempts_.at(static_cast<std::size_t>(id - 1)); }
  const Attempt& at(AttemptId id) const { return attempts_.at(static_cast<std::size_t>(id - 1)); }

  static bool is_unknown(const Attempt& attempt) {
    if (!attempt.end) return true;
    const AttemptEnd& end = *attempt.end;
    return may_be_paid_for(end) && !(end.usage.input_tokens && end.usage.output_tokens);
  }

  static void add(Spend& spend, const Attempt& attempt) {
    ++spend.attempts;
    if (!attempt.end) {
      ++spend.unfinished;
      return;
    }
    const AttemptEnd& end = *attempt.end;
    const std::int64_t input = end.usage.input_tokens.value_or(0);
    const std::int64_t output = end.usage.output_tokens.value_or(0);
    if (may_be_paid_for(end) && !end.cost) ++spend.unknown_cost;
    if (is_unknown(attempt)) ++spend.unknown_tokens;
    spend.cost += end.cost.value_or(0.0);
    spend.input_tokens += input;
    spend.output_tokens += output;
    if (end.cost) return;
    spend.unpriced_input_tokens += input;
    spend.unpriced_output_tokens += output;
  }

  mutable std::mutex mutex_;
  std::vector<Attempt> attempts_;
  std::map<RequestKey, AttemptId> accepted_;
  std::map<Digest, std::string> manifests_;
};

}  // namespace evenhand
