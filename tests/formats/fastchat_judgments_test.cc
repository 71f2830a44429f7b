#include "formats/fastchat_judgments.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/mt_bench/";

std::string single_message(const std::string& contents) {
  MemoryFileSystem files;
  files.files["j.jsonl"] = contents;
  const auto rows = read_single_judgments(files, "j.jsonl");
  return rows ? "read" : to_text(rows.error());
}

Result<std::vector<PairJudgment>> pairs(const std::string& contents) {
  MemoryFileSystem files;
  files.files["j.jsonl"] = contents;
  return read_pair_judgments(files, "j.jsonl");
}

TEST(ReadSingleJudgments, TakeMinusOneForUnread) {
  MemoryFileSystem files;
  files.files["j.jsonl"] =
      R"({"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "judgment": "[[7.5]]", "score": 7.5, "turn": 1})"
      "\n"
      R"({"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "judgment": "?", "score": -1, "turn": 2})";
  const auto rows = read_single_judgments(files, "j.jsonl");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->at(0).score, 7.5);
  EXPECT_EQ(rows->at(0).turn, 0);
  EXPECT_EQ(rows->at(0).judge.prompt, "single-v1");
  EXPECT_EQ(rows->at(1).score, std::nullopt);
  EXPECT_EQ(rows->at(1).turn, 1);
}

TEST(ReadSingleJudgments, SayWhatIsWrongAndWhere) {
  const std::string start = R"({"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"])";
  struct {
    std::string row;
    const char* message;
  } const cases[] = {
      {start + "}", "j.jsonl:1: a judgement needs 'score'"},
      {start + R"(, "score": -2})",
       "j.jsonl:1: a score is not negative (or is -1: unread), found '-2'"},
      {start + R"(, "score": "7"})", "j.jsonl:1: expected a number, found '7'"},
      {start + R"(, "score": 7, "turn": 0})", "j.jsonl:1: 'turn' counts from 1, found '0'"},
      {R"({"question_id": 81, "model": "m", "judge": "gpt-4", "score": 7})",
       "j.jsonl:1: 'judge' must be a list of the judge and its prompt, found 'gpt-4'"},
  };
  for (const auto& c : cases) EXPECT_EQ(single_message(c.row), c.message) << c.row;
}

TEST(ReadPairJudgments, TakeTheOldFormWithOneWinner) {
  const auto rows = pairs(
      R"({"question_id": 81, "model_1": "a", "model_2": "b", "judge": ["gpt-4", "pair-v2"], "winner": "model_2"})");
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ(rows->front().first_game, PairWinner::model_2);
  EXPECT_EQ(rows->front().second_game, PairWinner::model_2);
}

TEST(ReadPairJudgments, RefuseAnUnknownWinner) {
  const auto rows = pairs(
      R"({"question_id": 81, "model_1": "a", "model_2": "b", "judge": ["gpt-4", "pair-v2"], "g1_winner": "model_3", "g2_winner": "tie"})");
  ASSERT_FALSE(rows);
  EXPECT_EQ(to_text(rows.error()),
            "j.jsonl:1: unknown winner 'model_3'\n  hint: did you mean 'model_1'?");
}

/// A sample in FastChat's form; the means are those that FastChat prints for it.
TEST(ReadSingleJudgments, GiveTheMeansThatFastChatPrints) {
  const DiskFileSystem disk;
  if (!disk.exists(kVectors)) GTEST_SKIP() << "needs FastChat's sample judgements in " << kVectors;
  const auto rows = read_single_judgments(disk, std::string(kVectors) + "gpt-4_single.jsonl");
  ASSERT_TRUE(rows) << to_text(rows.error());
  double sum = 0.0;
  int count = 0;
  for (const SingleJudgment& row : *rows) {
    if (row.model.text != "model-a" || row.turn != 0 || !row.score) continue;
    sum += *row.score;
    ++count;
  }
  EXPECT_DOUBLE_EQ(sum / count, 5.875);
}

TEST(ReadPairJudgments, GiveTheCountsThatFastChatPrints) {
  const DiskFileSystem disk;
  if (!disk.exists(kVectors)) GTEST_SKIP() << "needs FastChat's sample judgements in " << kVectors;
  const auto rows = read_pair_judgments(disk, std::string(kVectors) + "gpt-4_pair.jsonl");
  ASSERT_TRUE(rows) << to_text(rows.error());
  int wins = 0;
  int losses = 0;
  int ties = 0;
  for (const PairJudgment& row : *rows) {
    const bool ours = row.model_1.text == "model-a" && row.model_2.text == "gpt-3.5-turbo";
    const bool failed = row.first_game == PairWinner::error || row.second_game == PairWinner::error;
    if (!ours || failed) continue;
    const bool agree = row.first_game == row.second_game;
    wins += agree && row.first_game == PairWinner::model_1 ? 1 : 0;
    losses += agree && row.first_game == PairWinner::model_2 ? 1 : 0;
    ties += !agree || row.first_game == PairWinner::tie ? 1 : 0;
  }
  EXPECT_EQ(wins, 3);
  EXPECT_EQ(losses, 1);
  EXPECT_EQ(ties, 10);
}

}  // namespace
}  // namespace evenhand
