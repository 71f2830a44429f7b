#include "stats/alpaca_eval_metrics.h"

#include <gtest/gtest.h>

#include "base/file_system.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

struct Case {
  std::vector<double> preferences;
  bool has_dropped = false;  // preferences outside of [1, 2]
};

/// As the reader of annotations hands them over: 0 is a draw, null is no preference.
Case case_from(const Node& preferences) {
  Case made;
  for (const Node& node : *preferences.list()) {
    if (node.is_null()) continue;
    const double preference = *as_number(node);
    if (preference == 0.0) {
      made.preferences.push_back(1.5);
    } else if (preference < 1.0 || preference > 2.0) {
      made.has_dropped = true;
    } else {
      made.preferences.push_back(preference);
    }
  }
  return made;
}

void expect_number(const std::optional<double>& number, const Node& expected) {
  ASSERT_EQ(number.has_value(), !expected.is_null());
  if (!number) return;
  EXPECT_NEAR(*number, *as_number(expected), 1e-12);
}

/// AlpacaEval's own numbers for edge cases. It rounds a preference outside of [1, 2] into its
/// discrete win rate, though not into the others; here it is in none.
TEST(AlpacaEvalMetrics, AreThoseOfAlpacaEval) {
  const std::string path = EVENHAND_SOURCE_DIR "/../shared/vectors/alpaca_eval/get_winrate.json";
  const DiskFileSystem disk;
  if (!disk.exists(path)) GTEST_SKIP() << "needs AlpacaEval's numbers in " << path;
  const auto contents = disk.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto cases = read_json(*contents, path);
  ASSERT_TRUE(cases);
  for (const Node& node : *cases->list()) {
    SCOPED_TRACE(to_json(node));
    const Case c = case_from(*node.find("preferences"));
    const Node& expected = *node.find("out");
    const AlpacaEvalMetrics metrics = alpaca_eval_metrics(c.preferences);
    expect_number(metrics.win_rate, *expected.find("win_rate"));
    expect_number(metrics.standard_error, *expected.find("standard_error"));
    if (!c.has_dropped) {
      expect_number(metrics.discrete_win_rate, *expected.find("discrete_win_rate"));
    }
    EXPECT_EQ(metrics.n_wins, *as_number(*expected.find("n_wins")));
    EXPECT_EQ(metrics.n_wins_base, *as_number(*expected.find("n_wins_base")));
    EXPECT_EQ(metrics.n_draws, *as_number(*expected.find("n_draws")));
    EXPECT_EQ(metrics.n_total, *as_number(*expected.find("n_total")));
  }
}

TEST(AlpacaEvalMetrics, AreMissingWithoutPreferences) {
  const AlpacaEvalMetrics metrics = alpaca_eval_metrics({});
  EXPECT_EQ(metrics.win_rate, std::nullopt);
  EXPECT_EQ(metrics.standard_error, std::nullopt);
  EXPECT_EQ(metrics.discrete_win_rate, std::nullopt);
  EXPECT_EQ(metrics.n_total, 0U);
}

}  // namespace
}  // namespace evenhand
