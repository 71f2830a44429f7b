// Arena-Hard's own programs, written down by running them on made-up judgements, against ours.
#include "tests/stats/arena_hard_vectors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "judge/labels.h"
#include "run/arena_hard_sheet.h"

namespace evenhand {
namespace {

using nlohmann::json;

const std::string kInput = EVENHAND_SOURCE_DIR "/../shared/vectors/arena_hard/input/";

std::string short_name(const std::string& model) {
  return model.substr(model.find_last_of('/') + 1);
}

ArenaHardOrder new_order(const std::vector<std::string>& judges, const std::string& category) {
  ArenaHardOrder order{.answers = kInput + "model_answer", .category = category};
  for (const std::string& judge : judges) {
    order.judgments.push_back(kInput + "model_judgment/" + judge);
  }
  return order;
}

ArenaHardOrder old_order(std::uint32_t weight) {
  return {.judgments = {kInput + "v01_model_judgment"},
          .answers = kInput + "v01_model_answer",
          .version = ArenaHardVersion::v0_1,
          .weight = weight};
}

ArenaHardSheet sheet_of(const ArenaHardOrder& order) {
  auto sheet = read_arena_hard_sheet(DiskFileSystem(), order);
  EXPECT_TRUE(sheet) << to_text(sheet.error());
  return *std::move(sheet);
}

std::vector<ArenaHardRow> rows_of(const ArenaHardSheet& sheet, std::size_t model) {
  std::vector<ArenaHardRow> rows;
  for (const ArenaHardRow& row : sheet.rows) {
    if (row.model == model) rows.push_back(row);
  }
  return rows;
}

TEST(ArenaHardLabels, CountAsUpstreamCountsThem) {
  const json root = arena_hard_vectors("label_map.json");
  SKIP_WITHOUT(root);
  const std::size_t weight = root.at("weight");
  for (const auto& [label, scores] : root.at("as_game2_scores_for_model").items()) {
    const auto meaning = preference_of(label, five_way_labels());
    ASSERT_TRUE(meaning) << label;
    const std::size_t rows = meaning->margin == Margin::clear ? weight : 1;
    EXPECT_EQ(scores.get<std::vector<double>>(), std::vector<double>(rows, meaning->first_share));
    EXPECT_EQ(root.at("as_game1_scores_for_model").at(label).get<std::vector<double>>(),
              std::vector<double>(rows, 1.0 - meaning->first_share));
  }
}

void expect_battles(const json& expected, const std::vector<std::string>& judges) {
  std::size_t nulls = 0;
  for (const auto& [category, models] : expected.at("by_category").items()) {
    const ArenaHardSheet sheet = sheet_of(new_order(judges, category));
    const auto scores = arena_hard_scores(sheet.rows, sheet.models.size());
    ASSERT_EQ(sheet.models.size(), models.size());
    for (std::size_t m = 0; m < sheet.models.size(); ++m) {
      const json& model = models.at(sheet.models[m].model.text);
      EXPECT_EQ(sheet.models[m].rows, model.at("n"));
      EXPECT_NEAR(*scores[m], model.at("mean").get<double>(), 1e-12);
      nulls += sheet.models[m].null_judgments;
    }
  }
  EXPECT_EQ("Number of null judgments found: " + std::to_string(nulls),
            expected.at("stdout_null_line").get<std::string>());
}

TEST(ArenaHardSheet, HasTheRowsOfUpstreamV2) {
  const json root = arena_hard_vectors("v2_battles.json");
  SKIP_WITHOUT(root);
  expect_battles(root.at("judge-one"), {"judge-one"});
  expect_battles(root.at("judge-one+judge-two"), {"judge-one", "judge-two"});
}

TEST(ArenaHardSheet, HasTheRowsInUpstreamsOrder) {
  const json root = arena_hard_vectors("v2_battles.json");
  SKIP_WITHOUT(root);
  const ArenaHardSheet sheet = sheet_of(new_order({"judge-one"}, "hard_prompt"));
  std::vector<std::pair<std::string, double>> rows;
  for (const ArenaHardRow& row : rows_of(sheet, 0)) {
    for (std::size_t i = 0; i < row.count; ++i) {
      rows.emplace_back(sheet.questions[row.question].text, row.share);
    }
  }
  for (std::size_t i = 0; i < root.at("first_rows_judge_one_alpha").size(); ++i) {
    const json& expected = root.at("first_rows_judge_one_alpha")[i];
    EXPECT_EQ(rows.at(i).first, expected.at("uid"));
    EXPECT_EQ(rows.at(i).second, expected.at("score"));
  }
}

TEST(ArenaHardSheet, WeighsClearVerdictsAsUpstreamDoes) {
  const json root = arena_hard_vectors("v2_battles.json");
  SKIP_WITHOUT(root);
  for (const std::uint32_t weight : {1U, 2U, 5U}) {
    const json& expected = root.at("judge-one").at("weight_" + std::to_string(weight) + "_mean");
    ArenaHardOrder order = new_order({"judge-one"}, "hard_prompt");
    order.weight = weight;
    const ArenaHardSheet sheet = sheet_of(order);
    const auto scores = arena_hard_scores(sheet.rows, sheet.models.size());
    for (std::size_t m = 0; m < sheet.models.size(); ++m) {
      EXPECT_NEAR(*scores[m], expected.at(sheet.models[m].model.text).get<double>(), 1e-12)
          << weight;
    }
  }
}

TEST(ArenaHardRowBootstrap, IsThatOfUpstreamV2) {
  const json root = arena_hard_vectors("v2_bootstrap_nocontrol.json");
  SKIP_WITHOUT(root);
  const ArenaHardSheet sheet = sheet_of(new_order({"judge-one"}, "hard_prompt"));
  for (std::size_t m = 0; m < sheet.models.size(); ++m) {
    const std::string name = short_name(sheet.models[m].model.text);
    const auto expected = root.at("means_per_round").at(name).get<std::vector<double>>();
    const auto means = resampled_row_means(rows_of(sheet, m), expected.size(), rows_of_vectors());
    for (std::size_t r = 0; r < means.size(); ++r) EXPECT_NEAR(means[r], expected[r], 1e-12);
    const Interval interval = percentiles_of(means, 0.9);
    EXPECT_NEAR(interval.low, root.at("lower_q05").at(name).get<double>(), 1e-12);
    EXPECT_NEAR(interval.high, root.at("upper_q95").at(name).get<double>(), 1e-12);
  }
}

TEST(ArenaHardStyleFeatures, AreThoseOfUpstreamV2) {
  const json root = arena_hard_vectors("v2_style.json");
  SKIP_WITHOUT(root);
  const ArenaHardOrder order = new_order({"judge-one"}, "hard_prompt");
  const ArenaHardSheet sheet = sheet_of(order);
  const auto forms = read_forms(DiskFileSystem(), order);
  ASSERT_TRUE(forms) << to_text(forms.error());
  const auto formed = formed_rows(sheet, *forms, order.version);
  ASSERT_TRUE(formed) << to_text(formed.error());
  EXPECT_TRUE(formed->warnings.empty());
  std::size_t at = 0;
  for (const FormedRow& row : formed->rows) {
    for (std::size_t i = 0; i < row.row.count; ++i, ++at) {
      EXPECT_EQ(root.at("rows")[at].at("model"), sheet.models[row.row.model].model.text);
      for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
        EXPECT_NEAR(row.form[f], root.at("X_style_columns")[f][at].get<double>(), 1e-5);
      }
    }
  }
  EXPECT_EQ(at, root.at("n_rows"));
}

double win_rate_of_elo(double elo, double baseline) {
  return 1.0 / (1.0 + std::pow(10.0, (baseline - elo) / 400.0));
}

TEST(ArenaHardV01, HasUpstreamsBattlesAndTheirClosedForm) {
  const json root = arena_hard_vectors("v01_bt.json");
  SKIP_WITHOUT(root);
  for (const std::uint32_t weight : {1U, 3U}) {
    for (const bool first_only : {false, true}) {
      ArenaHardOrder order = old_order(weight);
      if (first_only) order.games = ArenaHardOrder::Games::first_only;
      const ArenaHardSheet sheet = sheet_of(order);
      const json& expected =
          root.at("first_game_only=" + std::string(first_only ? "True" : "False") +
                  " weight=" + std::to_string(weight));
      const auto scores = arena_hard_scores(sheet.rows, sheet.models.size());
      std::size_t battles = 0;
      for (std::size_t m = 0; m < sheet.models.size(); ++m) {
        const std::string& name = sheet.models[m].model.text;
        EXPECT_EQ(sheet.models[m].rows, expected.at("per_model").at(name).at("n"));
        EXPECT_NEAR(100.0 * *scores[m],
                    expected.at("per_model").at(name).at("win_rate").get<double>(), 1e-9);
        EXPECT_NEAR(100.0 * *scores[m], expected.at("sklearn_win_rate").at(name).get<double>(),
                    5e-3);
        battles += sheet.models[m].rows;
      }
      EXPECT_EQ(battles, expected.at("n_battles"));
    }
  }
}

void expect_rounds(const ArenaHardSheet& sheet, const json& elos, const RowPicker& pick) {
  const std::size_t rounds = elos.at("gpt-4-0314").size();
  const auto means = resampled_joint_means(sheet.rows, sheet.models.size(), rounds, pick);
  for (std::size_t m = 0; m < sheet.models.size(); ++m) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const double elo = elos.at(sheet.models[m].model.text)[round];
      EXPECT_NEAR(100.0 * means[m][round], 100.0 * win_rate_of_elo(elo, 1000.0), 5e-3);
    }
  }
}

