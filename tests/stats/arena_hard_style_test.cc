#include "stats/arena_hard_style.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/stats/arena_hard_vectors.h"

namespace evenhand {
namespace {

using nlohmann::json;

/// The rows of v2_style.json, with the features that upstream made of them.
struct StyleBoard {
  std::vector<FormedRow> rows;
  std::vector<std::string> models;  // without the baseline, which stands last in the file
};

StyleBoard board_of(const json& root) {
  StyleBoard board;
  for (const json& name : root.at("models")) board.models.push_back(name);
  board.models.pop_back();
  std::map<std::string, std::size_t> questions;
  for (std::size_t i = 0; i < root.at("rows").size(); ++i) {
    const json& row = root.at("rows")[i];
    const std::string whole = row.at("model");
    const std::string name = whole.substr(whole.find_last_of('/') + 1);
    const auto model = std::find(board.models.begin(), board.models.end(), name);
    FormedRow formed{
        .row = {.model = static_cast<std::size_t>(model - board.models.begin()),
                .question = questions.emplace(row.at("uid"), questions.size()).first->second,
                .share = row.at("score").get<double>()}};
    for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
      formed.form[f] = root.at("X_style_columns")[f][i].get<double>();
    }
    board.rows.push_back(formed);
  }
  return board;
}

void expect_weights(const StyleFit& fit, const json& expected, double tolerance) {
  const std::size_t models = fit.strengths.size();
  for (std::size_t m = 0; m < models; ++m) {
    EXPECT_NEAR(*fit.strengths[m], expected[m].get<double>(), tolerance) << "model " << m;
  }
  EXPECT_NEAR(fit.baseline, expected[models].get<double>(), tolerance);
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
    EXPECT_NEAR(fit.coefficients[f], expected[models + 1 + f].get<double>(), tolerance)
        << "feature " << f;
  }
}

constexpr StyleModel kAsUpstream = {.optimizer = StyleModel::Optimizer::as_upstream};

TEST(ArenaHardStyle, StopsWhereUpstreamStops) {
  const json root = arena_hard_vectors("v2_style.json");
  SKIP_WITHOUT(root);
  const StyleBoard board = board_of(root);
  const auto fit = fit_style(board.rows, board.models.size(), kAsUpstream);
  ASSERT_TRUE(fit);
  const json& all = root.at("fit_all_rows");
  expect_weights(*fit, all.at("numpy_float64").at("w"), 1e-9);
  for (std::size_t m = 0; m < board.models.size(); ++m) {
    EXPECT_NEAR(*fit->win_rate(m), all.at("winrate_torch").at(board.models[m]).get<double>(), 5e-6);
  }
}

TEST(ArenaHardStyle, FindsTheOptimumThatUpstreamMisses) {
  const json root = arena_hard_vectors("v2_style.json");
  SKIP_WITHOUT(root);
  const StyleBoard board = board_of(root);
  const auto fit = fit_style(board.rows, board.models.size(), {});
  ASSERT_TRUE(fit);
  const json& all = root.at("fit_all_rows");
  expect_weights(*fit, all.at("converged_optimum_float64"), 1e-9);
  for (std::size_t m = 0; m < board.models.size(); ++m) {
    EXPECT_NEAR(*fit->win_rate(m), all.at("winrate_converged").at(board.models[m]).get<double>(),
                1e-9);
  }
}

TEST(ArenaHardStyle, FitsUpstreamsRounds) {
  const json root = arena_hard_vectors("v2_style.json");
  SKIP_WITHOUT(root);
  const StyleBoard board = board_of(root);
  const json& expected = root.at("bootstrap").at("coefs_numpy_float64");
  const auto fits = resampled_style_fits(board.rows, board.models.size(), kAsUpstream,
                                         expected.size(), rows_of_vectors());
  for (std::size_t round = 0; round < expected.size(); ++round) {
    ASSERT_TRUE(fits[round]);
    expect_weights(*fits[round], expected[round], 1e-9);
  }
}

FormedRow game(std::size_t model, std::size_t question, double share, double length) {
  return {.row = {.model = model, .question = question, .share = share}, .form = {length}};
}

TEST(ArenaHardStyle, WithoutDifferencesInFormIsTheMean) {
  std::vector<FormedRow> rows;
  for (std::size_t q = 0; q < 8; ++q) rows.push_back(game(0, q, q < 6 ? 1.0 : 0.0, 0.0));
  const auto fit = fit_style(rows, 1, {});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(*fit->win_rate(0), 0.75, 1e-9);
  EXPECT_EQ(fit->coefficients, FormValues{});
}

