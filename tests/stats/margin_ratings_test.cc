#include "stats/margin_ratings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

TEST(ShareOfMarks, IsCutAtTheWhole) {
  EXPECT_DOUBLE_EQ(share_of_marks(8, 0, 30), 0.5 + 4.0 / 30.0);
  EXPECT_DOUBLE_EQ(share_of_marks(0, 40, 30), 0.0);
  EXPECT_DOUBLE_EQ(share_of_marks(20, 20, 45), 0.5);
}

TEST(GamesOfShare, AreMoreTheLargerTheLead) {
  EXPECT_EQ(games_of_share(0.5, 20), (GamesOfShare{1, 1}));
  EXPECT_EQ(games_of_share(0.51, 20), (GamesOfShare{1, 0}));
  EXPECT_EQ(games_of_share(0.75, 5), (GamesOfShare{3, 0}));
  EXPECT_EQ(games_of_share(0.0, 4), (GamesOfShare{0, 4}));
}

TEST(TrueSkill, MovesEqualsApartAndNarrowsBoth) {
  const SkillScale scale;
  const Skill start{scale.mean, scale.deviation};
  const auto [winner, loser] = after_win(start, start, scale);
  EXPECT_NEAR(winner.mean - 1200.0, 1200.0 - loser.mean, 1e-9);
  EXPECT_NEAR(winner.mean, 1258.8731, 1e-3);  // the public library's
  EXPECT_NEAR(winner.deviation, 100.7227, 1e-3);
}

TEST(TrueSkill, PullsTogetherOnADraw) {
  const SkillScale scale;
  const auto [one, other] = after_draw({1300, 100}, {1100, 100}, scale);
  EXPECT_LT(one.mean, 1300);
  EXPECT_GT(other.mean, 1100);
  EXPECT_GT(one.mean, other.mean);
  EXPECT_LT(one.deviation, 100);
}

TEST(TrueSkill, StaysFiniteWhereTheUnthinkableHappens) {
  const auto [winner, loser] = after_win({-1e6, 100}, {1e6, 100}, {});
  EXPECT_TRUE(std::isfinite(winner.mean) && std::isfinite(loser.mean));
  EXPECT_GE(winner.deviation, 0.0);
  const auto [likelier, other] = after_win({-1e4, 100}, {1e4, 100}, {});
  EXPECT_LT(likelier.deviation, 80.0) << "nothing teaches more than what nobody expected";
}

TEST(LadderOf, PlaysTheGamesOfEachMeetingAsOftenAsItsItemIsThere) {
  const std::vector<MarginMeeting> meetings = {{0, 1, 0, 1.0}, {0, 1, 1, 0.5}};
  const SkillScale scale;
  const Skill start{scale.mean, scale.deviation};
  const auto won = after_win(start, start, scale);
  const auto drawn = after_draw(won.first, won.second, scale);
  const std::vector<Skill> skills = ladder_of(meetings, 3, 1, scale);
  EXPECT_DOUBLE_EQ(skills[0].mean, drawn.first.mean);
  EXPECT_DOUBLE_EQ(skills[1].deviation, drawn.second.deviation);
  EXPECT_DOUBLE_EQ(skills[2].mean, 1200.0) << "met nobody";
  const std::vector<std::uint32_t> counts = {0, 0};
  EXPECT_DOUBLE_EQ(ladder_of(meetings, 3, 1, scale, counts)[0].mean, 1200.0);
  const std::vector<std::uint32_t> twice = {2, 0};
  const auto again = after_win(won.first, won.second, scale);
  EXPECT_DOUBLE_EQ(ladder_of(meetings, 3, 1, scale, twice)[0].mean, again.first.mean);
}

