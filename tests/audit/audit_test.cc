#include "audit/audit.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

AuditItem item(const std::string& id, const std::string& question, std::vector<std::string> options,
               std::size_t gold = 0) {
  return {
      .id = id, .subject = "s", .question = question, .options = std::move(options), .gold = gold};
}

std::size_t count_of(const AuditReport& report, std::string_view check) {
  const auto count = report.counts.find(check);
  return count == report.counts.end() ? 0 : count->second;
}

TEST(Audit, PutsTheWorstQuestionFirst) {
  const std::vector<AuditItem> items = {
      item("fine", "Which river is the longest of them?", {"Nile", "Rhine"}),
      item("warned", "What does the table show us, then?", {"x", "y"}),
      item("broken", "Predatory pricing.", {"1, 2", "1, 3", "2, 3"})};
  const AuditReport report = audit(items, {});
  ASSERT_FALSE(report.of_questions.empty());
  EXPECT_EQ(report.of_questions.front().question, "broken");
  EXPECT_EQ(report.of_questions.back().question, "warned");
  EXPECT_TRUE(has_errors(report));
}

TEST(Audit, FindsRepetitionsAndConflicts) {
  const std::vector<AuditItem> items = {item("a", "What is  two plus two?", {"3", "4"}, 1),
                                        item("b", "what is two plus two?", {"4", "3"}, 1),
                                        item("c", "What is two plus two?", {"5", "4"}, 1),
                                        item("d", "Is J << a, all told?", {"yes", "no"}),
                                        item("e", "Is J >> a, all told?", {"yes", "no"}, 1)};
  const AuditReport report = audit(items, {});
  EXPECT_EQ(count_of(report, "exact_duplicate"), 2U);
  EXPECT_EQ(count_of(report, "duplicate_conflicting_gold"), 2U);
  EXPECT_EQ(count_of(report, "same_stem_other_options"), 3U);
}

TEST(Audit, FindsWordsWhoseLigatureIsLostOrACharacterOfItsOwn) {
  std::vector<AuditItem> items = {
      item("lost", "What nding is it that we mean here?", {"x", "y"}),
      item("odd", "What of this \xEF\xAC\x81nding, all told?", {"x", "y"})};
  for (const char* id : {"a", "b", "c", "d"}) {
    items.push_back(item(id, std::string("What is this finding, number ") + id + "?", {"x", "y"}));
  }
  EXPECT_EQ(count_of(audit(items, {}), "ligature_loss"), 2U);
}

TEST(Audit, FindsExamplesThatLeak) {
  const std::vector<AuditItem> items = {item("a", "What is two plus two?", {"3", "4"}, 1)};
  EXPECT_EQ(count_of(audit(items, items), "few_shot_leak"), 1U);
  EXPECT_EQ(count_of(audit(items, {}), "few_shot_leak"), 0U);
}

TEST(Audit, CallsAConstantGoldAnswerAnError) {
  std::vector<AuditItem> items;
  for (int i = 0; i < 20; ++i) {
    items.push_back(item(std::to_string(i), "Which number is it, of all? " + std::to_string(i),
                         {"xy", "ab", "cd", "ef"}));
  }
  const AuditReport report = audit(items, {});
  ASSERT_FALSE(report.of_the_set.empty());
  EXPECT_EQ(report.of_the_set.front().check, "gold_position_bias");
  EXPECT_EQ(report.of_the_set.front().severity, Severity::error);
  EXPECT_EQ(report.of_the_set.front().detail,
            "all: gold answers by letter 20/0/0/0, chi-square 60.0, p 5.9e-13: always the same");
}

TEST(Audit, OfNothingFindsNothing) { EXPECT_TRUE(audit({}, {}).of_questions.empty()); }

}  // namespace
}  // namespace evenhand
