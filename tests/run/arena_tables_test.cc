// The rest of Chatbot Arena's vectors: leaderboards, percentiles, edge cases, thinned prompts, and
// the CSV form of the battles.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "formats/csv_table.h"
#include "run/rate.h"
#include "stats/rating_spread.h"
#include "stats/style_control.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

using nlohmann::json;

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/arena/";

class ArenaTables : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
    for (const char* name : {"battles.json", "battles.csv"}) {
      const auto read = disk.read(std::string(kVectors) + name, kMaxDataFile);
      ASSERT_TRUE(read);
      sample.files.files[name] = *read;
    }
  }

  static json vectors(const std::string& name) {
    std::ifstream in(kVectors + name);
    return json::parse(in);
  }

  CsvTable table(const std::string& name) {
    return *read_csv(*disk.read(kVectors + name, kMaxDataFile), name);
  }

  /// Every row's numbers in the columns, [row][column].
  static RatingDraws draws(const CsvTable& table, const std::vector<std::string>& columns) {
    RatingDraws all;
    for (const CsvTable::Row& row : table.rows) {
      auto& draw = all.emplace_back();
      for (const auto& name : columns) draw.push_back(*table.number(row, *table.column(name)));
    }
    return all;
  }

  /// A leaderboard's intervals and ranks are those of the rounds. With an anchor every round is
  /// shifted so that the model has that rating.
  void expect_leaderboard(const std::string& leaderboard, const std::string& rounds,
                          const std::optional<std::pair<std::string, double>>& anchor = {}) {
    const CsvTable wanted = table(leaderboard);
    std::vector<std::string> models;
    for (const CsvTable::Row& row : wanted.rows) models.push_back(row.fields[0]);
    RatingDraws ratings = draws(table(rounds), models);
    if (anchor) {
      const auto place = std::find(models.begin(), models.end(), anchor->first) - models.begin();
      for (auto& draw : ratings) {
        const double shift = anchor->second - draw[static_cast<std::size_t>(place)];
        for (double& rating : draw) rating += shift;
      }
    }
    const std::vector<Interval> intervals = intervals_of(ratings);
    const std::vector<std::size_t> ranks = upper_bound_ranks(intervals);
    for (std::size_t i = 0; i < models.size(); ++i) {
      const auto number = [&, row = wanted.rows[i]](const char* column) {
        return *wanted.number(row, *wanted.column(column));
      };
      EXPECT_NEAR(intervals[i].low, number("rating_q025"), 1e-6) << models[i];
      EXPECT_NEAR(intervals[i].high, number("rating_q975"), 1e-6) << models[i];
      EXPECT_EQ(ranks[i], number("final_ranking")) << models[i];
    }
  }

  Result<RateBoard> rated(const std::string& csv, RateOrder order = {}) {
    sample.files.files["b.csv"] = "model_a,model_b,winner\n" + csv;
    order.battles.path = "b.csv";
    order.resamples = 0;
    return rate(order, sample.world());
  }

  static double rating(const RateBoard& board, const std::string& model) {
    for (const RatingRow& row : board.rows) {
      if (row.model == model && row.rating) return *row.rating;
    }
    ADD_FAILURE() << model;
    return 0.0;
  }

  DiskFileSystem disk;
  SampleWorld sample;
};

TEST_F(ArenaTables, LeaderboardsFollowFromTheirRounds) {
  expect_leaderboard("bt_leaderboard_exact.csv", "bt_bootstrap_ratings_exact.csv");
  expect_leaderboard("bt_leaderboard_fastchat.csv", "bt_bootstrap_ratings_fastchat.csv");
  expect_leaderboard("bt_leaderboard_exact_anchored_charlie_1114.csv",
                     "bt_bootstrap_ratings_exact.csv", {{"charlie", 1114.0}});
  expect_leaderboard("style_leaderboard_exact.csv", "style_bootstrap_exact.csv");
}

TEST_F(ArenaTables, PercentilesAreLinearBetweenNeighbours) {
  const json wanted = vectors("quantile_cases.json");
  auto values = wanted["values"].get<std::vector<double>>();
  std::sort(values.begin(), values.end());
  for (const auto& [q, value] : wanted["q"].items()) {
    EXPECT_NEAR(quantile_of_sorted(values, std::stod(q)), value.get<double>(), 1e-12) << q;
  }
}

TEST_F(ArenaTables, EloOfRoundsHasThePublishedEnds) {
  const json wanted = vectors("elo_bootstrap_summary.json");
  const CsvTable rounds = table("elo_bootstrap_ratings.csv");
  const std::vector<Interval> intervals = intervals_of(draws(rounds, rounds.columns));
  for (std::size_t m = 0; m < rounds.columns.size(); ++m) {
    const std::string& model = rounds.columns[m];
    if (!wanted["q025"].contains(model)) continue;
    EXPECT_NEAR(intervals[m].low, wanted["q025"][model].get<double>(), 1e-6);
    EXPECT_NEAR(intervals[m].high, wanted["q975"][model].get<double>(), 1e-6);
  }
}

