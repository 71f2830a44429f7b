#include "report/gate_report.h"

#include <gtest/gtest.h>

#include "report/markdown.h"
#include "tests/report/golden.h"

namespace evenhand {
namespace {

constexpr const char* kHostile = "x|y`<b>\"&\n\x1b[31m](javascript:alert(1))\xEF\xBF\xBF";

GateData sample_gate() {
  return {.results = "results/branch",
          .run = "branch",
          .suite = "instruct",
          .against = "results/main",
          .candidates = {{.model = {"ours"},
                          .headline_name = "win_rate",
                          .headline = Estimate{0.482, Interval{0.441, 0.523}},
                          .expected = 805,
                          .judged = 805},
                         {.model = {kHostile},
                          .headline_name = "grade",
                          .headline = Estimate{7.25},
                          .expected = 80,
                          .judged = 78,
                          .missing = "2 of 80 questions without a score"}},
          .outcomes = {{.candidate = {"ours"},
                        .requirement = "win_rate.low > 0.5",
                        .left = 0.441,
                        .right = 0.5,
                        .why = "does not hold: left is 0.441, right is 0.5"},
                       {.candidate = {kHostile},
                        .requirement = "grade > 7",
                        .left = 7.25,
                        .right = 7.0,
                        .met = true},
                       {.candidate = {kHostile},
                        .requirement = "rating > 1000",
                        .right = 1000.0,
                        .why = "rating has no value in this run"}},
          .remarks = {"compared although the runs differ: judges: a / b"}};
}

TEST(GateReport, IsReadAsText) {
  expect_golden("gate.txt", gate_text(sample_gate(), Charset::unicode));
}

TEST(GateReport, IsReadAsMarkdown) { expect_golden("gate.md", gate_markdown(sample_gate())); }

TEST(GateReport, IsReadAsJUnit) { expect_golden("gate.xml", gate_junit(sample_gate())); }

TEST(GateReport, IsReadAsJson) { expect_golden("gate.json", gate_json(sample_gate())); }

TEST(GateReport, SaysFirstWhatWeighsMost) {
  GateData gate = sample_gate();
  EXPECT_EQ(verdict_in_words(gate), "2 of 3 requirements not met") << "and incomplete besides";
  for (RequirementOutcome& outcome : gate.outcomes) outcome.met = true;
  EXPECT_EQ(verdict_in_words(gate), "met, but the results are incomplete");
  gate.candidates.pop_back();
  EXPECT_EQ(verdict_in_words(gate), "met");
}

TEST(MarkdownText, IsNeverMarkup) {
  const struct {
    const char* text;
    const char* markdown;
  } cases[] = {
      {"plain words", "plain words"},
      {"a|b", "a\\|b"},
      {"**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"},
      {"<img src=x>", "&lt;img src=x&gt;"},
      {"two\nlines", "two\\\\x0alines"},
      {"# 1: https://x [y](z)", "\\# 1: https\\://x \\[y\\](z)"},
  };
  for (const auto& c : cases) EXPECT_EQ(markdown_text(c.text), c.markdown) << c.text;
}

}  // namespace
}  // namespace evenhand
