#include "audit/near_duplicates.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <unordered_map>

#include "audit/words.h"
#include "base/text.h"

namespace evenhand {
namespace {

using Shingles = std::vector<std::uint64_t>;

/// Shingles of an item with the rarest first.
Shingles rarest_first(Shingles shingles,
                      const std::unordered_map<std::uint64_t, std::size_t>& frequency) {
  std::sort(shingles.begin(), shingles.end(), [&](std::uint64_t a, std::uint64_t b) {
    return std::pair(frequency.at(a), a) < std::pair(frequency.at(b), b);
  });
  return shingles;
}

/// How many of the rarest shingles of a set hold one that every similar set shares.
std::size_t prefix_length(std::size_t size, double threshold) {
  constexpr double kRounding = 1e-9;
  const double needed = std::ceil(threshold * static_cast<double>(size) - kRounding);
  return size - static_cast<std::size_t>(needed) + 1;
}

bool sizes_allow(std::size_t a, std::size_t b, double threshold) {
  return static_cast<double>(std::min(a, b)) >= threshold * static_cast<double>(std::max(a, b));
}

}  // namespace

std::vector<std::uint64_t> shingles_of(const AuditItem& item) {
  std::vector<std::string> options;
  for (const std::string& option : item.options) options.push_back(normalised(option));
  std::sort(options.begin(), options.end());
  std::string text = normalised(item.question);
  for (const std::string& option : options) text.append(" | ").append(option);
  std::vector<std::string> words;
  for (std::string& word : split(text, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  Shingles shingles;
  const std::size_t runs = std::max<std::size_t>(words.size(), 3) - 2;
  for (std::size_t at = 0; at < runs; ++at) {
    std::string run;
    for (std::size_t word = at; word < std::min(at + 3, words.size()); ++word) {
      run.append(words[word]).append(" ");
    }
    shingles.push_back(std::hash<std::string>()(run));
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

double jaccard(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++shared;
    const bool step_a = a[i] <= b[j];
    const bool step_b = b[j] <= a[i];
    if (step_a) ++i;
    if (step_b) ++j;
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(all);
}

std::vector<NearPair> near_pairs(std::span<const AuditItem> items, double threshold) {
  std::vector<Shingles> sets;
  std::unordered_map<std::uint64_t, std::size_t> frequency;
  for (const AuditItem& item : items) {
    sets.push_back(shingles_of(item));
    for (const std::uint64_t shingle : sets.back()) ++frequency[shingle];
  }
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> holders;
  std::vector<std::size_t> seen_by(items.size(), items.size());
  std::vector<NearPair> pairs;
  for (std::size_t at = 0; at < sets.size(); ++at) {
    const Shingles rare = rarest_first(sets[at], frequency);
    for (std::size_t i = 0; i < prefix_length(rare.size(), threshold); ++i) {
      std::vector<std::size_t>& earlier = holders[rare[i]];
      for (const std::size_t other : earlier) {
        if (seen_by[other] == at) continue;
        seen_by[other] = at;
        if (!sizes_allow(sets[at].size(), sets[other].size(), threshold)) continue;
        const double similarity = jaccard(sets[at], sets[other]);
        if (similarity >= threshold) pairs.push_back({other, at, similarity});
      }
      earlier.push_back(at);
    }
  }
  return pairs;
}

}  // namespace evenhand
