#include "formats/paired_games.h"

#include <map>
#include <tuple>

namespace evenhand {
namespace {

using PairKey = std::tuple<QuestionId, ModelId, ModelId, ModelId, int, int, int>;

}  // namespace

std::vector<BothGames> games_by_pair(std::span<const Verdict> verdicts) {
  std::vector<BothGames> pairs;
  std::map<PairKey, std::size_t> place_of;
  for (const Verdict& verdict : verdicts) {
    const Game& game = verdict.game;
    if (!game.baseline) continue;
    const PairKey key{game.question, game.candidate, *game.baseline, game.judge,
                      game.turn,     game.repeat,    game.sample};
    const auto [place, is_new] = place_of.emplace(key, pairs.size());
    if (is_new) pairs.emplace_back();
    BothGames& games = pairs[place->second];
    switch (game.seating) {
      case Seating::candidate_first: games.candidate_first = &verdict; break;
      case Seating::baseline_first: games.baseline_first = &verdict; break;
    }
  }
  return pairs;
}

}  // namespace evenhand