TEST(ArenaHardStyle, TakesModelsThatWonEverythingOutOfTheFit) {
  std::vector<FormedRow> rows;
  for (std::size_t q = 0; q < 8; ++q) {
    rows.push_back(game(0, q, q < 6 ? 1.0 : 0.0, q % 2 == 0 ? 1.0 : -1.0));
    rows.push_back(game(1, q, 1.0, 1.0));
  }
  const auto fit = fit_style(rows, 3, {});
  ASSERT_TRUE(fit);
  const std::vector<FormedRow> alone = {rows[0], rows[2],  rows[4],  rows[6],
                                        rows[8], rows[10], rows[12], rows[14]};
  EXPECT_NEAR(*fit->win_rate(0), *fit_style(alone, 1, {})->win_rate(0), 1e-9);
  EXPECT_EQ(fit->win_rate(1), 1.0);
  EXPECT_EQ(fit->win_rate(2), std::nullopt) << "it has no rows";
}

TEST(ArenaHardStyle, HasNoFitWhereLengthTellsAll) {
  std::vector<FormedRow> rows;
  for (std::size_t q = 0; q < 8; ++q) {
    const bool is_longer = q % 2 == 1;
    rows.push_back(game(0, q, is_longer ? 1.0 : 0.0, is_longer ? 1.0 : -1.0));
  }
  EXPECT_FALSE(fit_style(rows, 1, {}));
}

TEST(FormDifference, IsRelativeAndKnowsEmptyAnswers) {
  const FormValues model = {300, 4, 0, 2};
  const FormValues baseline = {100, 1, 0, 0};
  const FormValues counts = form_difference(model, baseline, FormDifference::of_counts);
  EXPECT_DOUBLE_EQ(counts[0], 200.0 / 401.0);
  EXPECT_DOUBLE_EQ(counts[1], 3.0 / 6.0);
  EXPECT_DOUBLE_EQ(counts[2], 0.0);
  const FormValues densities = form_difference(model, baseline, FormDifference::of_densities);
  EXPECT_DOUBLE_EQ(densities[0], 0.5);
  EXPECT_DOUBLE_EQ(densities[3], (2.0 / 301.0) / (2.0 / 301.0 + 1.0));
  EXPECT_EQ(form_difference({}, {}, FormDifference::of_densities), FormValues{});
}

TEST(Standardize, CountsRowsAsOftenAsTheyStand) {
  std::vector<FormedRow> rows = {game(0, 0, 1.0, 1.0), game(0, 1, 1.0, 5.0)};
  rows[0].row.count = 3;
  std::vector<FormedRow> sample = rows;
  standardize(rows, Deviation::of_population);
  EXPECT_NEAR(rows[1].form[0], 3.0 / std::sqrt(3.0), 1e-12);
  EXPECT_EQ(rows[1].form[1], 0.0) << "equal everywhere";
  standardize(sample, Deviation::of_sample);
  EXPECT_NEAR(sample[1].form[0], 3.0 / 2.0, 1e-12);
}

TEST(StyleIntervals, HoldTheFitAndDoNotDependOnThreads) {
  std::vector<FormedRow> rows;
  Rng rng(3);
  for (std::size_t q = 0; q < 60; ++q) {
    for (std::size_t m = 0; m < 2; ++m) {
      rows.push_back(game(m, q, rng.uniform() < 0.6 ? 1.0 : 0.0, rng.normal()));
    }
  }
  const auto fit = fit_style(rows, 2, {});
  const StyleIntervals one = style_intervals(rows, 2, {}, {.resamples = 100}, Rng(1));
  const StyleIntervals two = style_intervals(rows, 2, {}, {.resamples = 100, .threads = 2}, Rng(1));
  for (std::size_t m = 0; m < 2; ++m) {
    ASSERT_TRUE(one.win_rates[m]);
    EXPECT_LT(one.win_rates[m]->low, *fit->win_rate(m));
    EXPECT_GT(one.win_rates[m]->high, *fit->win_rate(m));
  }
  EXPECT_EQ(one.win_rates, two.win_rates);
  EXPECT_EQ(one.coefficients, two.coefficients);
}

}  // namespace
}  // namespace evenhand
