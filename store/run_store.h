#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/attempt.h"
#include "base/chat.h"

namespace evenhand {

/// The accepted reply of a request, as it came from the wire. What it means is read anew each
/// time, so that a better reader costs no second question.
struct StoredReply {
  AttemptId attempt = 0;
  std::string raw_body;
  std::chrono::milliseconds latency{0};
  Usage usage = {};
  std::optional<double> cost = {};
  std::vector<std::string> notes = {};
};

/// Calls of one model that were or may have been paid for, and nobody knows how much they used:
/// replies without a count, replies that were lost or came too late, and what was in flight when a
/// process died.
struct UnknownUse {
  std::string model;
  std::int64_t calls = 0;
  std::int64_t body_bytes = 0;         // of the requests
  std::int64_t max_output_tokens = 0;  // as asked for
};

/// What calls have cost so far.
struct Spend {
  std::int64_t attempts = 0;
  std::int64_t unfinished = 0;  // begun, never ended: in flight when a process died; maybe paid for
  std::int64_t unknown_cost = 0;    // ended, maybe paid for, and the price is not known
  std::int64_t unknown_tokens = 0;  // ended, maybe paid for, and the usage is not known
  double cost = 0.0;                // US dollars, of those whose price is known
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t unpriced_input_tokens = 0;  // of those whose price is not known
  std::int64_t unpriced_output_tokens = 0;
};

/// The calls of one model in one role.
struct RoleSpend {
  std::string role;  // "answer", "game": what the occasions of its requests begin with
  std::string model;
  Spend spend = {};
};

/// The calls of a run, over all of its invocations.
struct RunSpend {
  Spend all = {};
  std::vector<RoleSpend> by_role = {};   // by role, then by model
  std::vector<UnknownUse> unknown = {};  // a row a model
};

/// Every attempt that a run has made and every reply it has paid for, and nothing else: answers,
/// verdicts and scores are computed from replies. SqliteRunStore keeps them on disk,
/// MemoryRunStore in tests. All methods are safe to call from several threads at once.
class RunStore : public AttemptLog {
 public:
  /// nullopt: no reply was accepted yet. An error: the store could not be read.
  virtual Result<std::optional<StoredReply>> find(const RequestKey& key) const = 0;

  /// The body of a reply, accepted or not, by the attempt that it came in. not_found: there is
  /// none.
  virtual Result<std::string> body_of(AttemptId attempt) const = 0;

  /// How the last ended attempt of a request failed; nullopt: it did not, or was never made.
  virtual Result<std::optional<Failure>> last_failure(const RequestKey& key) const = 0;

  /// Of all attempts that name this run.
  virtual Result<RunSpend> spend() const = 0;

  /// What the run was (the text of run.resolved.yaml and its digest); kept once per digest.
  virtual Result<void> keep_manifest(const Digest& digest, const std::string& text) = 0;
};

}  // namespace evenhand
