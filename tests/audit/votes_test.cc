#include "audit/votes.h"

#include <gtest/gtest.h>

#include "audit/audit.h"

namespace evenhand {
namespace {

const AuditItem kChoice{
    .id = "c", .subject = "", .question = "2 + 2?", .options = {"4", "5", "6"}, .gold = 0};

JudgedItem judged(std::size_t item, const std::vector<std::string>& verdicts,
                  const std::vector<AuditItem>& items, std::size_t missing = 0) {
  JudgedItem result{.item = item, .missing = missing};
  for (const std::string& verdict : verdicts) {
    result.votes.push_back({.verdict = verdict, .label = label_of(verdict, items[item])});
  }
  return result;
}

TEST(LabelOf, HoldsTheLettersOfRightOptionsAgainstTheKey) {
  struct {
    const char* verdict;
    std::optional<ItemLabel> label;
  } const cases[] = {
      {"A", ItemLabel::ok},
      {"a", ItemLabel::ok},
      {"A,A", ItemLabel::ok},
      {"B", ItemLabel::wrong_groundtruth},
      {"A,C", ItemLabel::multiple_correct_answers},
      {"none", ItemLabel::no_correct_answer},
      {"None", ItemLabel::no_correct_answer},
      {"unclear", ItemLabel::bad_question_clarity},
      {"garbled", ItemLabel::bad_options_clarity},
      {"D", std::nullopt},
      {"A,D", std::nullopt},
      {"A,", std::nullopt},
      {"", std::nullopt},
      {"ok", std::nullopt},
      {"1", std::nullopt},
      {"wrong", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(label_of(c.verdict, kChoice), c.label) << c.verdict;
}

TEST(LabelOf, TakesOfOpenQuestionsOnlyWhatTheyWereAskedFor) {
  const AuditItem open{.id = "o", .subject = "", .question = "Why?", .is_open = true};
  AuditItem with_reference = open;
  with_reference.references = {"So."};
  EXPECT_EQ(label_of("ok", open), ItemLabel::ok);
  EXPECT_EQ(label_of("unclear", open), ItemLabel::bad_question_clarity);
  EXPECT_EQ(label_of("wrong", open), std::nullopt);
  EXPECT_EQ(label_of("A", open), std::nullopt);
  EXPECT_EQ(label_of("wrong", with_reference), ItemLabel::wrong_groundtruth);
  EXPECT_EQ(label_of("ambiguous", with_reference), ItemLabel::multiple_correct_answers);
}

TEST(FindingsOfVotes, WarnByMoreThanHalfOfTheVotesAndCountWhatCannotBeRead) {
  const std::vector<AuditItem> items = {kChoice};
  struct {
    std::vector<std::string> verdicts;
    Severity severity;
    const char* check;
    const char* detail;
  } const cases[] = {
      {{"B", "B", "A"},
       Severity::warn,
       "judge_taxonomy",
       "wrong_groundtruth: 2 of 3 votes against it (B; B; A), the key says A"},
      {{"B", "?", "A"},
       Severity::info,
       "judge_taxonomy",
       "wrong_groundtruth: 1 of 3 votes against it (B; unreadable; A), the key says A"},
      {{"B", "?", "??"},
       Severity::info,
       "judge_taxonomy",
       "wrong_groundtruth: 1 of 3 votes against it (B; unreadable; unreadable), the key says A"},
      {{"A,B", "none", "none"},
       Severity::warn,
       "per_option_truth",
       "no_correct_answer: 3 of 3 votes against it (A,B; none; none), the key says A"},
      {{"unclear"},
       Severity::warn,
       "self_contained",
       "bad_question_clarity: 1 of 1 votes against it (unclear), the key says A"},
  };
  for (const auto& c : cases) {
    const std::vector<Finding> findings = findings_of_votes(items, {judged(0, c.verdicts, items)});
    ASSERT_EQ(findings.size(), 1U) << c.detail;
    EXPECT_EQ(findings[0].detail, c.detail);
    EXPECT_EQ(findings[0].check, c.check);
    EXPECT_EQ(findings[0].severity, c.severity) << c.detail;
  }
}

TEST(FindingsOfVotes, NeverComeFromWhatIsUnreadableOrMissing) {
  const std::vector<AuditItem> items = {kChoice};
  EXPECT_TRUE(findings_of_votes(items, {judged(0, {"A", "A"}, items)}).empty());
  EXPECT_TRUE(findings_of_votes(items, {judged(0, {"?", "?", "?"}, items)}).empty());
  EXPECT_TRUE(findings_of_votes(items, {judged(0, {}, items, 3)}).empty());
  const auto findings = findings_of_votes(items, {judged(0, {"B"}, items, 3)});
  EXPECT_DOUBLE_EQ(findings.at(0).votes->share_against(), 0.25) << "missing votes add nothing";
}

TEST(AddFindings, OrdersByTheShareOfVotesWhereSeveritiesAreEqual) {
  AuditItem second = kChoice;
  second.id = "d";
  second.question = "2 + 3, all told and rounded?";
  const std::vector<AuditItem> items = {kChoice, second};
  AuditReport report = audit(items, {});
  add_findings(report,
               findings_of_votes(
                   items, {judged(0, {"B", "B", "A"}, items), judged(1, {"B", "B", "B"}, items)}),
               items);
  EXPECT_EQ(report.of_questions.front().question, "d");
  EXPECT_EQ(report.counts.at("judge_taxonomy"), 2U);
}

}  // namespace
}  // namespace evenhand
