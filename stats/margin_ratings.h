#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace evenhand {

// How EQ-Bench 3 and its relatives turn a judge's margins into ratings.

/// One model's share of a comparison from the strength marks that either got, 0.5 for a draw; a
/// lead of `most` marks or more is the whole. 30 in EQ-Bench 3, 45 in creative writing v3.
double share_of_marks(double own, double other, double most);

/// The games that a share stands for: a draw is one of each, else all are won by one side, more of
/// them the larger its lead. `bins` at most: 20 for EQ-Bench 3's ratings, 5 for its intervals.
struct GamesOfShare {
  std::size_t won = 0;
  std::size_t lost = 0;

  friend bool operator==(const GamesOfShare&, const GamesOfShare&) = default;
};
GamesOfShare games_of_share(double share, std::size_t bins);

/// TrueSkill for two players without a margin for draws (Herbrich, Minka and Graepel 2006).
struct SkillScale {
  double mean = 1200.0;
  double deviation = 350.0 / 3.0;
  double luck = 350.0 / 6.0;  // beta: how far a performance strays from the skill
  double drift = 0.0;         // tau: added to the deviation before each game
};

struct Skill {
  double mean = 0.0;
  double deviation = 0.0;
};

/// Winner and loser after their game.
std::pair<Skill, Skill> after_win(const Skill& winner, const Skill& loser, const SkillScale& scale);

/// Both after a draw: the limit for a vanishing margin, in which they are pulled together.
std::pair<Skill, Skill> after_draw(const Skill& one, const Skill& other, const SkillScale& scale);

/// Two models on one item: the first one's share, and which item, by its place among the items.
struct MarginMeeting {
  std::size_t first = 0;
  std::size_t second = 0;
  std::size_t item = 0;
  double share = 0.5;
};

/// Skills after all games that the shares stand for, one meeting after the other, everybody from
/// the scale's mean: the order of the meetings matters a little. A meeting is there as often as its
/// item, by `counts`; once where `counts` is empty.
std::vector<Skill> ladder_of(std::span<const MarginMeeting> meetings, std::size_t models,
                             std::size_t bins, const SkillScale& scale,
                             std::span<const std::uint32_t> counts = {});

/// Those of the meetings whose models are at most `window` places apart, by these skills.
std::vector<MarginMeeting> within_window(std::span<const MarginMeeting> meetings,
                                         std::span<const Skill> skills, std::size_t window);

/// A linear map that takes two raw ratings to the values that their anchors shall have; where these
/// raw ratings do not differ, only a shift.
struct Anchoring {
  double scale = 1.0;
  double shift = 0.0;

  double operator()(double raw) const { return raw * scale + shift; }
};
Anchoring anchored(std::pair<double, double> raw, std::pair<double, double> wanted);

/// Judgemark's calibration: straight lines between five landmarks of a judge's scores (minimum,
/// quartiles, maximum) and 0, 3, 5, 7, 10; outside, with the slope at that edge. Requires landmarks
/// that ascend.
double calibrated_score(double score, const std::array<double, 5>& landmarks);

}  // namespace evenhand
