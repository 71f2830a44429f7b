#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "stats/length_control.h"
#include "tests/stats/published_alpaca_eval.h"

namespace evenhand {
namespace {

class PublishedLengthControl : public testing::Test {
 protected:
  void SetUp() override {
    if (!data) GTEST_SKIP() << "AlpacaEval's published annotations are not beside the sources";
  }

  inline static const std::optional<PublishedAlpacaEval> data = PublishedAlpacaEval::read();
};

TEST_F(PublishedLengthControl, MeetsTheLeaderboard) {
  std::vector<double> distances;
  for (const auto& [model, rows] : data->annotations) {
    if (!data->leaderboard.contains(model)) continue;
    const auto published = data->leaderboard.at(model);

    const auto fit = fit_length_control(rows, data->gamed);

    ASSERT_TRUE(fit) << model;
    distances.push_back(std::abs(100.0 * fit->win_rate - published.length_controlled_win_rate));
    std::printf("%-40s %9.4f %9.4f %8.4f  se %.4f %.4f  C %.4g\n", model.c_str(),
                100.0 * fit->win_rate, published.length_controlled_win_rate, distances.back(),
                100.0 * fit->published_standard_error, published.standard_error,
                fit->inverse_penalty);
    EXPECT_LT(distances.back(), 0.16) << model;
    if (published.standard_error == 0.0) continue;  // not given for every model
    EXPECT_NEAR(100.0 * fit->published_standard_error, published.standard_error, 0.02) << model;
  }
  ASSERT_GE(distances.size(), 28U);
  std::sort(distances.begin(), distances.end());
  std::printf("median distance %.4f, largest %.4f\n", distances[distances.size() / 2],
              distances.back());
  EXPECT_LT(distances[distances.size() / 2], 0.03);
}

TEST_F(PublishedLengthControl, FollowsFromThePublishedWeights) {
  std::size_t compared = 0;
  std::size_t met = 0;
  for (const auto& [model, row] : data->leaderboard) {
    // Models with fewer rows than the suite were predicted on those rows only.
    if (!data->weights.contains(model) || row.rows != data->difficulties.size()) continue;
    const double predicted =
        100.0 * predicted_win_rate(data->weights.at(model), {}, data->difficulties);
    ++compared;
    if (std::abs(predicted - row.length_controlled_win_rate) < 0.001) ++met;
    // Two rows of the leaderboard are newer than the weights published for them.
    EXPECT_NEAR(predicted, row.length_controlled_win_rate, 0.2) << model;
  }
  std::printf("predicted from published weights: %zu of %zu models\n", met, compared);
  EXPECT_GE(met + 2, compared);
  EXPECT_GT(compared, 100U);
}

}  // namespace
}  // namespace evenhand
