#include "report/html_report.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/html_questions.h"
#include "report/markup.h"
#include "tests/report/golden.h"
#include "tests/report/sample_report.h"
#include "tests/report/text_of.h"

namespace evenhand {
namespace {

const std::string kPayload =
    "<script>document.title='owned'</script></textarea></pre></title></style>"
    "<img src=x onerror=\"document.title='owned'\">\"'><svg onload=alert(1)>"
    "javascript:alert(1) <!-- ]]> &lt;b&gt; \u2028\u2029\u202Ereversed \xFF\xC3(" +
    std::string("nul\0end", 7);

/// A payload wherever text from outside can stand.
ReportData poisoned() {
  ReportData data = sample_pairwise_report();
  for (std::string* text :
       {&data.run, &data.suite.text, &data.suite_title, &data.suite_version,
        &data.suite_digest.text, &data.protocol.text, &data.command, &data.baseline->text,
        &data.judges[0].text, &data.warnings[0], &data.served_models[0].first,
        &data.served_models[0].second, &data.settings[0].first, &data.settings[0].second,
        &data.questions[0].category, &data.questions[0].turns[0].user}) {
    *text = kPayload;
  }
  data.questions[1].turns[0].reference = kPayload;
  for (CandidateRow& row : data.rows) row.model.text = kPayload;
  data.rows[0].by_category[0].first = kPayload;
  for (Answer& answer : data.answers) {
    answer.model.text = kPayload;
    for (AnswerTurn& turn : answer.turns) turn = {.text = kPayload, .reasoning = kPayload};
    if (answer.failure) answer.failure->reason = kPayload;
  }
  for (Verdict& verdict : data.verdicts) {
    verdict.game.candidate.text = kPayload;
    verdict.game.judge.text = kPayload;
    verdict.judgement = kPayload;
    verdict.reasoning = kPayload;
  }
  return data;
}

TEST(HtmlReport, LooksAsItDid) {
  expect_golden("report.html", text_of(write_html_report, sample_pairwise_report()));
  expect_golden("report_graded.html", text_of(write_html_report, sample_graded_report()));
}

/// The section of the page, which may take so many bytes.
std::string questions_of(const ReportData& data, std::size_t budget) {
  std::string section;
  EXPECT_TRUE(write_html_questions(data, budget, [&](std::string_view part) -> Result<void> {
    section += part;
    return {};
  }));
  return section;
}

class HostileTexts : public testing::TestWithParam<TextView> {};

INSTANTIATE_TEST_SUITE_P(HtmlReport, HostileTexts,
                         testing::Values(TextView::plain, TextView::markdown));

TEST_P(HostileTexts, StayInTheirPlace) {
  ReportData data = poisoned();
  data.texts = GetParam();
  const std::string page = text_of(write_html_report, data);

  for (const char* tag :
       {"<img", "<textarea", "</textarea", "<!--", "<svg onload", "<link", "<iframe", "src=\""}) {
    EXPECT_EQ(page.find(tag), std::string::npos) << tag;
  }
  // Links stay within the page.
  for (std::size_t at = page.find("href="); at != std::string::npos;
       at = page.find("href=", at + 1)) {
    EXPECT_EQ(page.substr(at, 7), "href=\"#");
  }
  EXPECT_EQ(page.find('\0'), std::string::npos);
  EXPECT_EQ(page.find('\xFF'), std::string::npos);
  EXPECT_LT(page.find("</title>"), page.find("<style>"));
  // One of each: nothing ended the style or the page early, and no script came in.
  for (const char* tag : {"<script", "</script>", "</style>", "</body>", "</header>"}) {
    EXPECT_EQ(page.find(tag), page.rfind(tag)) << tag;
  }
  EXPECT_NE(page.find("&lt;script&gt;document.title="), std::string::npos);
}

TEST(HtmlReport, AllowsNothingButItsOwnStyleAndScript) {
  const std::string page = text_of(write_html_report, sample_pairwise_report());

  EXPECT_NE(page.find("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"),
            std::string::npos);
  EXPECT_NE(page.find("&#39;; script-src &#39;sha256-"), std::string::npos);
  EXPECT_EQ(page.find("unsafe"), std::string::npos);
  EXPECT_EQ(page.find("style=\""), std::string::npos);
  // And no address anywhere but the name of SVG's language.
  const std::string bare = replaced(page, "xmlns=\"http://www.w3.org/2000/svg\"", "");
  EXPECT_EQ(bare.find("http"), bare.find("http-equiv"));
  EXPECT_EQ(bare.find("://"), std::string::npos);
}

TEST(HtmlReport, IsThereForAnEmptyRun) {
  EXPECT_NE(text_of(write_html_report, {}).find("There is no score yet."), std::string::npos);
}

TEST(HtmlQuestions, RendersAnswersAndJudgementsAndNotWhatWasAsked) {
  ReportData data = sample_pairwise_report();
  data.texts = TextView::markdown;
  data.questions[0].turns[0].user = "Is **this** bold?";
  data.answers[0].turns[0].text = "- **yes**";
  data.verdicts[0].judgement = "*Good*";

  const std::string page = questions_of(data, 1'000'000);

  EXPECT_NE(page.find("Is **this** bold?</pre>"), std::string::npos);
  EXPECT_NE(page.find("<ul><li><strong>yes</strong></li>"), std::string::npos);
  EXPECT_NE(page.find("<em>Good</em>"), std::string::npos);
}

TEST(HtmlQuestions, CutsTheLongestTextsWhenThereAreTooMany) {
  ReportData data = sample_pairwise_report();
  data.answers[0].turns[0].text = std::string(100'000, '&');
  data.answers[1].turns[0].text = "short enough";

  const std::string page = questions_of(data, 40'000);

  EXPECT_LT(page.size(), 40'000u);
  EXPECT_NE(page.find("short enough</pre>"), std::string::npos);
  EXPECT_NE(page.find("Cut here: 9"), std::string::npos);
  EXPECT_NE(page.find("are in the .jsonl file beside this report."), std::string::npos);
}

TEST(HtmlQuestions, ShowsTheFirstOfMoreThanAPageHasRoomFor) {
  ReportData data = sample_pairwise_report();
  const Question last = data.questions.back();
  for (int more = 0; more < 1000; ++more) {
    data.questions.push_back(last);
    data.questions.back().id.text = "more" + std::to_string(more);
  }

  const std::string page = questions_of(data, 200'000);

  EXPECT_LT(page.size(), 200'000U);
  EXPECT_NE(page.find("This page has room for the first 2"), std::string::npos);
  EXPECT_NE(page.find("of all are in answers.jsonl and verdicts.jsonl"), std::string::npos);
  EXPECT_EQ(page.find("more999"), std::string::npos);
}

TEST(HtmlQuestions, CountsEveryTurnOfAnAnswer) {
  ReportData data = sample_pairwise_report();
  for (Answer& answer : data.answers) {
    answer.turns.resize(300, {.text = "an option (log probability -1.5)", .logprob = -1.5});
  }
  const Question last = data.questions.back();
  const Answer said = data.answers.back();
  for (int more = 0; more < 20; ++more) {
    data.questions.push_back(last);
    data.questions.back().id.text = "more" + std::to_string(more);
    data.answers.push_back(said);
    data.answers.back().question = data.questions.back().id;
  }
  EXPECT_LT(questions_of(data, 1'000'000).size(), 1'000'000U);
}

TEST(Markup, EscapesByContext) {
  EXPECT_EQ(Markup().text("<a href=\"x\">'&\x1b\r\nb\rc\x7f\u0085").html(),
            "&lt;a href=\"x\"&gt;'&amp;\u241B\nb\nc\u2421\uFFFD");
  EXPECT_EQ(Markup().text("a\u202Eb\u2066c\u2069\u200F").html(),
            "a[U+202E]b[U+2066]c[U+2069]\u200F");
  EXPECT_EQ(Markup().attribute("\"'<>&").html(), "&quot;&#39;&lt;&gt;&amp;");
}

TEST(BeginningOf, CutsBetweenCharacters) {
  struct {
    const char* text;
    std::size_t most;
    const char* beginning;
  } const cases[] = {
      {"abc", 3, "abc"},     {"abc", 2, "ab"}, {"<<<", 9, "<<"}, {"a\u00E9\u00E9", 4, "a\u00E9"},
      {"\U0001F438", 3, ""}, {"abc", 0, ""},
  };
  for (const auto& c : cases) EXPECT_EQ(beginning_of(c.text, c.most), c.beginning) << c.text;
}

TEST(Headline, SaysWhoLeadsHowSureAndWhatIsMissing) {
  const std::vector<std::string> expected = {
      "ours leads: it wins 66.7 % against base (95 % interval 33.3 to 100.0).",
      "The interval includes 50 %: these questions do not show that it differs from base.",
      "organisation/half-of-a-very-long-name-checkpoint-1200 follows with 25.0, 41.7 points "
      "behind.",
      "organisation/half-of-a-very-long-name-checkpoint-1200 is incomplete: scores for 1 of 3 "
      "questions (1 answer failed, 1 verdict unreadable, 1 judgement failed, 1 answer cut off by "
      "the token limit)."};
  EXPECT_EQ(headline(sample_pairwise_report()), expected);
}

TEST(Headline, IsSureOnlyWhenTheIntervalIs) {
  struct {
    Interval interval;
    const char* words;
  } const cases[] = {
      {{0.51, 0.7},
       "The interval lies above 50 %: on questions like these it is better than base, as this "
       "judge sees it."},
      {{0.3, 0.49},
       "The interval lies below 50 %: on questions like these it is worse than base, as this "
       "judge sees it."},
      {{0.5, 0.7},
       "The interval includes 50 %: these questions do not show that it differs from base."},
  };
  for (const auto& c : cases) {
    ReportData data = sample_pairwise_report();
    data.rows[0].win_rate->interval = c.interval;
    EXPECT_EQ(headline(data)[1], c.words);
  }
}

TEST(ReportFormats, AreFoundByName) {
  ASSERT_NE(find_report_format("html"), nullptr);
  EXPECT_EQ(find_report_format("html")->file_name, "report.html");
  EXPECT_EQ(find_report_format("pdf"), nullptr);
  EXPECT_EQ(report_formats().size(), 5u);
}

TEST(ReportFormats, GiveTheSameBytesForTheSameData) {
  for (const ReportFormat& format : report_formats()) {
    EXPECT_EQ(text_of(format.write, sample_pairwise_report()),
              text_of(format.write, sample_pairwise_report()));
  }
}

}  // namespace
}  // namespace evenhand
