#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace evenhand {

/// A name that cannot be mistaken for a name of another sort.
template <class Tag>
struct Id {
  std::string text;

  friend auto operator<=>(const Id&, const Id&) = default;  // NOLINT(modernize-use-nullptr)
};

using SuiteId = Id<struct SuiteTag>;
using QuestionId = Id<struct QuestionTag>;
using ModelId = Id<struct ModelTag>;        // the name a candidate, baseline or judge has in a run
using ProtocolId = Id<struct ProtocolTag>;  // "pairwise", "pairwise_five", "graded", "logprob"
using EndpointId = Id<struct EndpointTag>;  // the name of an endpoint in a run file

/// Hex digest of every input that could change a result; equal digest, equal result.
using Digest = Id<struct DigestTag>;

/// One request on the wire, counted from 1 within a store.
using AttemptId = std::int64_t;

}  // namespace evenhand
