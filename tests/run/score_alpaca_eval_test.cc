#include "run/score_alpaca_eval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// An annotation of question `q`, whose outputs are as long as told.
struct Judged {
  int q = 0;
  std::string preference = "2";
  std::size_t base_length = 10;
  std::size_t model_length = 10;
  std::string baseline = "base";
};

std::string row(const std::string& model, const Judged& judged) {
  return R"({"instruction": "do )" + std::to_string(judged.q) + R"(", "output_1": ")" +
         std::string(judged.base_length, 'b') + R"(", "generator_1": ")" + judged.baseline +
         R"(", "output_2": ")" + std::string(judged.model_length, 'm') + R"(", "generator_2": ")" +
         model + R"(", "annotator": "j", "preference": )" + judged.preference + "}";
}

std::string file_of(const std::vector<std::string>& rows) {
  std::string text = "[";
  for (const std::string& row : rows) text += (text.size() > 1 ? ",\n" : "") + row;
  return text + "]";
}

/// Twenty questions; the model wins the first `wins` of them, in answers of many lengths.
std::string annotations(const std::string& model, int wins, const std::string& base = "base") {
  std::vector<std::string> rows;
  for (int q = 0; q < 20; ++q) {
    rows.push_back(row(model, {.q = q,
                               .preference = q < wins ? "1.9" : "1.2",
                               .model_length = static_cast<std::size_t>(5 + (q * 7) % 12),
                               .baseline = base}));
  }
  return file_of(rows);
}

/// A calibration of `questions` questions, a row each.
std::string calibration_of(int questions) {
  std::string text = "index,preference,std_delta_len,instruction_difficulty\n";
  for (int q = 0; q < questions; ++q) {
    text += std::to_string(q) + (q % 2 == 0 ? ",0.7,-1," : ",0.3,1,") + std::to_string(q % 3 - 1) +
            "\n";
  }
  return text;
}

void expect_finite(const std::optional<double>& number) {
  EXPECT_TRUE(!number || std::isfinite(*number)) << *number;
}

void expect_finite(const std::optional<Interval>& interval) {
  if (!interval) return;
  EXPECT_TRUE(std::isfinite(interval->low)) << interval->low;
  EXPECT_TRUE(std::isfinite(interval->high)) << interval->high;
  EXPECT_LE(interval->low, interval->high);
}

/// No number of a board is one that is none.
void expect_finite(const AlpacaEvalBoard& board) {
  for (const AlpacaEvalRow& row : board.rows) {
    SCOPED_TRACE(row.model);
    for (const auto& number :
         {row.metrics.win_rate, row.metrics.standard_error, row.metrics.discrete_win_rate,
          row.avg_length, row.length_controlled_winrate, row.lc_standard_error}) {
      expect_finite(number);
    }
    expect_finite(row.win_rate_interval);
    expect_finite(row.length_controlled_interval);
  }
  for (const auto& rates : board.matrix) {
    for (const double rate : rates) expect_finite(std::optional(rate));
  }
}

class ScoreAlpacaEvalTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"alpaca_eval_2_instructions.csv", "alpaca_eval_2_gamed.csv"}) {
      const std::string path = EVENHAND_SOURCE_DIR "/formats/data/" + std::string(name);
      sample.files.files[path] = *DiskFileSystem().read(path, kMaxDataFile);
    }
  }

  /// Of a.json where the scoring names no annotations.
  Result<AlpacaEvalBoard> score(AlpacaEvalScoring scoring) {
    if (scoring.annotations.empty()) scoring.annotations = {"a.json"};
    scoring.resamples = std::min<std::size_t>(scoring.resamples, 50);
    auto board = score_alpaca_eval(scoring, sample.world());
    if (board) expect_finite(*board);
    return board;
  }

  std::string error_of(const AlpacaEvalScoring& scoring) {
    const auto board = score(scoring);
    return board ? "no error" : to_text(board.error());
  }

  std::string& file(const std::string& path) { return sample.files.files[path]; }

  SampleWorld sample;
};

