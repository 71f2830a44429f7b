#include "run/score_arena_hard.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

std::string judgment(const std::string& question, const std::string& first,
                     const std::string& second, const std::string& category = "hard_prompt") {
  return R"({"uid": ")" + question + R"(", "category": ")" + category +
         R"(", "judge": "j", "model": "org/ours", "baseline": "base", "games": [{"score": )" +
         first + R"(}, {"score": )" + second + "}]}\n";
}

std::string answer(const std::string& model, const std::string& question, const std::string& text) {
  return R"({"uid": ")" + question + R"(", "model": ")" + model +
         R"(", "messages": [{"role": "user", "content": "?"}, {"role": "assistant", "content": {"answer": ")" +
         text + R"("}}]})" + "\n";
}

class ScoreArenaHardTest : public testing::Test {
 protected:
  Result<ArenaHardBoard> score(const ArenaHardScoring& scoring) {
    return score_arena_hard(scoring, sample.world());
  }

  std::string error_of(const ArenaHardScoring& scoring) {
    const auto board = score(scoring);
    return board ? "none" : to_text(board.error());
  }

  void judgments(const std::string& contents) { sample.files.files["j/ours.jsonl"] = contents; }

  static ArenaHardScoring scoring() { return {.order = {.judgments = {"j"}}}; }

  SampleWorld sample;
};

TEST_F(ScoreArenaHardTest, CountsClearVerdictsThreeTimes) {
  judgments(judgment("q1", R"("B>>A")", R"("A=B")") + judgment("q2", R"("A>B")", R"("B>A")"));
  const auto board = score(scoring());
  ASSERT_TRUE(board) << to_text(board.error());
  const ArenaHardLine& line = board->lines.at(0);
  EXPECT_EQ(line.tally.model.text, "org/ours");
  EXPECT_EQ(line.tally.rows, 6U);
  EXPECT_DOUBLE_EQ(*line.score, 100.0 * 3.5 / 6.0);
  ASSERT_TRUE(line.interval);
  EXPECT_LT(line.interval->low, *line.score);
  EXPECT_EQ(board->baseline.text, "base");
  EXPECT_EQ(line.tokens, std::nullopt) << "no answers were named";
}

TEST_F(ScoreArenaHardTest, LeavesOutWhatHasNoVerdictAsTheVersionDoes) {
  judgments(judgment("q1", "null", R"("A>B")") + judgment("q2", R"("B>A")", R"("B>A")"));
  const auto board = score(scoring());
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(board->lines[0].tally.null_judgments, 1U);
  EXPECT_EQ(board->lines[0].tally.rows, 2U);
  EXPECT_EQ(board->lines[0].tally.games_judged, 2U);
  EXPECT_EQ(board->lines[0].tally.games_expected, 4U);
  EXPECT_EQ(
      board->warnings,
      std::vector<std::string>{"1 judgement with a game without a verdict; left out: both games"});
  ArenaHardScoring old = scoring();
  old.order.version = ArenaHardVersion::v0_1;
  const auto old_board = score(old);
  ASSERT_TRUE(old_board) << to_text(old_board.error());
  EXPECT_EQ(old_board->lines[0].tally.rows, 3U) << "that game only";
}

TEST_F(ScoreArenaHardTest, RefusesWhatItDoesNotKnow) {
  judgments(judgment("q1", R"("A>B")", R"("A>>>B")"));
  EXPECT_EQ(error_of(scoring()),
            "j/ours.jsonl:1: unknown verdict 'A>>>B'\n"
            "  hint: known: A>>B, A>B, A=B, B>A, B>>A, and the same read backwards");
  judgments(judgment("q1", R"("A>B")", R"("A>B")") + judgment("q1", R"("A>B")", R"("A>B")"));
  EXPECT_EQ(error_of(scoring()),
            "j/ours.jsonl:2: a second judgement of 'org/ours' on the question 'q1'");
  judgments("{");
  EXPECT_NE(error_of(scoring()).find("j/ours.jsonl:1:1: this is not JSON"), std::string::npos)
      << error_of(scoring());
  judgments(judgment("q1", R"("A>B")", R"("A>B")"));
  ArenaHardScoring other = scoring();
  other.order.category = "hard_promt";
  EXPECT_EQ(error_of(other),
            "j: no judgements of the category 'hard_promt'\n  hint: did you mean 'hard_prompt'?");
}

TEST_F(ScoreArenaHardTest, SkipsAndCountsBadRowsWhereAsked) {
  judgments("{\n" + judgment("q1", R"("A>B")", R"("x")") + judgment("q2", R"("B>A")", R"("A>B")"));
  ArenaHardScoring skipping = scoring();
  skipping.order.bad_rows = BadRows::skipped;
  const auto board = score(skipping);
  ASSERT_TRUE(board) << to_text(board.error());
  EXPECT_EQ(*board->lines[0].score, 100.0);
  ASSERT_EQ(board->warnings.size(), 1U);
  EXPECT_NE(board->warnings[0].find("skipped: 2 rows that cannot be read, as j/ours.jsonl:1: "),
            std::string::npos);
  EXPECT_NE(board->warnings[0].find("j/ours.jsonl:2: unknown verdict 'x'"), std::string::npos);
}

TEST_F(ScoreArenaHardTest, MeasuresAnswersThatSayNothingOfThemselvesInCharacters) {
  std::string rows;
  std::string ours;
  std::string base;
  for (int q = 0; q < 20; ++q) {
    const std::string name = "q" + std::to_string(q);
    const std::string verdict = q % 3 == 0 ? R"("A>B")" : R"("B>A")";
    rows += judgment(name, verdict, q % 4 == 0 ? R"("A>B")" : R"("B>A")");
    ours += answer("org/ours", name, std::string(static_cast<std::size_t>(10 + q % 7), 'x'));
    base += answer("base", name, "- one\\n- **two**");
  }
  judgments(rows);
  sample.files.files["a/ours.jsonl"] = ours;
  ArenaHardScoring styled = scoring();
  styled.order.answers = "a";
  styled.style_control = true;
  EXPECT_NE(error_of(styled).find("style control needs the answers of 'base'"), std::string::npos);
  sample.files.files["a/base.jsonl"] = base;
  const auto board = score(styled);
  ASSERT_TRUE(board) << to_text(board.error());
  ASSERT_TRUE(board->style);
  EXPECT_NE(board->style->coefficients[0], 0.0);
  EXPECT_EQ(board->warnings,
            std::vector<std::string>{
                "lengths are in characters: not every answer says how many tokens it has"});
}

TEST_F(ScoreArenaHardTest, ResamplesRowsOnRequestAndSaysSo) {
  std::string rows;
  for (int q = 0; q < 60; ++q) {
    const std::string verdict = q % 2 == 0 ? R"("A>>B")" : R"("B>>A")";
    rows += judgment("q" + std::to_string(q), verdict, q % 2 == 0 ? R"("B>>A")" : R"("A>>B")");
  }
  judgments(rows);
  ArenaHardScoring by_rows = scoring();
  by_rows.unit = ArenaHardScoring::Unit::rows;
  const auto narrow = score(by_rows);
  const auto wide = score(scoring());
  ASSERT_TRUE(narrow && wide);
  EXPECT_EQ(narrow->coverage, 0.9);
  EXPECT_LT(narrow->lines[0].interval->high - narrow->lines[0].interval->low,
            0.5 * (wide->lines[0].interval->high - wide->lines[0].interval->low));
  EXPECT_EQ(narrow->warnings.size(), 1U);
}

}  // namespace
}  // namespace evenhand
