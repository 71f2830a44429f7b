#include "formats/match_answers.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

const std::vector<Question> kQuestions = {
    {.id = {"q1"}, .category = "", .turns = {{.user = "One?"}}},
    {.id = {"q2"}, .category = "", .turns = {{.user = "Two?"}, {.user = "And?"}}},
};
const ModelId kModel{"ours"};
const Wanted kWanted{.model = kModel};

AnswersFile file_of(std::vector<AnswerRow> rows, const std::string& format = "evenhand") {
  return {.path = "a.jsonl", .format = format, .rows = std::move(rows)};
}

TEST(MatchAnswers, JoinsByIdOrByTheTextOfTheFirstTurn) {
  const auto matched =
      match_answers(kQuestions,
                    file_of({{.id = QuestionId{"q2"}, .turns = {"a", "b"}, .line = 1},
                             {.instruction = "One?", .turns = {"c"}, .line = 2}}),
                    kWanted);
  ASSERT_TRUE(matched);
  EXPECT_EQ(matched->samples[0][0].turns[0].text, "c");
  EXPECT_EQ(matched->samples[0][1].turns[1].text, "b");
  EXPECT_EQ(matched->samples[0][1].model, kModel);
  EXPECT_TRUE(matched->remarks.empty());
}

TEST(MatchAnswers, NamesAndCountsWhatIsMissing) {
  const auto matched = match_answers(kQuestions,
                                     file_of({{.id = QuestionId{"q2"}, .turns = {"a"}, .line = 1},
                                              {.id = QuestionId{"q9"}, .turns = {"x"}, .line = 2}}),
                                     kWanted);
  ASSERT_TRUE(matched);
  ASSERT_TRUE(matched->samples[0][0].failure);
  EXPECT_EQ(matched->samples[0][0].failure->reason, "no answer in a.jsonl");
  ASSERT_TRUE(matched->samples[0][1].failure);
  EXPECT_EQ(matched->samples[0][1].failure->reason, "only 1 of 2 turns in a.jsonl");
  EXPECT_EQ(matched->remarks,
            (std::vector<std::string>{
                "1 question has no answer in a.jsonl (q1)", "1 answer lacks a turn in a.jsonl (q2)",
                "1 answer in a.jsonl belongs to no question of the suite (q9)"}));
}

TEST(MatchAnswers, NeverTakesAnErrorOrNothingForAnAnswer) {
  const auto matched =
      match_answers(kQuestions,
                    file_of({{.id = QuestionId{"q1"}, .turns = {" \n"}, .line = 1},
                             {.id = QuestionId{"q2"}, .turns = {"a", "$ERROR$"}, .line = 2}},
                            "fastchat"),
                    kWanted);
  ASSERT_TRUE(matched);
  EXPECT_EQ(matched->samples[0][0].failure->kind, ErrorKind::empty_reply);
  EXPECT_EQ(matched->samples[0][1].failure->kind, ErrorKind::malformed_reply);
  EXPECT_TRUE(matched->samples[0][1].turns.empty());
}

TEST(MatchAnswers, RefusesTwoDifferentAnswersToOneQuestion) {
  const AnswerRow first{.id = QuestionId{"q1"}, .turns = {"a"}, .line = 1};
  AnswerRow second{.id = QuestionId{"q1"}, .turns = {"a"}, .line = 2};
  const auto same = match_answers(kQuestions, file_of({first, second}), kWanted);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->remarks.back(), "1 answer stands twice in a.jsonl (q1)");
  second.turns = {"b"};
  const auto different = match_answers(kQuestions, file_of({first, second}), kWanted);
  ASSERT_FALSE(different);
  EXPECT_EQ(to_text(different.error()),
            "a.jsonl:2: two different answers to the question 'q1'\n"
            "  hint: the first is in line 1");
}

TEST(MatchAnswers, ShowsFiveExamplesOfManyAndNoMore) {
  std::vector<AnswerRow> rows = {{.instruction = "One?", .turns = {"a"}, .line = 1}};
  for (int i = 2; i < 9; ++i) {
    rows.push_back({.instruction = std::string(70, 'x') + "\n" + std::to_string(i),
                    .turns = {"a"},
                    .line = i});
  }
  const auto matched = match_answers(kQuestions, file_of(std::move(rows)), kWanted);
  ASSERT_TRUE(matched);
  const std::string example = std::string(60, 'x') + "...; ";
  EXPECT_EQ(matched->remarks.back(), "7 answers in a.jsonl belong to no question of the suite (" +
                                         example + example + example + example + example + "...)");
}

TEST(MatchAnswers, TellsOfTurnsAndSamplesThatItLeavesOut) {
  const auto matched =
      match_answers(kQuestions,
                    file_of({{.id = QuestionId{"q1"}, .turns = {"a", "b"}, .line = 1},
                             {.id = QuestionId{"q2"},
                              .turns = {"a", "b"},
                              .further_choices = {{"c", "d"}},
                              .line = 2}}),
                    kWanted);
  ASSERT_TRUE(matched);
  EXPECT_EQ(matched->samples[0][0].turns.size(), 1U);
  EXPECT_EQ(matched->remarks,
            (std::vector<std::string>{"1 answer has more turns than its question in a.jsonl (q1)",
                                      "1 answer has more samples than are used in a.jsonl (q2)"}));
}

TEST(MatchAnswers, NeverGuessesBetweenTwoQuestions) {
  std::vector<Question> questions = kQuestions;
  questions.push_back({.id = {"q3"}, .category = "", .turns = {{.user = "One?"}}});
  const auto by_text = match_answers(
      questions, file_of({{.instruction = "One?", .turns = {"a"}, .line = 4}}), kWanted);
  ASSERT_FALSE(by_text);
  EXPECT_EQ(to_text(by_text.error()),
            "a.jsonl:4: this answer may belong to 'q1' or to 'q3', which begin with the same text\n"
            "  hint: name the question: {\"id\": ..., \"answer\": ...}");
  EXPECT_TRUE(match_answers(
      questions, file_of({{.id = QuestionId{"q3"}, .turns = {"a"}, .line = 4}}), kWanted));
}

TEST(MatchAnswers, RefusesAFileOfAnotherSuite) {
  const auto matched = match_answers(
      kQuestions, file_of({{.instruction = "Three?", .turns = {"a"}, .line = 1}}), kWanted);
  ASSERT_FALSE(matched);
  EXPECT_EQ(matched.error().what, "none of the 1 answers belongs to a question of the suite");
}

TEST(MatchAnswers, GivesTheSamplesThatAreWantedAndThere) {
  const auto matched = match_answers(
      kQuestions,
      file_of(
          {{.id = QuestionId{"q1"}, .turns = {"a"}, .further_choices = {{"b"}, {"c"}}, .line = 1},
           {.id = QuestionId{"q2"}, .turns = {"x", "y"}, .line = 2}}),
      {.model = kModel, .samples = 2});
  ASSERT_TRUE(matched);
  ASSERT_EQ(matched->samples.size(), 2U);
  EXPECT_EQ(matched->samples[1][0].turns[0].text, "b");
  EXPECT_EQ(matched->samples[1][0].sample, 1);
  ASSERT_TRUE(matched->samples[1][1].failure);
  EXPECT_EQ(matched->samples[1][1].failure->reason, "no such sample in a.jsonl");
  EXPECT_EQ(matched->remarks,
            (std::vector<std::string>{"1 answer has more samples than are used in a.jsonl (q1)",
                                      "1 answer has fewer samples than others in a.jsonl (q2)"}));
}

}  // namespace
}  // namespace evenhand