TEST_F(ScoreAlpacaEvalTest, FitsLengthsOnTheModelsAtHandWithoutACalibration) {
  file("a.json") = annotations("good", 15);
  file("b.json") = annotations("weak", 5);
  const auto board = score({.annotations = {"a.json", "b.json"}});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->calibration, "fitted on the models given");
  ASSERT_EQ(board->rows.size(), 2U);
  const AlpacaEvalRow& good = board->rows[0];
  const AlpacaEvalRow& weak = board->rows[1];
  EXPECT_EQ(good.model, "good");
  EXPECT_EQ(good.baseline, "base");
  EXPECT_EQ(good.judge, "j");
  EXPECT_NEAR(*good.metrics.win_rate, 100.0 * (15 * 0.9 + 5 * 0.2) / 20, 1e-9);
  EXPECT_NEAR(*weak.metrics.win_rate, 100.0 * (5 * 0.9 + 15 * 0.2) / 20, 1e-9);
  EXPECT_EQ(*good.metrics.discrete_win_rate, 75.0);
  ASSERT_TRUE(good.win_rate_interval);
  EXPECT_LT(good.win_rate_interval->low, *good.metrics.win_rate);
  EXPECT_GT(good.win_rate_interval->high, *good.metrics.win_rate);
  ASSERT_TRUE(good.length_controlled_winrate && weak.length_controlled_winrate);
  EXPECT_GT(*good.length_controlled_winrate, *weak.length_controlled_winrate);
  EXPECT_TRUE(good.length_controlled_interval);
  EXPECT_FALSE(good.weights) << "those of a joint fit are no published weights";
  EXPECT_TRUE(board->matrix.empty());
  EXPECT_EQ(good.expected, 20U);
  EXPECT_EQ(good.judged, 20U);
}

TEST_F(ScoreAlpacaEvalTest, IsTheSameForTheSameSeed) {
  file("a.json") = annotations("good", 15);
  const auto once = score({.seed = 3});
  const auto again = score({.seed = 3});
  const auto other = score({.seed = 4});
  ASSERT_TRUE(once && again && other);
  EXPECT_EQ(once->rows[0].win_rate_interval->low, again->rows[0].win_rate_interval->low);
  EXPECT_EQ(once->rows[0].length_controlled_interval->low,
            again->rows[0].length_controlled_interval->low);
  EXPECT_NE(once->rows[0].win_rate_interval->low, other->rows[0].win_rate_interval->low);
}

TEST_F(ScoreAlpacaEvalTest, HasNoIntervalsWithoutResamples) {
  file("a.json") = annotations("good", 15);
  file("c.csv") = calibration_of(20);
  for (const std::string calibration : {"", "c.csv"}) {
    const auto board = score({.calibration = calibration, .join = Join::position, .resamples = 0});
    ASSERT_TRUE(board) << to_text(board.error());
    EXPECT_TRUE(board->rows[0].metrics.win_rate);
    EXPECT_TRUE(board->rows[0].length_controlled_winrate);
    EXPECT_FALSE(board->rows[0].win_rate_interval);
    EXPECT_FALSE(board->rows[0].length_controlled_interval);
  }
}

TEST_F(ScoreAlpacaEvalTest, CountsMissingPreferencesAsCoverage) {
  file("a.json") = file_of({row("ours", {.q = 1, .preference = "2"}),
                            row("ours", {.q = 2, .preference = "null", .model_length = 40}),
                            row("ours", {.q = 3, .preference = "-1"}),
                            row("ours", {.q = 4, .preference = "1"})});
  const auto board = score({});
  ASSERT_TRUE(board) << to_text(board.error());
  const AlpacaEvalRow& line = board->rows.at(0);
  EXPECT_EQ(line.metrics.win_rate, 50.0) << "of the two that have one";
  EXPECT_EQ(line.metrics.n_total, 2U);
  EXPECT_EQ(line.expected, 4U);
  EXPECT_EQ(line.judged, 2U);
  EXPECT_EQ(line.unparsed, 2U);
  EXPECT_EQ(line.avg_length, 17.0) << "of all outputs, (10 + 40 + 10 + 10) / 4, cut";
  ASSERT_FALSE(board->warnings.empty());
  EXPECT_EQ(board->warnings.back(), "ours: 2 of 4 annotations have no preference");
}

