#include "judge/criterion_marks.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

TEST(CriterionPoints, AreFoundInEitherForm) {
  const std::map<std::string, double> wanted = {
      {"Coherent", 18.0}, {"Elegant Prose", 15.5}, {"Purple Prose", 6.0}};
  EXPECT_EQ(criterion_points("[Scores]\nCoherent: 18\nElegant Prose: Score 15.5\n"
                             "Purple Prose: [6]\nMeandering: 21",
                             20),
            wanted);
  EXPECT_TRUE(criterion_points("\xFF\xFE: x", 20).empty());
}

TEST(KnownCriteria, LeaveOutWhatAnAnalysisSaysBesides) {
  const std::map<std::string, double> wanted = {{"Elegant Prose", 11.0}, {"Weak Dialogue", 3.0}};
  EXPECT_EQ(known_criteria_of(criterion_points("It begins at 10:47.\n**Elegant Prose**: 11\n"
                                               "- Weak Dialogue: 3\n***: 4\nCharm: 5",
                                               20)),
            wanted);
}

TEST(MeanPoints, CountNegativeCriteriaFromTheTop) {
  EXPECT_DOUBLE_EQ(*mean_points({{"Coherent", 18.0}, {"Purple Prose", 4.0}}, 20), 17.0);
  EXPECT_EQ(mean_points({{"Coherent", -1.0}}, 20), std::nullopt);
  EXPECT_EQ(mean_points({{"Coherent", 1.0}}, 20, 5), std::nullopt);
}

TEST(StrengthMarks, CountForWhomTheyAreGiven) {
  const StrengthMarks wanted{.first = 2, .second = 1};
  EXPECT_EQ(
      strength_marks({{"a", "A0493++"}, {"b", "A0488 +"}, {"c", "tie +++"}}, MarkRule::eq_bench_3),
      wanted);
}

json vectors_named(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/eq_bench/" + name);
  return in ? json::parse(in) : json();
}

TEST(CriterionPoints, AgreeWithCreativeWritingOnEveryCase) {
  const json root = vectors_named("creative_v3_parse.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  for (const json& name : root.at("negative_criteria")) {
    EXPECT_TRUE(is_negative_criterion(name.get<std::string>())) << name;
  }
  for (const json& c : root.at("cases")) {
    const std::map<std::string, double> wanted = c.at("scores");
    const auto points = criterion_points(c.at("text").get<std::string>(), 20);
    EXPECT_EQ(points, wanted) << c.at("text");
    EXPECT_DOUBLE_EQ(*mean_points(points, 20), c.at("piece_score_0_20")) << c.at("text");
  }
}

TEST(MeanPoints, AgreeWithJudgemarksRawScores) {
  const json root = vectors_named("judgemark_v2.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  constexpr std::size_t kLeast = 5;
  for (const json& c : root.at("raw_score_cases")) {
    const double low = c.at("range").at(0);
    const double high = c.at("range").at(1);
    const auto mean = mean_points(c.at("scores"), high, kLeast);
    ASSERT_EQ(mean.has_value(), !c.at("out").is_null());
    if (!mean) continue;
    EXPECT_NEAR(1.0 + (*mean - low) * 9.0 / (high - low), c.at("out"), 1e-9);
  }
}

void expect_tallies(const json& cases, MarkRule rule) {
  for (const json& c : cases) {
    std::vector<std::pair<std::string, std::string>> verdicts;
    for (const auto& [criterion, verdict] : c.at("judge_json").items()) {
      if (verdict.is_string()) verdicts.emplace_back(criterion, verdict);
    }
    const StrengthMarks marks = strength_marks(verdicts, rule);
    EXPECT_EQ(marks.first, c.at("plus_A")) << c;
    EXPECT_EQ(marks.second, c.at("plus_B")) << c;
    if (!c.contains("outcome_for_A")) continue;
    const double outcome = marks.first > marks.second   ? 1.0
                           : marks.first < marks.second ? 0.0
                                                        : 0.5;
    EXPECT_EQ(outcome, c.at("outcome_for_A")) << c;
  }
}

TEST(StrengthMarks, AgreeWithUpstreamOnEveryCase) {
  const json root = vectors_named("eqbench3_pairwise.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  expect_tallies(root.at("judge_json_tally_eqbench3"), MarkRule::eq_bench_3);
  expect_tallies(root.at("judge_json_tally_cw3"), MarkRule::creative_writing_3);
}

}  // namespace
}  // namespace evenhand
