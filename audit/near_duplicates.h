#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "audit/item.h"

namespace evenhand {

/// Digests of runs of three words over question and sorted options, normalised, each part set off
/// from the next; sorted, each once.
std::vector<std::uint64_t> shingles_of(const AuditItem& item);

/// Shared shingles over all shingles of both.
double jaccard(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

struct NearPair {
  std::size_t first = 0;
  std::size_t second = 0;
  double similarity = 0.0;
};

/// All pairs of at least this Jaccard similarity, exactly: an inverted index over each item's
/// rarest shingles finds the candidates, since a similar pair must share one of them. Requires a
/// threshold in (0, 1].
std::vector<NearPair> near_pairs(std::span<const AuditItem> items, double threshold);

}  // namespace evenhand
