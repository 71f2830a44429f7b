#include "report/arena_table.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "stats/rating_spread.h"

namespace evenhand {
namespace {

using nlohmann::json;

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/arena/";

json vectors(const std::string& name) {
  std::ifstream in(kVectors + name);
  return json::parse(in);
}

TEST(ArenaTable, RoundsAsTheOriginal) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
  for (const json& shown : vectors("display_cases.json")) {
    const ArenaRow row{.rating = shown["rating"], .interval = {shown["q025"], shown["q975"]}};
    EXPECT_EQ(arena_score(row), std::to_string(shown["shown_rating"].get<int>()));
    EXPECT_EQ(arena_interval(row), shown["shown_ci"]);
  }
}

TEST(ArenaTable, RanksByTheOverlapOfIntervals) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
  const json file = vectors("rank_ub_cases.json");
  for (const json& known : file["cases"]) {
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < known["q025"].size(); ++i) {
      intervals.push_back({known["q025"][i], known["q975"][i]});
    }
    EXPECT_EQ(upper_bound_ranks(intervals), known["rank"].get<std::vector<std::size_t>>());
  }
}

TEST(ArenaTable, RanksOnlyWhatItShows) {
  const std::vector<ArenaRow> rows = {{"hidden", 1300, {1290, 1310}, 300},
                                      {"low", 1000, {990, 1011}, 301},
                                      {"a|b", 1005, {1000, 1010}, 400},
                                      {"last", 900, {880, 910}, 1000}};
  EXPECT_EQ(arena_table(rank_arena_rows(rows, 300)),
            "| Rank* (UB) | Model | Arena Score | 95% CI | Votes |\n"
            "| ---: | --- | ---: | ---: | ---: |\n"
            "| 1 | a\\|b | 1005 | +5/-5 | 400 |\n"
            "| 1 | low | 1000 | +11/-10 | 301 |\n"
            "| 3 | last | 900 | +10/-20 | 1000 |\n");
}

}  // namespace
}  // namespace evenhand
