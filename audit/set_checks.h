#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "audit/checks.h"
#include "audit/item.h"

namespace evenhand {

/// Questions that repeat each other: exactly (with the gold answers in conflict or not), nearly, or
/// only in the stem.
std::vector<Finding> check_repetitions(std::span<const AuditItem> items);

/// Questions that are few-shot examples, or share a run of 13 words with one.
std::vector<Finding> check_examples(std::span<const AuditItem> items,
                                    std::span<const AuditItem> examples);

/// Words that lost a ligature, or have one as a character of its own: rare ones that become
/// frequent when fi, fl, ff, ffi or ffl is put in.
std::vector<Finding> check_ligatures(std::span<const AuditItem> items);

/// How far counts are from equal ones: chi-square with one degree of freedom less than there are
/// counts, and its p. Requires two counts or more, not all zero.
struct Unevenness {
  double square = 0.0;
  double p = 1.0;
};
Unevenness unevenness_of(std::span<const std::size_t> counts);

/// What the set as a whole gives away: letters, lengths, overlaps, meta options, templates, groups.
std::vector<Finding> check_biases(std::span<const AuditItem> items);

/// Runs of n words of a text, normalised.
class NgramIndex {
 public:
  /// Requires n > 0.
  explicit NgramIndex(std::size_t n) : n_(n) {}

  void add(std::string_view text);

  struct Hits {
    std::size_t found = 0;
    std::size_t total = 0;  // 0: the text is too short to be checked
  };
  Hits hits_in(std::string_view text) const;

 private:
  std::vector<std::string> runs_of(std::string_view text) const;

  std::size_t n_;
  std::unordered_set<std::string> known_;
};

}  // namespace evenhand
