#include "formats/alpaca_eval_calibration.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

/// A set of two instructions, "first" and "second".
MemoryFileSystem small_set() {
  MemoryFileSystem files;
  files.files["data/alpaca_eval_2_instructions.csv"] = "index,sha256,difficulty\n0," +
                                                       sha256("first").text + ",0.25\n1," +
                                                       sha256("second").text + ",-1.5\n";
  files.files["data/alpaca_eval_2_gamed.csv"] =
      "model,index,preference,std_delta_len\nlonger,1,0.75,-2\nshorter,0,0,1.5\n";
  return files;
}

TEST(LoadAlpacaEval2, FindsInstructionsByTheirText) {
  const auto calibration = load_alpaca_eval_2(small_set(), "data");
  ASSERT_TRUE(calibration) << to_text(calibration.error());
  EXPECT_EQ(calibration->place("first"), 0U);
  EXPECT_EQ(calibration->place("second"), 1U);
  EXPECT_EQ(calibration->place("second "), std::nullopt);
  EXPECT_EQ(calibration->difficulty, (std::vector<double>{0.25, -1.5}));
  ASSERT_EQ(calibration->gamed.size(), 2U);
  EXPECT_EQ(calibration->gamed[0].preference, 0.75);
  EXPECT_EQ(calibration->gamed[0].standardized_length, -2.0);
  EXPECT_EQ(calibration->gamed[0].difficulty, -1.5) << "that of its instruction";
  EXPECT_EQ(calibration->gamed[1].difficulty, 0.25);
}

TEST(LoadAlpacaEval2, NamesTheLineThatIsWrong) {
  struct {
    const char* gamed_row;
    const char* message;
  } const cases[] = {
      {"m,2,0.5,0", "an index outside of the set of instructions"},
      {"m,-1,0.5,0", "'index' should be a whole number from 0, not '-1'"},
      {"m,0.5,0.5,0", "'index' should be a whole number from 0, not '0.5'"},
      {"m,1e300,0.5,0", "'index' should be a whole number from 0, not '1e300'"},
      {"m,0,1.5,0", "'preference' should be between 0 and 1, not '1.5'"},
      {"m,0,-0.5,0", "'preference' should be between 0 and 1, not '-0.5'"},
      {"m,0,nan,0", "column 'preference' should be a number, not 'nan'"},
      {"m,0,0.5,long", "column 'std_delta_len' should be a number, not 'long'"},
  };
  for (const auto& c : cases) {
    MemoryFileSystem files = small_set();
    files.files["data/alpaca_eval_2_gamed.csv"] =
        std::string("model,index,preference,std_delta_len\nm,0,0.5,0\n") + c.gamed_row + "\n";
    const auto calibration = load_alpaca_eval_2(files, "data");
    ASSERT_FALSE(calibration) << c.gamed_row;
    EXPECT_EQ(to_text(calibration.error()),
              std::string("data/alpaca_eval_2_gamed.csv:3: ") + c.message);
  }
}

TEST(LoadAlpacaEval2, MissesAFile) {
  MemoryFileSystem files = small_set();
  files.files.erase("data/alpaca_eval_2_gamed.csv");
  EXPECT_FALSE(load_alpaca_eval_2(files, "data"));
}

TEST(LoadAlpacaEval2, HasTheWholeSetAndItsTwoGamedBaselines) {
  const auto calibration =
      load_alpaca_eval_2(DiskFileSystem(), EVENHAND_SOURCE_DIR "/formats/data");
  ASSERT_TRUE(calibration) << to_text(calibration.error());
  EXPECT_EQ(calibration->difficulty.size(), 805U);
  EXPECT_EQ(calibration->place_of.size(), 805U);
  EXPECT_EQ(calibration->gamed.size() % 805U, 0U);
  EXPECT_EQ(calibration->place("What are the names of some famous actors that started their "
                               "careers on Broadway?"),
            0U);
}

Result<AlpacaEvalCalibration> read(const std::string& contents) {
  MemoryFileSystem files;
  files.files["c.csv"] = contents;
  return read_calibration(files, "c.csv");
}

TEST(ReadCalibration, TakesColumnsInAnyOrder) {
  const auto calibration = read(
      "preference,instruction_difficulty,note,index,std_delta_len\n"
      "0.75,-1.5,x,2,0.5\n1,0.25,,0,-1\n");
  ASSERT_TRUE(calibration) << to_text(calibration.error());
  EXPECT_EQ(calibration->difficulty, (std::vector<double>{0.25, 0.0, -1.5}));
  EXPECT_TRUE(calibration->place_of.empty());
  ASSERT_EQ(calibration->gamed.size(), 2U);
  EXPECT_EQ(calibration->gamed[0].preference, 0.75);
  EXPECT_EQ(calibration->gamed[0].standardized_length, 0.5);
  EXPECT_EQ(calibration->gamed[0].difficulty, -1.5);
}

TEST(ReadCalibration, NamesWhatIsWrong) {
  const std::string header = "index,preference,std_delta_len,instruction_difficulty\n";
  struct {
    std::string contents;
    const char* message;
  } const cases[] = {
      {"", "c.csv:1: an empty file: expected a header"},
      {"index,preference,std_delta_len\n0,1,0\n",
       "c.csv:1: there is no column 'instruction_difficulty'\n"
       "  hint: known: index, preference, std_delta_len"},
      {header, "c.csv:1: a calibration without rows"},
      {header + "0,2,0,0\n", "c.csv:2: 'preference' should be between 0 and 1, not '2'"},
      {header + "0,1,0,\n", "c.csv:2: column 'instruction_difficulty' should be a number, not ''"},
      {header + "1000001,1,0,0\n",
       "c.csv:2: 'index' should be a whole number from 0, not '1000001'"},
  };
  for (const auto& c : cases) {
    const auto calibration = read(c.contents);
    ASSERT_FALSE(calibration) << c.contents;
    EXPECT_EQ(to_text(calibration.error()), c.message);
  }
}

}  // namespace
}  // namespace evenhand