TEST(ArenaHardV01, ResamplesAsUpstreamDoes) {
  const json root = arena_hard_vectors("v01_bt.json");
  SKIP_WITHOUT(root);
  const ArenaHardSheet sheet = sheet_of(old_order(3));
  const json& bootstrap = root.at("bootstrap");
  expect_rounds(sheet, bootstrap.at("elo_per_round"), rows_of_vectors());
  expect_rounds(sheet, root.at("numpy_seed42").at("get_bootstrap_result_10_rounds_elo"),
                rows_from_numpy(42));
  auto means = resampled_joint_means(sheet.rows, sheet.models.size(), bootstrap.at("rounds"),
                                     rows_of_vectors());
  for (const json& row : bootstrap.at("winrate_table")) {
    for (std::size_t m = 0; m < sheet.models.size(); ++m) {
      if (sheet.models[m].model.text != row.at("model")) continue;
      const Interval interval = elo_percentiles_of(means[m], 0.95);
      EXPECT_NEAR(100.0 * interval.low, row.at("lower").get<double>(), 0.01) << "two decimals";
      EXPECT_NEAR(100.0 * interval.high, row.at("upper").get<double>(), 0.01);
    }
  }
}

/// v0.1's weights: the baseline first, then models as in the file.
void expect_old_fit(const StyleFit& fit, const ArenaHardSheet& sheet, const json& elos,
                    const json& coefficients, const StyleModel& model) {
  std::size_t next = 0;
  for (std::size_t f = 0; f < kArenaHardFeatures; ++f) {
    if (!model.features[f]) continue;
    EXPECT_NEAR(fit.coefficients[f], coefficients[next++].get<double>(), 1e-9);
  }
  for (std::size_t m = 0; m < sheet.models.size(); ++m) {
    const std::string& name = sheet.models[m].model.text;
    const double elo = 1114.0 + 400.0 * (*fit.strengths[m] - fit.baseline);
    EXPECT_NEAR(elo, elos.at(name).get<double>(), 1e-6) << name;
  }
}

