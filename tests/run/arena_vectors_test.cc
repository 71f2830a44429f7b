// Chatbot Arena's ratings: FastChat 0.2.36 was run on three hundred made-up battles; "exact" are
// the true optima of its objectives.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "formats/csv_table.h"
#include "run/rate.h"
#include "stats/bradley_terry.h"
#include "stats/elo.h"
#include "stats/style_control.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

using nlohmann::json;

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/arena/";

class ArenaVectors : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
    const auto read = disk.read(std::string(kVectors) + "battles.json", kMaxDataFile);
    ASSERT_TRUE(read);
    sample.files.files["battles.json"] = *read;
  }

  static json vectors(const std::string& name) {
    std::ifstream in(kVectors + name);
    return json::parse(in);
  }

  CsvTable table(const std::string& name) {
    return *read_csv(*disk.read(kVectors + name, kMaxDataFile), name);
  }

  static BattleOrder order() {
    return {.path = "battles.json", .conditions = {{"anony", {"true"}}}, .sort_by = "tstamp"};
  }

  RateBoard board(RateOrder told) {
    told.resamples = 0;
    auto rated = rate(told, sample.world());
    EXPECT_TRUE(rated) << (rated ? "" : to_text(rated.error()));
    return *std::move(rated);
  }

  static void expect_ratings(const RateBoard& rated, const json& wanted, double tolerance) {
    EXPECT_EQ(rated.rows.size(), wanted.size());
    for (const RatingRow& row : rated.rows) {
      ASSERT_TRUE(row.rating) << row.model;
      EXPECT_NEAR(*row.rating, wanted.at(row.model).get<double>(), tolerance) << row.model;
    }
  }

  /// A cell of a table by the names of its row (in the first column) and its column.
  static std::optional<double> cell(const CsvTable& table, const std::string& row,
                                    const std::string& column) {
    for (const CsvTable::Row& found : table.rows) {
      if (found.fields[0] == row) return parse_number(found.fields[*table.column(column)]);
    }
    return std::nullopt;
  }

  BattleLog log(BattleOrder told) {
    auto read = read_battles(sample.files, told);
    EXPECT_TRUE(read);
    return *std::move(read);
  }

  DiskFileSystem disk;
  SampleWorld sample;
};

TEST_F(ArenaVectors, BradleyTerryIsTheExactOptimum) {
  const json wanted = vectors("bt.json");
  expect_ratings(board({.battles = order()}), wanted.at("with_ties").at("exact"), 1e-6);
  expect_ratings(board({.battles = order(), .ties = TieRule::drop}),
                 wanted.at("no_ties").at("exact"), 1e-6);
}

TEST_F(ArenaVectors, FiltersLeaveTheSameBattles) {
  const json wanted = vectors("filters.json");
  using Wants = BattleCondition::Wants;
  const std::map<std::string, std::vector<BattleCondition>> conditions = {
      {"all_anonymous", {}},
      {"langs_English", {{"language", {"English"}}}},
      {"exclude_unknown_lang", {{"language", {"unknown"}, Wants::none_of}}},
      {"exclude_tie", {{"winner", {"tie", "tie (bothbad)"}, Wants::none_of}}},
      {"exclude_models_foxtrot",
       {{"model_a", {"foxtrot"}, Wants::none_of}, {"model_b", {"foxtrot"}, Wants::none_of}}},
      {"daily_vote_per_user_3_tz_UTC", {}}};
  for (const auto& [name, expected] : wanted.items()) {
    SCOPED_TRACE(name);
    RateOrder told{.battles = order()};
    const auto& more = conditions.at(name);
    told.battles.conditions.insert(told.battles.conditions.end(), more.begin(), more.end());
    if (name.starts_with("daily_vote")) told.battles.votes_per_day = 3;
    const RateBoard rated = board(told);
    EXPECT_EQ(rated.battles, expected.at("n").get<std::size_t>());
    expect_ratings(rated, expected.at("bt_exact"), 1e-6);
  }
}

