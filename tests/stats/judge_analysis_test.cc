#include "stats/judge_analysis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include "base/file_system.h"
#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr BootstrapPlan kNoIntervals{.resamples = 0};

AnalyzedTriple triple(std::vector<std::optional<double>> judge,
                      std::vector<std::optional<double>> people) {
  return {.judge = std::move(judge), .people = std::move(people)};
}

TEST(AnalyzeJudge, HoldsOneVoteAgainstThePeoplesMode) {
  const std::vector<AnalyzedTriple> triples = {triple({1, 2}, {1, 1, 2}),
                                               triple({2, 2}, {2, 2, 1})};
  const JudgeAnalysis found = analyze_judge(triples, ScoringRule::zero_one, kNoIntervals, Rng(1));
  EXPECT_EQ(found.human_agreement.value, 75.0);
  EXPECT_EQ(found.variance.value, 50.0);
  EXPECT_EQ(found.bias.value, 50.0) << "of votes 1 and 2 the mode is taken to be 2";
  EXPECT_EQ(found.parsed, 4U);
}

TEST(AnalyzeJudge, SkipsVotesThatCouldNotBeRead) {
  const std::vector<AnalyzedTriple> triples = {triple({1}, {1, std::nullopt}),
                                               triple({std::nullopt}, {2, 2})};
  const JudgeAnalysis found = analyze_judge(triples, ScoringRule::absolute, kNoIntervals, Rng(1));
  EXPECT_EQ(found.human_agreement.value, 100.0);
  EXPECT_EQ(found.variance.value, std::nullopt) << "asked once";
  EXPECT_EQ(found.parsed, 1U);
}

TEST(AnalyzeJudge, CountsPreferencesOnlyWhereTheAnswersDiffer) {
  AnalyzedTriple longer = triple({1}, {1});
  longer.length_1 = 100;
  longer.length_2 = 50;
  longer.has_list_2 = true;
  AnalyzedTriple alike = triple({2}, {1});
  alike.length_1 = 60;
  alike.length_2 = 50;
  const JudgeAnalysis found =
      analyze_judge(std::vector{longer, alike}, ScoringRule::absolute, kNoIntervals, Rng(1));
  EXPECT_EQ(found.prefers_longer.value, 1.0);
  EXPECT_EQ(found.prefers_lists.value, 0.0);
  EXPECT_EQ(found.prefers_first.value, 0.5);
}

TEST(AnalyzeJudge, GivesIntervalsThatResampleTriples) {
  std::vector<AnalyzedTriple> triples;
  for (int t = 0; t < 100; ++t) triples.push_back(triple({t % 4 == 0 ? 2.0 : 1.0}, {1.0}));
  const JudgeAnalysis found =
      analyze_judge(triples, ScoringRule::absolute, {.resamples = 500}, Rng(1));
  ASSERT_TRUE(found.human_agreement.interval);
  EXPECT_NEAR(found.human_agreement.interval->low, 75.0 - 1.96 * 4.33, 1.5);
  EXPECT_NEAR(found.human_agreement.interval->high, 75.0 + 1.96 * 4.33, 1.5);
}

/// The triples of AlpacaEval's test of its analyzer: five generators, 105 triples each.
class PublishedAnalyzer {
 public:
  static std::vector<AnalyzedTriple> triples(const std::string& judge) {
    std::vector<AnalyzedTriple> all;
    for (int generator = 0; generator < 5; ++generator) {
      for (int i = 0; i < 105; ++i) all.push_back(one(judge, generator, i));
    }
    return all;
  }

 private:
  static double person(int generator, int k, int voter) {
    const int left = (k * 31 + voter * 17 + generator * (k % 4)) % 7;
    return left >= 3 + (generator - 2) * (k % 2) ? 2.0 : 1.0;
  }

  static double vote(const std::string& judge, int generator, int k, int voter) {
    if ((k * 3 + voter) % 97 == 0) return 1.5;
    const int hundredths = (k * 13 + voter * 29 + generator * 5) % 101;
    if (judge == "cont") return 1.0 + hundredths / 100.0;
    return hundredths < 45 ? 1.0 : 2.0;
  }

  static AnalyzedTriple one(const std::string& judge, int generator, int i) {
    const int k = generator * 1000 + i;
    AnalyzedTriple made{.generator = static_cast<std::size_t>(generator)};
    made.has_list_1 = k % 5 == 0;
    made.has_list_2 = k % 3 == 0;
    made.length_1 = static_cast<std::size_t>((k * 7 % 23 + 1) * 4 + (made.has_list_1 ? 4 : 0));
    made.length_2 = static_cast<std::size_t>((k * 11 % 29 + 1) * 4 + (made.has_list_2 ? 5 : 0));
    for (int voter = 0; voter < 4; ++voter) {
      made.people.emplace_back(person(generator, k, voter));
      made.judge.emplace_back(judge == "longest" ? (made.length_1 > made.length_2 ? 1.0 : 2.0)
                                                 : vote(judge, generator, k, voter));
    }
    if (judge == "humans") {
      made.judge = made.people;
      made.people.clear();
    }
    return made;
  }
};

double number(const Node& numbers, const char* name) {
  const Node* found = numbers.find(name);
  EXPECT_NE(found, nullptr) << name;
  return *parse_number(*as_text(*found));
}

void expect_published(const Node& expected, const JudgeAnalysis& found) {
  const std::pair<const char*, const AnalyzedValue*> values[] = {
      {"Human agreement", &found.human_agreement},
      {"Bias", &found.bias},
      {"Variance", &found.variance},
      {"Spearman corr.", &found.spearman},
      {"Pearson corr.", &found.pearson},
      {"Proba. prefer longer", &found.prefers_longer},
      {"Proba. prefer lists", &found.prefers_lists},
      {"Proba. prefer 1", &found.prefers_first}};
  for (const auto& [name, value] : values) {
    ASSERT_TRUE(value->value) << name;
    EXPECT_NEAR(*value->value, number(expected, name), 1e-9) << name;
  }
  EXPECT_EQ(static_cast<double>(found.parsed), number(expected, "# parsed"));
}

TEST(AnalyzeJudge, GivesAlpacaEvalsNumbers) {
  const std::string path = EVENHAND_SOURCE_DIR "/../shared/vectors/alpaca_eval/analyzer.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is missing";
  const auto contents = DiskFileSystem().read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto root = read_json(*contents, path);
  ASSERT_TRUE(root) << to_text(root.error());
  const Node* results = root->find("results");
  ASSERT_NE(results, nullptr);
  for (const Member& member : *results->map()) {
    SCOPED_TRACE(member.key);
    const std::size_t slash = member.key.find('/');
    const std::string rule = member.key.substr(slash + 1);
    const ScoringRule scoring = rule == "zero_one"   ? ScoringRule::zero_one
                                : rule == "absolute" ? ScoringRule::absolute
                                                     : ScoringRule::squared;
    expect_published(member.value,
                     analyze_judge(PublishedAnalyzer::triples(member.key.substr(0, slash)), scoring,
                                   kNoIntervals, Rng(1)));
  }
}

}  // namespace
}  // namespace evenhand
