#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/error.h"
#include "providers/call_outcome.h"

namespace evenhand {

/// Tells models that cannot score given texts from replies that are odd: one that has scored a text
/// can; one that has scored none cannot, once kEnough calls, one after the other, met odd replies.
/// A value; the caller locks.
class ScoringRecord {
 public:
  static constexpr std::size_t kEnough = 3;

  Scored so_far(const std::string& model) const;

  /// Odd replies that count. Asked when an attempt leaves, for `known` below.
  std::size_t doubts(const std::string& model) const;

  /// A reply that scores a text: settles all doubts, and takes back what came of them.
  void on_scored(const std::string& model);

  /// An odd reply, and whether it is one too many. `call` tells calls apart: each counts once.
  /// `known`: the doubts when the attempt left. Where there are more by now the two were under way
  /// at once, and one bad moment of the server may have struck both: it does not count.
  bool on_odd(const std::string& model, long long call, std::size_t known);

  /// Why a model is not asked any more; nullopt: it is. No refusal of one that has scored a text.
  std::optional<Error> refusal_of(const std::string& model) const;
  void refuse(const std::string& model, const Error& error);

 private:
  struct Entry {
    Scored so_far = Scored::nothing;
    std::set<long long> odd_calls = {};  // at most kEnough
    std::optional<Error> refusal = {};
  };

  const Entry* find(const std::string& model) const;

  std::map<std::string, Entry> entries_;
};

}  // namespace evenhand