TEST_F(ArenaVectors, ResampledBattlesGiveTheSameFits) {
  const CsvTable outcomes = table("bt_unique_outcomes.csv");
  const CsvTable counts = table("bt_bootstrap_counts.csv");
  const CsvTable ratings = table("bt_bootstrap_ratings_exact.csv");
  const CsvTable upstream = table("bt_bootstrap_ratings_fastchat.csv");
  const std::vector<std::string>& names = ratings.columns;
  const auto number_of = [&](const std::string& model) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), model) - names.begin());
  };
  for (std::size_t round = 0; round < counts.rows.size(); ++round) {
    std::vector<CountedBattle> battles;
    for (std::size_t o = 0; o < outcomes.rows.size(); ++o) {
      const CsvTable::Row& outcome = outcomes.rows[o];
      battles.push_back({number_of(outcome.fields[*outcomes.column("model_a")]),
                         number_of(outcome.fields[*outcomes.column("model_b")]),
                         *outcomes.number(outcome, *outcomes.column("outcome")),
                         *counts.number(counts.rows[round], o)});
    }
    const auto fit = fit_bradley_terry(battles, names.size());
    ASSERT_TRUE(fit);
    for (std::size_t m = 0; m < names.size(); ++m) {
      EXPECT_NEAR(elo_of(fit->strengths[m]), *ratings.number(ratings.rows[round], m), 1e-5);
      EXPECT_NEAR(elo_of(fit->strengths[m]), *upstream.number(upstream.rows[round], m), 0.01);
    }
  }
}

TEST_F(ArenaVectors, OnlineEloFollowsTheOrder) {
  const json wanted = vectors("elo_online.json");
  RateOrder elo{.battles = order(), .method = RateMethod::elo};
  expect_ratings(board(elo), wanted.at("k4"), 1e-9);
  elo.k = 32.0;
  expect_ratings(board(elo), wanted.at("k32"), 1e-9);
  elo.k = 4.0;
  elo.ties = TieRule::drop;
  expect_ratings(board(elo), wanted.at("k4_no_ties"), 1e-9);
}

TEST_F(ArenaVectors, ReplayedBattlesGiveTheSameElo) {
  const BattleLog battles = log(order());
  const CsvTable indices = table("elo_bootstrap_indices.csv");
  const CsvTable ratings = table("elo_bootstrap_ratings.csv");
  for (std::size_t round = 0; round < indices.columns.size(); ++round) {
    std::vector<TimedBattle> replayed;
    for (const CsvTable::Row& row : indices.rows) {
      const Battle& battle = battles.battles[static_cast<std::size_t>(*indices.number(row, round))];
      replayed.push_back({battle.model_a, battle.model_b, battle.share_a});
    }
    const std::vector<double> elo = online_elo(replayed, battles.models.size());
    for (std::size_t m = 0; m < elo.size(); ++m) {
      EXPECT_NEAR(elo[m], *ratings.number(ratings.rows[round], *ratings.column(battles.models[m])),
                  1e-6);
    }
  }
}

std::vector<StyledBattle> styled(const BattleLog& log) {
  std::vector<StyledBattle> battles;
  for (std::size_t i = 0; i < log.battles.size(); ++i) {
    const Battle& battle = log.battles[i];
    battles.push_back(
        {battle.model_a, battle.model_b, battle.share_a, log.styles[i].a, log.styles[i].b});
  }
  return battles;
}

TEST_F(ArenaVectors, StyleControlIsTheExactOptimum) {
  const json wanted = vectors("style.json");
  RateOrder told{.battles = order()};
  told.battles.with_style = true;
  expect_ratings(board(told), wanted.at("exact_ratings"), 1e-6);
  const BattleLog battles = log(told.battles);
  const auto fit = fit_style_control(styled(battles), battles.models.size(), kAllForm);
  ASSERT_TRUE(fit);
  const char* names[] = {"length", "header", "list", "bold"};
  for (std::size_t k = 0; k < kFormFeatures; ++k) {
    EXPECT_NEAR(fit->means[k], wanted.at("mean").at(names[k]).get<double>(), 1e-12);
    EXPECT_NEAR(fit->deviations[k], wanted.at("std_population").at(names[k]).get<double>(), 1e-12);
    EXPECT_NEAR(*fit->coefficients[k], wanted.at("exact_coefs").at(names[k]).get<double>(), 1e-8);
  }
}

