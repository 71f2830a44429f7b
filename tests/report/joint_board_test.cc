#include "report/joint_board.h"

#include <gtest/gtest.h>

#include "tests/report/golden.h"

namespace evenhand {
namespace {

JointBoard sample_joint_board() {
  JointBoard board;
  board.columns = {{.name = "instruct",
                    .suite = "instruct",
                    .suite_version = "1",
                    .digest = "aaaa",
                    .protocol = "pairwise",
                    .baseline = "base",
                    .judges = "gpt",
                    .prompts_digest = "bbbb",
                    .seats = "both",
                    .field = "win_rate",
                    .results = {"results/a", "results/b"}},
                   {.name = "chat",
                    .suite = "chat",
                    .suite_version = "2",
                    .digest = "cccc",
                    .protocol = "graded",
                    .judges = "gpt",
                    .prompts_digest = "dddd",
                    .field = "grade",
                    .scale = Scale::points,
                    .results = {"results/c"}}};
  board.rows = {
      {.model = "=strong|\x1b[2J",
       .cells = {JointCell{.value = {0.7, Interval{0.65, 0.75}},
                           .rank = 1,
                           .judged = 175,
                           .expected = 175,
                           .results = "results/a"},
                 JointCell{.value = {7.25, Interval{7.0, 7.5}},
                           .rank = 1,
                           .judged = 79,
                           .expected = 80,
                           .incomplete = true,
                           .results = "results/c"}}},
      {.model = "weak",
       .cells = {
           JointCell{
               .value = {0.3}, .rank = 2, .judged = 175, .expected = 175, .results = "results/b"},
           std::nullopt}}};
  board.correlations = {{.first = 0,
                         .second = 1,
                         .models = 5,
                         .spearman = 0.9,
                         .spearman_interval = Interval{-0.17, 1.0},
                         .kendall = 0.8}};
  board.remarks = {"instruct and chat are not comparable: they differ in suite: x / y"};
  return board;
}

TEST(JointBoard, IsReadAsText) {
  expect_golden("joint.txt", joint_text(sample_joint_board(), {.width = 80}));
}

TEST(JointBoard, LeavesIntervalsOutOnANarrowTerminal) {
  const std::string text = joint_text(sample_joint_board(), {.width = 44});
  EXPECT_NE(text.find("weak                   30.0      -\n"), std::string::npos) << text;
}

TEST(JointBoard, IsReadAsMarkdown) {
  expect_golden("joint.md", joint_markdown(sample_joint_board()));
}

TEST(JointBoard, IsReadAsCsvWithoutFormulas) {
  expect_golden("joint.csv", joint_csv(sample_joint_board()));
}

TEST(JointBoard, IsReadAsJson) { expect_golden("joint.json", joint_json(sample_joint_board())); }

}  // namespace
}  // namespace evenhand
