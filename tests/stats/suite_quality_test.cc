#include "stats/suite_quality.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/stats/arena_hard_vectors.h"

namespace evenhand {
namespace {

using nlohmann::json;

std::vector<ScoreInterval> scores_of(const json& models) {
  std::vector<ScoreInterval> scores;
  for (const auto& [name, values] : models.items()) {
    scores.push_back({values[0], {.low = values[1], .high = values[2]}});
  }
  return scores;
}

TEST(SuiteQuality, IsWhatTheNotebookComputes) {
  const json root = arena_hard_vectors("benchmark_metrics.json");
  SKIP_WITHOUT(root);
  const auto suite = scores_of(root.at("scores"));
  const auto people = scores_of(root.at("gold"));
  std::vector<Interval> intervals;
  std::vector<double> suite_scores;
  std::vector<double> people_scores;
  for (std::size_t i = 0; i < suite.size(); ++i) {
    intervals.push_back(suite[i].interval);
    suite_scores.push_back(suite[i].score);
    people_scores.push_back(people[i].score);
  }
  const Separability separability = separability_of(intervals);
  EXPECT_EQ(separability.pairs, root.at("pairs"));
  EXPECT_EQ(separability.overlapping, root.at("overlapping_pairs"));
  EXPECT_NEAR(*separability.share(), root.at("separability").get<double>(), 1e-12);
  EXPECT_NEAR(*strict_agreement(suite_scores, people_scores),
              root.at("strict_agreement").get<double>(), 1e-12);
  const ConfidentAgreement agreement = confident_agreement(suite, people);
  EXPECT_EQ(agreement.pairs, root.at("agreement_pairs_used"));
  EXPECT_NEAR(*agreement.share(), root.at("agreement_with_confidence").get<double>(), 1e-12);
}

TEST(PairOrderLoss, IsWhatTheNotebookComputes) {
  const json root = arena_hard_vectors("benchmark_metrics.json");
  SKIP_WITHOUT(root);
  const json& brier = root.at("brier");
  std::vector<std::vector<double>> rounds;
  std::vector<double> people;
  for (const auto& [name, values] : brier.at("bootstrap").items()) {
    rounds.push_back(values.get<std::vector<double>>());
    people.push_back(brier.at("gold_rating").at(name));
  }
  const auto loss = pair_order_loss(rounds, people);
  ASSERT_TRUE(loss);
  EXPECT_NEAR(loss->brier, brier.at("mean").get<double>(), 1e-12);
}

TEST(PairOrderLoss, IsFiniteForOneWhoIsSureAndWrong) {
  const std::vector<std::vector<double>> rounds = {{1.0, 1.0}, {2.0, 2.0}};
  const auto loss = pair_order_loss(rounds, std::vector<double>{5.0, 4.0});
  ASSERT_TRUE(loss);
  EXPECT_EQ(loss->brier, 1.0);
  EXPECT_NEAR(loss->log_loss, 34.5, 0.1);
}

TEST(SuiteQuality, SaysNothingOfOneModel) {
  EXPECT_EQ(separability_of(std::vector<Interval>(1)).share(), std::nullopt);
  EXPECT_EQ(strict_agreement(std::vector<double>{1.0}, std::vector<double>{1.0}), std::nullopt);
  EXPECT_EQ(pair_order_loss(std::vector<std::vector<double>>{{1.0}}, std::vector<double>{1.0}),
            std::nullopt);
}

}  // namespace
}  // namespace evenhand
