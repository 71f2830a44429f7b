#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

/// Ids of the questions that a run over a suite of ten is left with.
std::string kept(std::vector<std::string> overrides) {
  SampleWorld sample;
  std::string lines;
  for (int q = 0; q < 10; ++q) {
    const std::string id = std::to_string(q);
    lines += R"({"id": "q)" + id + R"(", "turns": ["Question )" + id + R"(?"]})" + "\n";
  }
  sample.files.files["suites/tiny/questions.jsonl"] = lines;
  overrides.emplace_back("limit=4");
  std::vector<std::string> ids;
  for (const Question& question : sample.setting(overrides).suite.questions) {
    ids.push_back(question.id.text);
  }
  return joined(ids, " ");
}

TEST(Limit, TakesTheFirstQuestionsUnlessToldOtherwise) { EXPECT_EQ(kept({}), "q0 q1 q2 q3"); }

TEST(Limit, DrawsBySeedAndKeepsTheOrderOfTheSuite) {
  const std::string drawn = kept({"limit_takes=drawn", "seed=1"});
  EXPECT_EQ(drawn, kept({"limit_takes=drawn", "seed=1"}));
  EXPECT_NE(drawn, kept({"limit_takes=drawn", "seed=2"}));
  std::vector<std::string> ids = split(drawn, ' ');
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << drawn;
}

/// RandomState(123).permutation(10) begins with 4, 0, 7, 5.
TEST(Limit, DrawsAsAlpacaEvalDoes) { EXPECT_EQ(kept({"limit_takes=alpaca_eval"}), "q0 q4 q5 q7"); }

TEST(Limit, MakesAnotherSuiteOfAPart) {
  SampleWorld sample;
  const std::string whole = sample.setting().suite.digest.text;
  EXPECT_EQ(sample.setting({"limit=1"}).suite.digest.text, whole + "/first 1");
  EXPECT_EQ(sample.setting({"limit=1", "limit_takes=drawn"}).suite.digest.text,
            whole + "/drawn 1 by seed 7");
}

TEST(Limit, TellsOnlyOfAnswersToTheQuestionsThatAreAsked) {
  SampleWorld sample;
  sample.files.files["suites/tiny/questions.jsonl"] = R"({"id": "q1", "turns": ["One"]})"
                                                      "\n"
                                                      R"({"id": "q2", "turns": ["Two"]})"
                                                      "\n"
                                                      R"({"id": "q3", "turns": ["Three"]})"
                                                      "\n";
  sample.files.files["ours.jsonl"] = R"({"id": "q1", "answer": "a"})";
  const std::vector<std::string> ours = {"candidates=[{name: ours, answers: ours.jsonl}]"};
  const auto remarks = [&](std::vector<std::string> overrides) {
    overrides.insert(overrides.end(), ours.begin(), ours.end());
    return joined(sample.setting(overrides).remarks, "; ");
  };
  EXPECT_EQ(remarks({}), "ours: 2 questions have no answer in ours.jsonl (q2; q3)");
  EXPECT_EQ(remarks({"limit=2"}), "ours: 1 question has no answer in ours.jsonl (q2)");
  EXPECT_EQ(remarks({"limit=1"}), "");
  // Answers to questions that are not asked belong to the suite all the same, and are not remarked.
  sample.files.files["ours.jsonl"] +=
      "\n"
      R"({"id": "q2", "answer": " "})"
      "\n"
      R"({"id": "q2", "answer": " "})";
  EXPECT_EQ(remarks({"limit=1"}), "");
}

TEST(Limit, RefusesOtherWords) {
  SampleWorld sample;
  const auto run = read_run_file(sample.files, "run.yaml", {"limit=1", "limit_takes=frist"});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().what, "unknown 'limit_takes' 'frist'");
  EXPECT_EQ(run.error().hint, "did you mean 'first'?");
}

}  // namespace
}  // namespace evenhand