TEST_F(ScoreAlpacaEvalTest, HasNoNumbersWithoutPreferences) {
  file("a.json") = file_of(
      {row("ours", {.q = 1, .preference = "null"}), row("ours", {.q = 2, .preference = "null"})});
  file("c.csv") = calibration_of(2);
  for (const std::string calibration : {"", "c.csv"}) {
    const auto board = score({.calibration = calibration, .join = Join::position});
    ASSERT_TRUE(board) << to_text(board.error());
    const AlpacaEvalRow& line = board->rows.at(0);
    EXPECT_EQ(line.metrics.win_rate, std::nullopt);
    EXPECT_EQ(line.length_controlled_winrate, std::nullopt);
    EXPECT_FALSE(line.win_rate_interval);
    EXPECT_EQ(line.judged, 0U);
    EXPECT_EQ(line.unparsed, 2U);
  }
}

TEST_F(ScoreAlpacaEvalTest, GivesTheBaselineItselfOneHalf) {
  file("a.json") =
      R"([{"instruction": "i", "output_1": "x", "output_2": "x", "generator_1": "base",
           "generator_2": "base", "preference": 1.5}])";
  file("c.csv") = calibration_of(1);
  const auto board = score({.calibration = "c.csv"});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.at(0).length_controlled_winrate, 50.0);
  EXPECT_EQ(board->rows.at(0).lc_standard_error, 0.0);
  EXPECT_EQ(board->matrix, (std::vector<std::vector<double>>{{50.0}}));
}

TEST_F(ScoreAlpacaEvalTest, ComparesEveryModelWithEveryOtherUnderACalibration) {
  file("a.json") = annotations("good", 15);
  file("b.json") = annotations("weak", 5);
  file("c.csv") = calibration_of(25);
  const auto board =
      score({.annotations = {"a.json", "b.json"}, .calibration = "c.csv", .join = Join::position});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->calibration, "c.csv");
  ASSERT_EQ(board->matrix.size(), 2U);
  EXPECT_NEAR(board->matrix[0][0], 50.0, 1e-9);
  EXPECT_GT(board->matrix[0][1], 50.0);
  EXPECT_NEAR(board->matrix[0][1] + board->matrix[1][0], 100.0, 1e-9);
  ASSERT_TRUE(board->rows[0].predicted_rating && board->rows[1].predicted_rating);
  const double lead = *board->rows[0].predicted_rating - *board->rows[1].predicted_rating;
  EXPECT_NEAR(100.0 / (1.0 + std::pow(10.0, -lead / 400.0)), board->matrix[0][1], 1e-6);
  EXPECT_EQ(board->rows[0].expected, 25U) << "five questions of the calibration are missing";
  EXPECT_EQ(board->rows[0].judged, 20U);
}

TEST_F(ScoreAlpacaEvalTest, RefusesInstructionsThatAreNotTheCalibrations) {
  file("a.json") = annotations("good", 15);
  file("c.csv") = calibration_of(20);
  EXPECT_EQ(error_of({.calibration = "c.csv"}),
            "a.json:1: an instruction that is not the calibration's\n"
            "  hint: --join position takes the order of the file instead of the texts");
  file("c.csv") = calibration_of(19);
  EXPECT_EQ(error_of({.calibration = "c.csv", .join = Join::position}),
            "a.json:20: an instruction that is not the calibration's\n"
            "  hint: the calibration has 19 instructions");
}

