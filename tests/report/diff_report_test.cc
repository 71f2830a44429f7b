#include <gtest/gtest.h>

#include "report/diff_html.h"
#include "report/diff_json.h"
#include "report/diff_text.h"
#include "report/diff_words.h"
#include "tests/report/golden.h"

namespace evenhand {
namespace {

constexpr const char* kHostile = "q\x1b[2J\xE2\x80\xAE<script>alert(1)</script>";

Comparison sample_comparison() {
  Comparison comparison{.a = {.results = "results/main",
                              .run = "main",
                              .model = {"ours"},
                              .served = "checkpoint-1100",
                              .headline = Estimate{0.482, Interval{0.441, 0.523}},
                              .expected = 5,
                              .judged = 5,
                              .mean_length = 1203.0,
                              .cost = 1.2},
                        .b = {.results = "results/branch",
                              .run = "branch",
                              .model = {"ours"},
                              .served = "checkpoint-1200",
                              .headline = Estimate{0.51, Interval{0.47, 0.55}},
                              .expected = 5,
                              .judged = 4,
                              .mean_length = 1411.0,
                              .cost = 1.35},
                        .difference = {.questions = 4,
                                       .mean = 0.125,
                                       .interval = Interval{-0.2, 0.45},
                                       .standard_deviation = 0.4787,
                                       .better = 2,
                                       .equal = 1,
                                       .worse = 1,
                                       .test = {.p = 0.75, .method = TestMethod::exact},
                                       .sign_p = 1.0},
                        .p_holm = 0.75,
                        .if_missing = {.low = -0.1, .high = 0.3},
                        .only_a = 1,
                        .gained = {0, 1},
                        .lost = {3},
                        .cost_difference = 0.15,
                        .length_difference = 208.0};
  comparison.questions = {{.question = {"q1"}, .a = 0.0, .b = 0.75},
                          {.question = {kHostile}, .a = 0.5, .b = 2.0 / 3.0},
                          {.question = {"q3"}, .a = 1.0, .b = 1.0},
                          {.question = {"q4"}, .a = 1.0, .b = 0.25},
                          {.question = {"q5"}, .a = 0.5, .b = std::nullopt}};
  return comparison;
}

DiffData sample_diff() {
  return {
      .mismatches = {{.what = "repeats", .a = "1", .b = "2", .weight = Mismatch::Weight::known}},
      .comparisons = {sample_comparison()}};
}

TEST(DiffText, SaysHowFarApartAndHowSure) {
  expect_golden("diff.txt", diff_text(sample_diff(), {.width = 90}));
}

TEST(DiffText, BeginsWithWhatForbidsTheComparison) {
  DiffData diff = sample_diff();
  diff.mismatches.push_back({.what = "judges", .a = "judge-1", .b = "judge-2"});
  EXPECT_TRUE(diff_text(diff, {}).starts_with(
      "NOT COMPARABLE: the difference may be due to what the runs do not share (A / B):\n"
      "- repeats: 1 / 2\n"
      "! judges: judge-1 / judge-2\n"));
}

TEST(DiffText, PassesNothingToTheTerminalThatCouldSteerIt) {
  const std::string text = diff_text(sample_diff(), {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(DiffJson, HasEveryQuestionAndFullNumbers) {
  expect_golden("diff.json", diff_json(sample_diff()));
}

TEST(DiffWords, NameTheWinnerOnlyBeyondDoubt) {
  const struct {
    Interval interval;
    const char* words;
  } cases[] = {
      {{0.01, 0.24}, "B is better than A: +12.5 [+1.0, +24.0] percentage points, on 4 questions"},
      {{-0.24, -0.01}, "B is worse than A: +12.5 [-24.0, -1.0] percentage points, on 4 questions"},
      {{0.0, 0.24},
       "No difference shown, B minus A: +12.5 [0.0, +24.0] percentage points, on 4 questions"},
  };
  for (const auto& c : cases) {
    Comparison comparison = sample_comparison();
    comparison.difference.interval = c.interval;
    EXPECT_EQ(difference_in_words(comparison, Scale::percent), c.words);
  }
}

TEST(DiffHtml, ShowsWhatBothSaidAndKeepsHostileTextText) {
  DiffData diff = sample_diff();
  diff.answers_a = {{.question = {"q1"},
                     .model = {"ours"},
                     .turns = {{.text = "</article><img src=x onerror=alert(1)>"}}}};
  diff.answers_b = {{.question = {"q1"},
                     .model = {"ours"},
                     .turns = {},
                     .failure = Failure{ErrorKind::timed_out, "<b>no reply</b>"}}};
  diff.comparisons[0].questions[0].answer_a = &diff.answers_a[0];
  diff.comparisons[0].questions[0].answer_b = &diff.answers_b[0];
  diff.comparisons[0].questions[0].asked = "What of <script>?";
  const std::string html = diff_html(diff);
  EXPECT_NE(html.find("What of &lt;script&gt;?"), std::string::npos);
  EXPECT_NE(html.find("&lt;/article&gt;&lt;img src=x"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;no reply&lt;/b&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<script"), html.rfind("<script"));  // the page's own
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("default-src &#39;none&#39;"), std::string::npos);
  EXPECT_NE(html.find("B gained 2 questions"), std::string::npos);
  EXPECT_NE(html.find("need not matter"), std::string::npos);
}

}  // namespace
}  // namespace evenhand
