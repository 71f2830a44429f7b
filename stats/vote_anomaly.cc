#include "stats/vote_anomaly.h"

#include <algorithm>
#include <map>
#include <utility>

namespace evenhand {
namespace {

constexpr std::size_t kFewestVotes = 5;
constexpr std::size_t kMostVotes = 100;
constexpr double kThreshold = 20.0;  // 1 / 0.05

/// How often the first of two models won and lost.
struct Record {
  double wins = 0.0;
  double losses = 0.0;
};

using Records = std::map<std::pair<std::uint32_t, std::uint32_t>, Record>;

/// What a judge's votes have won so far by betting on either direction.
struct Bets {
  double on_low = 1.0;
  double on_high = 1.0;
  std::size_t votes = 0;
  bool anomalous = false;

  void place(double share_low, const Record& record) {
    if (votes >= kMostVotes || anomalous) return;
    ++votes;
    const double decided = record.wins + record.losses;
    // A pair of ties alone says nothing of anybody.
    if (decided == 0.0) return;
    const double at_most = share_low == 1.0 ? 1.0 : record.losses / decided;
    const double at_least = share_low == 0.0 ? 1.0 : record.wins / decided;
    on_low *= 1.0 / (2.0 * at_most);
    on_high *= 1.0 / (2.0 * at_least);
    anomalous = votes >= kFewestVotes && std::max(on_low, on_high) > kThreshold;
  }
};

}  // namespace

std::vector<std::uint32_t> anomalous_judges(std::span<const JudgedBattle> battles) {
  Records records;
  for (const JudgedBattle& battle : battles) {
    Record& record = records[{battle.low, battle.high}];
    if (battle.share_low == 1.0) record.wins += 1.0;
    if (battle.share_low == 0.0) record.losses += 1.0;
  }
  std::map<std::uint32_t, Bets> judges;
  for (const JudgedBattle& battle : battles) {
    judges[battle.judge].place(battle.share_low, records.at({battle.low, battle.high}));
  }
  std::vector<std::uint32_t> anomalous;
  for (const auto& [judge, bets] : judges) {
    if (bets.anomalous) anomalous.push_back(judge);
  }
  return anomalous;
}

}  // namespace evenhand