TEST(WithinWindow, KeepsMeetingsOfNeighbours) {
  const std::vector<Skill> skills = {{1000, 1}, {1300, 1}, {1200, 1}};
  const std::vector<MarginMeeting> meetings = {{0, 1, 0, 0.5}, {0, 2, 1, 0.5}, {1, 2, 2, 0.5}};
  const auto near = within_window(meetings, skills, 1);
  ASSERT_EQ(near.size(), 2U);
  EXPECT_EQ(near[0].item, 1U);
  EXPECT_EQ(near[1].item, 2U);
  EXPECT_EQ(within_window(meetings, skills, 2).size(), 3U);
}

TEST(Anchored, OnlyShiftsWhereRawRatingsDoNotDiffer) {
  EXPECT_DOUBLE_EQ(anchored({5.0, 5.0}, {1500, 200})(5.0), 1500.0);
}

json vectors_named(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/eq_bench/" + name);
  return in ? json::parse(in) : json();
}

void expect_sequence(const json& sequence) {
  const SkillScale scale{.mean = sequence.at("mu"),
                         .deviation = sequence.at("sigma"),
                         .luck = sequence.at("beta"),
                         .drift = sequence.at("tau")};
  std::map<std::string, Skill> skills;
  for (const char* const name : {"A", "B", "C"}) skills[name] = {scale.mean, scale.deviation};
  for (const json& match : sequence.at("matches")) {
    Skill& winner = skills.at(match.at("winner"));
    Skill& loser = skills.at(match.at("loser"));
    std::tie(winner, loser) = after_win(winner, loser, scale);
    for (const auto& [name, wanted] : match.at("after").items()) {
      EXPECT_NEAR(skills.at(name).mean, wanted.at(0), 2e-3);
      EXPECT_NEAR(skills.at(name).deviation, wanted.at(1), 2e-3);
    }
  }
}

TEST(MarginRatings, AgreeWithEqBench3OnEveryCase) {
  const json root = vectors_named("eqbench3_pairwise.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  for (const json& c : root.at("fraction_from_plus")) {
    EXPECT_NEAR(share_of_marks(c.at("plus_test"), c.at("plus_other"), 30),
                c.at("fraction_eqbench3"), 1e-9);
    EXPECT_NEAR(share_of_marks(c.at("plus_test"), c.at("plus_other"), 45), c.at("fraction_cw3"),
                1e-9);
  }
  for (const json& c : root.at("bin_fraction")) {
    for (const std::size_t bins : {std::size_t{20}, std::size_t{5}, std::size_t{4}}) {
      const json& wanted = c.at("bin" + std::to_string(bins));
      EXPECT_EQ(games_of_share(c.at("fraction"), bins), (GamesOfShare{wanted.at(0), wanted.at(1)}))
          << c.at("fraction") << " in " << bins;
    }
  }
  for (const json& sequence : root.at("trueskill_1v1_sequences")) expect_sequence(sequence);
  const json& anchors = root.at("anchor_normalisation");
  const json& raw = anchors.at("raw");
  const Anchoring anchoring =
      anchored({raw.at("anchor_hi"), raw.at("anchor_lo")},
               {anchors.at("targets").at("anchor_hi"), anchors.at("targets").at("anchor_lo")});
  EXPECT_NEAR(anchoring.scale, anchors.at("scale"), 1e-9);
  EXPECT_NEAR(anchoring.shift, anchors.at("shift"), 1e-9);
  for (const auto& [name, wanted] : anchors.at("out").items()) {
    EXPECT_NEAR(anchoring(raw.at(name)), wanted, 1e-9) << name;
  }
}

TEST(CalibratedScore, AgreesWithJudgemarkOnEveryCase) {
  const json root = vectors_named("judgemark_v2.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  std::array<double, 5> landmarks = {};
  for (std::size_t i = 0; i < landmarks.size(); ++i) landmarks[i] = root.at("in_landmarks").at(i);
  for (const json& c : root.at("cases")) {
    EXPECT_NEAR(calibrated_score(c.at("x"), landmarks), c.at("y"), 1e-9) << c.at("x");
  }
}

}  // namespace
}  // namespace evenhand