TEST(ArenaHardV01, ControlsStyleAsUpstreamWouldIfItArrived) {
  const json root = arena_hard_vectors("v01_style.json");
  SKIP_WITHOUT(root);
  const ArenaHardOrder order = old_order(3);
  const ArenaHardSheet sheet = sheet_of(order);
  const auto forms = read_forms(DiskFileSystem(), order);
  ASSERT_TRUE(forms) << to_text(forms.error());
  const auto formed = formed_rows(sheet, *forms, order.version);
  ASSERT_TRUE(formed) << to_text(formed.error());
  const std::map<std::string, std::array<bool, kArenaHardFeatures>> controls = {
      {"style", {true, true, true, true}},
      {"length", {true, false, false, false}},
      {"markdown", {false, true, true, true}}};
  for (const auto& [control, features] : controls) {
    SCOPED_TRACE(control);
    const json& expected = root.at(control);
    const StyleModel model = {.features = features, .kind = StyleModel::Kind::v0_1};
    const auto fit = fit_style(formed->rows, sheet.models.size(), model);
    ASSERT_TRUE(fit);
    const json& optimum = expected.at("converged_L2_C1");
    expect_old_fit(*fit, sheet, optimum.at("elo"), optimum.at("style_coef"), model);
    const json& rounds = expected.at("bootstrap_converged");
    const auto fits = resampled_style_fits(formed->rows, sheet.models.size(), model,
                                           rounds.at("rounds"), rows_of_vectors());
    for (std::size_t round = 0; round < fits.size(); ++round) {
      ASSERT_TRUE(fits[round]);
      json elos;
      for (std::size_t m = 0; m < expected.at("model_order").size(); ++m) {
        elos[expected.at("model_order")[m].get<std::string>()] = rounds.at("elo")[round][m];
      }
      expect_old_fit(*fits[round], sheet, elos, rounds.at("style_coef")[round], model);
    }
  }
}

}  // namespace
}  // namespace evenhand