TEST_F(ArenaVectors, ResampledStyleControlGivesTheSameFits) {
  BattleOrder told = order();
  told.with_style = true;
  const BattleLog battles = log(told);
  const std::vector<StyledBattle> rows = styled(battles);
  const auto fit = fit_style_control(rows, battles.models.size(), kAllForm);
  ASSERT_TRUE(fit);
  const CsvTable indices = table("style_bootstrap_indices.csv");
  const CsvTable wanted = table("style_bootstrap_exact.csv");
  const CsvTable upstream = table("style_bootstrap_fastchat.csv");
  for (std::size_t round = 0; round < indices.rows.size(); ++round) {
    std::vector<double> weights(rows.size(), 0.0);
    for (std::size_t i = 0; i < indices.columns.size(); ++i) {
      weights[static_cast<std::size_t>(*indices.number(indices.rows[round], i))] += 1.0;
    }
    const std::vector<double> values = refit_style_control(rows, *fit, 0.5, weights);
    for (std::size_t m = 0; m < battles.models.size(); ++m) {
      EXPECT_NEAR(elo_of(values[m]),
                  *wanted.number(wanted.rows[round], *wanted.column(battles.models[m])), 1e-4);
      EXPECT_NEAR(elo_of(values[m]),
                  *upstream.number(upstream.rows[round], *upstream.column(battles.models[m])),
                  0.01);
    }
  }
}

TEST_F(ArenaVectors, MatricesCountWhatWasDecided) {
  const RateBoard rated = board({.battles = order()});
  const CsvTable fractions = table("win_fraction_no_ties.csv");
  const CsvTable of_all = table("win_fraction_with_ties_in_denominator.csv");
  const CsvTable counts = table("battle_count_no_ties.csv");
  const json average = vectors("average_win_rate.json");
  const auto best = average_win_rates(rated.matrices, 3);
  for (std::size_t a = 0; a < rated.rows.size(); ++a) {
    const std::string& model = rated.rows[a].model;
    EXPECT_NEAR(*rated.average_win_rates[a], average.at("all").at(model).get<double>(), 1e-9);
    EXPECT_EQ(best[a].has_value(), average.at("limit_3").contains(model)) << model;
    if (best[a]) {
      EXPECT_NEAR(*best[a], average.at("limit_3").at(model).get<double>(), 1e-9);
    }
    for (std::size_t b = 0; b < rated.rows.size(); ++b) {
      if (a == b) continue;
      const std::string& other = rated.rows[b].model;
      EXPECT_NEAR(*rated.matrices.win_fraction[a][b], *cell(fractions, model, other), 1e-8);
      EXPECT_NEAR(*rated.matrices.win_fraction_of_all[a][b], *cell(of_all, model, other), 1e-8);
      EXPECT_EQ(rated.matrices.counts[a][b], *cell(counts, model, other));
    }
  }
}

TEST_F(ArenaVectors, JudgesWhoVoteAgainstEverybodyAreLeftOut) {
  const json vector = vectors("outlier_detect.json");
  std::string lines;
  for (const json& battle : vector.at("battles")) lines += battle.dump() + "\n";
  sample.files.files["battles.json"] = lines;
  const RateBoard rated = board({.battles = {.path = "battles.json", .with_judges = true}});
  EXPECT_EQ(rated.battles, vector.at("kept").get<std::size_t>());
  EXPECT_EQ(rated.warnings.back(), "2 judges vote against everybody else and are left out");
}

TEST_F(ArenaVectors, MatricesHaveNoGapWhereASideIsMissing) {
  const json vector = vectors("win_fraction_alignment_defect.json");
  std::string lines;
  for (const json& battle : vector.at("battles")) lines += battle.dump() + "\n";
  sample.files.files["battles.json"] = lines;
  const RateBoard rated = board({.battles = {.path = "battles.json"}});
  for (std::size_t a = 0; a < rated.rows.size(); ++a) {
    for (std::size_t b = 0; b < rated.rows.size(); ++b) {
      if (a == b) continue;
      EXPECT_EQ(*rated.matrices.win_fraction[a][b], vector.at("correct_matrix")
                                                        .at(rated.rows[a].model)
                                                        .at(rated.rows[b].model)
                                                        .get<double>());
    }
  }
}

}  // namespace
}  // namespace evenhand
