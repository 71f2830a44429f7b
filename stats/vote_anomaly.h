#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace evenhand {

/// A judge's vote on two models; `low` is the one whose name comes first.
struct JudgedBattle {
  std::uint32_t judge = 0;
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  double share_low = 0.5;  // 1, 0.5 or 0
};

/// Judges who vote against everybody else, by Chatbot Arena's sequential test: each vote is held
/// against all decided votes on the same pair, and p-values of both directions are bet against. A
/// judge is anomalous once a product of 1 / (2 p) exceeds 20 from the fifth vote on, among the
/// first hundred: of honest judges at most one in twenty. Ties are not among the votes it compares
/// with, so on lopsided pairs one who always votes for a tie is anomalous, too. Gives the judges'
/// numbers, sorted. The order of battles is that of the votes.
std::vector<std::uint32_t> anomalous_judges(std::span<const JudgedBattle> battles);

}  // namespace evenhand