TEST_F(ArenaTables, CsvSaysWhatJsonSays) {
  BattleOrder order{.path = "battles.json",
                    .conditions = {{"anony", {"true"}}},
                    .sort_by = "tstamp",
                    .with_style = true};
  const auto by_json = read_battles(sample.files, order);
  order.path = "battles.csv";
  const auto by_csv = read_battles(sample.files, order);
  ASSERT_TRUE(by_json);
  ASSERT_TRUE(by_csv) << to_text(by_csv.error());
  EXPECT_EQ(by_json->models, by_csv->models);
  ASSERT_EQ(by_json->battles.size(), table("filtered_order.csv").rows.size());
  for (std::size_t i = 0; i < by_json->battles.size(); ++i) {
    EXPECT_EQ(by_json->battles[i].share_a, by_csv->battles[i].share_a);
    EXPECT_EQ(by_json->styles[i].a, by_csv->styles[i].a);
    EXPECT_EQ(by_json->styles[i].b, by_csv->styles[i].b);
  }
}

TEST_F(ArenaTables, StyleIsStandardisedAsPublished) {
  const CsvTable wanted = table("style_features.csv");
  const auto log = read_battles(sample.files, {.path = "battles.csv",
                                               .conditions = {{"anony", {"true"}}},
                                               .sort_by = "tstamp",
                                               .with_style = true});
  ASSERT_TRUE(log);
  const json style = vectors("style.json");
  const char* names[] = {"length", "header", "list", "bold"};
  for (std::size_t i = 0; i < wanted.rows.size(); ++i) {
    for (std::size_t k = 0; k < kStyleFeatures; ++k) {
      const double a = log->styles[i].a[k];
      const double b = log->styles[i].b[k];
      const double ratio = (a - b) / (a + b + 1.0);
      const double z = (ratio - style["mean"][names[k]].get<double>()) /
                       style["std_population"][names[k]].get<double>();
      const auto column = *wanted.column(std::string(names[k]) + "_z");
      EXPECT_NEAR(z, *wanted.number(wanted.rows[i], column), 1e-9) << names[k] << " of row " << i;
    }
  }
}

TEST_F(ArenaTables, EdgeCasesAreFoundOrSolved) {
  const json wanted = vectors("bt_edge_cases.json");
  const auto unbeaten = rated(
      "top,mid,model_a\ntop,mid,model_a\ntop,mid,model_a\ntop,mid,model_a\ntop,mid,model_a\n"
      "mid,low,model_a\nmid,low,model_a\nmid,low,model_a\nlow,mid,model_a\nlow,mid,model_a\n");
  ASSERT_TRUE(unbeaten);
  EXPECT_EQ(unbeaten->rows.back().model, "top");
  EXPECT_TRUE(unbeaten->rows.back().separated);
  EXPECT_FALSE(unbeaten->rows.back().rating);
  const auto apart = rated(
      "a,b,model_a\na,b,model_a\na,b,model_a\na,b,model_b\n"
      "c,d,model_a\nc,d,model_a\nc,d,model_b\nc,d,model_b\n",
      {.allow_disconnected = true});
  ASSERT_TRUE(apart);
  EXPECT_NEAR(rating(*apart, "a") - rating(*apart, "b"), 190.848501888, 1e-6);
  const auto ties = rated("a,b,tie\nb,c,tie\nc,a,tie\n");
  ASSERT_TRUE(ties);
  for (const auto& [model, value] : wanted["all_ties"]["fastchat"].items()) {
    EXPECT_NEAR(rating(*ties, model), value.get<double>(), 1e-9);
  }
  const auto two = rated("a,b,model_a\na,b,model_a\na,b,model_a\na,b,model_b\nb,a,tie\nb,a,tie\n");
  ASSERT_TRUE(two);
  EXPECT_NEAR(rating(*two, "a") - rating(*two, "b"),
              wanted["two_models"]["exact_difference"].get<double>(), 1e-9);
}

TEST_F(ArenaTables, FrequentPromptsAreThinnedToTheQuantile) {
  const json wanted = vectors("dedup_counts.json");
  std::string lines;
  const auto add = [&](const std::string& prompt) {
    const json battle = {
        {"model_a", "a"},
        {"model_b", "b"},
        {"winner", lines.size() % 2 == 0 ? "model_a" : "model_b"},
        {"conversation_a", json::array({{{"role", "user"}, {"content", prompt}}})}};
    lines += battle.dump() + "\n";
  };
  for (int i = 0; i < 48; ++i) add("p" + std::to_string(i));
  for (const auto& [prompt, count] : wanted["prompt_counts"].items()) {
    if (prompt.starts_with("48 ")) continue;
    for (int i = 0; i < count.get<int>(); ++i) add(prompt);
  }
  sample.files.files["b.json"] = lines;
  for (const json& known : wanted["results"]) {
    const auto log = read_battles(
        sample.files, {.path = "b.json", .thin_above = known["percentile"].get<double>()});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->battles.size(), known["total_sampled_true"]) << known["percentile"];
  }
}

}  // namespace
}  // namespace evenhand
