#include "run/pairing.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class PairingTest : public testing::Test {
 protected:
  RunSetting setting(std::size_t candidates, const std::string& opponents) {
    std::string list;
    for (std::size_t c = 0; c < candidates; ++c) {
      const std::string number = std::to_string(c);
      list += (c == 0 ? "" : ", ") + ("{name: c" + number + ", model: m" + number + "}");
    }
    return sample.setting({"candidates=[" + list + "]", "opponents=" + opponents});
  }

  SampleWorld sample;
};

using Pairs = std::vector<Pairing>;

TEST_F(PairingTest, SetsEveryCandidateAgainstTheBaselineUnlessToldOtherwise) {
  EXPECT_EQ(pairings(setting(2, "baseline"), 0), (Pairs{{0, 2}, {1, 2}}));
  EXPECT_EQ(pairings(sample.setting({"protocol=graded"}), 0), (Pairs{{0, std::nullopt}}));
}

TEST_F(PairingTest, SetsEverybodyAgainstEverybodyOnce) {
  EXPECT_EQ(pairings(setting(3, "all"), 1), (Pairs{{0, 1}, {0, 2}, {1, 2}}));
}

TEST_F(PairingTest, GivesEachCandidateAsManyOpponentsAsAskedForAndConnectsThem) {
  const RunSetting ring = setting(7, "2");
  const Pairs pairs = pairings(ring, 0);
  EXPECT_EQ(pairs.size(), 7U);
  std::vector<int> games(7, 0);
  std::vector<std::size_t> group = {0, 1, 2, 3, 4, 5, 6};
  for (const Pairing& pair : pairs) {
    ++games[pair.candidate];
    ++games[*pair.opponent];
    EXPECT_LT(pair.candidate, *pair.opponent);
    const std::size_t old = group[*pair.opponent];
    for (std::size_t& of : group) {
      if (of == old) of = group[pair.candidate];
    }
  }
  EXPECT_EQ(games, std::vector<int>(7, 2));
  EXPECT_EQ(std::set<std::size_t>(group.begin(), group.end()).size(), 1U);
  EXPECT_NE(pairs, pairings(ring, 1)) << "each question has a ring of its own";
}

TEST_F(PairingTest, IsEverybodyWhereMoreOpponentsAreAskedForThanThereAre) {
  EXPECT_EQ(pairings(setting(4, "6"), 0), pairings(setting(4, "all"), 0));
}

TEST_F(PairingTest, KeepsMostGamesWhenACandidateJoins) {
  const Pairs before = pairings(setting(9, "2"), 0);
  const Pairs after = pairings(setting(10, "2"), 0);
  std::size_t kept = 0;
  for (const Pairing& pair : before) {
    kept += static_cast<std::size_t>(std::count(after.begin(), after.end(), pair));
  }
  EXPECT_EQ(kept, before.size() - 1) << "the new one sits down between two neighbours";
}

TEST_F(PairingTest, RefusesCandidatesThatHaveNobodyToMeet) {
  auto file = read_run_file(sample.files, "run.yaml", {"opponents=all"});
  ASSERT_TRUE(file);
  const auto alone = load_setting(*std::move(file), sample.world());
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().what,
            "'opponents' compares candidates with each other, and the run has one");
}

TEST_F(PairingTest, RefusesOddNumbersAndOtherWords) {
  const auto odd = read_run_file(sample.files, "run.yaml", {"opponents=3"});
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().what, "'opponents' must be an even number, found 3");
  const auto word = read_run_file(sample.files, "run.yaml", {"opponents=everyone"});
  ASSERT_FALSE(word);
  EXPECT_EQ(word.error().what, "unknown opponents 'everyone'");
}

}  // namespace
}  // namespace evenhand
