#include "formats/alpaca_eval_annotations.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

using Annotations = std::vector<AlpacaEvalAnnotation>;

Result<Annotations> read(const std::string& contents) {
  MemoryFileSystem files;
  files.files["a.json"] = contents;
  return read_alpaca_eval_annotations(files, "a.json");
}

std::string row_with(const std::string& preference) {
  return R"({"instruction": "i", "output_1": "a", "generator_1": "r", "output_2": "b", "generator_2": "m", "annotator": "j", "preference": )" +
         preference + "}";
}

TEST(ReadAlpacaEvalAnnotations, TakesNumbersTextsAndOldDraws) {
  struct {
    const char* written;
    std::optional<double> preference;
  } const cases[] = {
      {"1", 1.0},           {"1.25", 1.25},         {"\"2.0\"", 2.0},
      {"0", 1.5},           {"0.0", 1.5},           {"null", std::nullopt},
      {"-1", std::nullopt}, {"-1.0", std::nullopt}, {"2", 2.0},
  };
  for (const auto& c : cases) {
    const auto rows = read("[" + row_with(c.written) + "]");
    ASSERT_TRUE(rows) << to_text(rows.error());
    EXPECT_EQ(rows->front().preference, c.preference) << c.written;
    EXPECT_EQ(rows->front().generator_2, "m");
  }
}

TEST(ReadAlpacaEvalAnnotations, NamesTheRowThatIsWrong) {
  struct {
    std::string row;
    const char* message;
  } const cases[] = {
      {row_with("2.5"),
       "a.json:2: row 2: a preference lies between 1 and 2 (or is 0: a draw, or -1: unread), "
       "found '2.5'"},
      {row_with("0.5"),
       "a.json:2: row 2: a preference lies between 1 and 2 (or is 0: a draw, or -1: unread), "
       "found '0.5'"},
      {row_with("-2"),
       "a.json:2: row 2: a preference lies between 1 and 2 (or is 0: a draw, or -1: unread), "
       "found '-2'"},
      {row_with("2, \"preference\": 1"),
       "a.json:2: the key 'preference' stands here twice\n"
       "  hint: the first is in line 2"},
      {row_with("\"nan\""), "a.json:2: row 2: 'preference' must be a number, found 'nan'"},
      {row_with("[]"), "a.json:2: row 2: 'preference' must be a number, found a list"},
      {R"({"instruction": "i"})", "a.json:2: row 2: an annotation needs 'output_1'"},
      {R"({"instruction": null})",
       "a.json:2: row 2: 'instruction': expected a text, found nothing"},
      {"7", "a.json:2: row 2: expected an object, found '7'"},
  };
  for (const auto& c : cases) {
    const auto rows = read("[" + row_with("1") + ",\n" + c.row + "]");
    ASSERT_FALSE(rows) << c.row;
    EXPECT_EQ(to_text(rows.error()), c.message);
  }
}

TEST(ReadAlpacaEvalAnnotations, TakeExtraKeysAndSplitDatasets) {
  const auto rows = read(
      R"([{"instruction": "i", "output_1": "", "generator_1": "r", "output_2": "", "generator_2": 7,
           "dataset_1": "koala", "dataset_2": "vicuna", "preference": 1.5, "datasplit": "eval",
           "raw_completion": {"index": 0, "logprobs": null}, "glm_preference": 0.25}])");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->front().dataset, "koala");
  EXPECT_EQ(rows->front().generator_2, "7");
  EXPECT_EQ(rows->front().annotator, "");
  EXPECT_EQ(rows->front().glm_preference, 0.25);
}

TEST(ReadAlpacaEvalAnnotations, TakeSeveralModelsAgainstOneBaseline) {
  const std::string first = row_with("1");
  const auto models = read("[" + first + "," + replaced(first, "\"m\"", "\"n\"") + "]");
  ASSERT_TRUE(models) << to_text(models.error());
  EXPECT_EQ(models->at(1).generator_2, "n");

  const auto baselines = read("[" + first + ",\n" + replaced(first, "\"r\"", "\"s\"") + "]");
  ASSERT_FALSE(baselines);
  EXPECT_EQ(to_text(baselines.error()), "a.json:2: row 2: two baselines in one file: 'r' and 's'");
}

/// Usual files are skimmed, others are read into a tree; a member of a hundred keys is unusual.
TEST(ReadAlpacaEvalAnnotations, ReadTheSameFromUsualAndUnusualFiles) {
  const std::string usual =
      R"([{"instruction": "\u00e9", "output_1": "a\/\ud83d\ude00", "generator_1": "r",
           "output_2": "a/\ud83d\ude00", "generator_2": "m", "dataset": null, "dataset_1": "koala",
           "annotator": "j", "preference": " 1.25 ", "glm_preference": 0.5},
  {"instruction": "i", "output_1": "", "generator_1": "r", "output_2": "é", "generator_2": "m",
   "dataset_1": "koala", "preference": -1}])";
  std::string keys = "\"0\": 0";
  for (int i = 1; i < 100; ++i) keys += ", \"" + std::to_string(i) + "\": 0";
  for (const std::string& json :
       {usual, replaced(usual, "\"r\",", "\"r\", \"k\": {" + keys + "},")}) {
    const auto rows = read(json);
    ASSERT_TRUE(rows) << to_text(rows.error());
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0).instruction, "é");
    EXPECT_EQ(rows->at(0).dataset, "") << "a null in the column that counts";
    EXPECT_EQ(rows->at(0).length_1, 3U);
    EXPECT_TRUE(rows->at(0).same_output);
    EXPECT_EQ(rows->at(0).annotator, "j");
    EXPECT_EQ(rows->at(0).preference, 1.25);
    EXPECT_EQ(rows->at(0).glm_preference, 0.5);
    EXPECT_EQ(rows->at(1).line, 4);
    EXPECT_EQ(rows->at(1).dataset, "koala");
    EXPECT_EQ(rows->at(1).length_2, 1U);
    EXPECT_FALSE(rows->at(1).same_output);
    EXPECT_EQ(rows->at(1).preference, std::nullopt);
  }
}

/// The published annotations, and the win rates of the published leaderboard.
TEST(ReadAlpacaEvalAnnotations, GiveThePublishedWinRates) {
  const std::string data = EVENHAND_SOURCE_DIR "/../shared/data/alpaca_eval/raw/";
  const DiskFileSystem disk;
  if (!disk.exists(data)) GTEST_SKIP() << "needs the published AlpacaEval files in " << data;
  struct {
    const char* model;
    double win_rate;  // percent, as published; its files are rounded to ten digits
  } const cases[] = {
      {"NullModel", 76.91979180386511},
      {"FuseChat-Llama-3.2-3B-Instruct", 51.29667710101864},
      {"gpt4_gamed", 3.7383373713788814},
  };
  for (const auto& c : cases) {
    const auto rows = read_alpaca_eval_annotations(disk, data + c.model + "/annotations.json");
    ASSERT_TRUE(rows) << to_text(rows.error());
    ASSERT_EQ(rows->size(), 805U);
    double wins = 0.0;
    for (const AlpacaEvalAnnotation& row : *rows) wins += row.preference.value() - 1.0;
    EXPECT_NEAR(100.0 * wins / 805.0, c.win_rate, 1e-9) << c.model;
  }
}

}  // namespace
}  // namespace evenhand