TEST_F(ScoreAlpacaEvalTest, RefusesWhatIsThereTwice) {
  file("a.json") = annotations("good", 15);
  file("b.json") = annotations("good", 5);
  EXPECT_EQ(error_of({.annotations = {"a.json", "b.json"}}),
            "b.json: the model 'good' stands in two files\n  hint: the other is a.json");
  file("a.json") = file_of({row("ours", {.q = 1}), row("ours", {.q = 2}), row("ours", {.q = 1})});
  EXPECT_EQ(error_of({}), "a.json:3: two annotations of one instruction for 'ours'");
  file("a.json") = file_of({row("ours", {.q = 1}), row("ours", {.q = 2, .baseline = "other"})});
  EXPECT_EQ(error_of({}), "a.json:2: row 2: two baselines in one file: 'base' and 'other'");
}

TEST_F(ScoreAlpacaEvalTest, TakesSeveralModelsOfOneFile) {
  file("a.json") = file_of(
      {row("one", {.q = 1}), row("two", {.q = 1, .preference = "1"}), row("one", {.q = 2})});
  const auto board = score({});
  ASSERT_TRUE(board) << to_text(board.error());
  ASSERT_EQ(board->rows.size(), 2U);
  EXPECT_EQ(board->rows[0].judged, 2U);
  EXPECT_EQ(board->rows[1].metrics.win_rate, 0.0);
}

TEST_F(ScoreAlpacaEvalTest, TakesLengthsFromTheModelsOutputs) {
  file("a.json") = file_of({row("ours", {.q = 1}), row("ours", {.q = 2})});
  file("o.json") = R"([{"instruction": "do 1", "output": "déjà", "generator": "ours"},
                       {"instruction": "do 2", "output": "seven..", "generator": "ours"}])";
  const auto board = score({.model_outputs = "o.json"});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->rows.at(0).avg_length, 5.0) << "code points, cut";
  file("a.json") = file_of({row("one", {.q = 1}), row("two", {.q = 1})});
  EXPECT_EQ(error_of({.model_outputs = "o.json"}),
            "--model-outputs goes with the annotations of one model, not of 2");
}

TEST_F(ScoreAlpacaEvalTest, WarnsOfAnotherBaselineThanTheBuiltInCalibrations) {
  file("a.json") =
      R"([{"instruction": "What are the names of some famous actors that started their careers on Broadway?",
           "output_1": "x", "output_2": "y", "generator_1": "base", "generator_2": "ours",
           "preference": 2}])";
  const auto board = score({});
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->calibration, "built-in");
  EXPECT_EQ(board->rows.at(0).expected, 805U);
  EXPECT_EQ(board->rows.at(0).length_controlled_winrate, std::nullopt) << "of one row";
  EXPECT_EQ(board->warnings,
            std::vector<std::string>{"ours: the built-in calibration is for the baseline "
                                     "gpt4_1106_preview, not for base"});
}

TEST_F(ScoreAlpacaEvalTest, WarnsOfTwoBaselinesOnOneBoard) {
  file("a.json") = annotations("good", 15);
  file("b.json") = annotations("weak", 5, "other");
  const auto board = score({.annotations = {"a.json", "b.json"}});
  ASSERT_TRUE(board) << to_text(board.error());
  ASSERT_FALSE(board->warnings.empty());
  EXPECT_EQ(board->warnings[0],
            "two baselines on one board, base (good) and other (weak): win rates against "
            "different models do not compare");
}

TEST_F(ScoreAlpacaEvalTest, RefusesFilesWithNothingInThem) {
  file("a.json") = "[]";
  EXPECT_EQ(error_of({}), "a.json: no annotations");
  file("a.json") = file_of({row("ours", {.q = 1})});
  file("o.json") = "[]";
  EXPECT_EQ(error_of({.model_outputs = "o.json"}), "o.json: no answers");
  file("c.csv") = calibration_of(0);
  EXPECT_EQ(error_of({.calibration = "c.csv"}), "c.csv:1: a calibration without rows");
}

}  // namespace
}  // namespace evenhand
