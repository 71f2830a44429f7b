#include "report/diff_html.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "report/diff_words.h"
#include "report/html_page.h"
#include "report/html_prose.h"

namespace evenhand {
namespace {

// Answers of all questions together; the rest of the page is small beside them.
constexpr std::size_t kTextBudget = std::size_t{40} << 20;

// Enough of a question to know it again.
constexpr std::size_t kSummaryBytes = 140;

/// The difference and its interval on an axis whose middle is zero.
Markup bar(const Comparison& comparison) {
  constexpr double kHalf = 190.0;
  const PairedDifference& difference = comparison.difference;
  double reach = std::abs(difference.mean);
  if (difference.interval) {
    reach = std::max({reach, -difference.interval->low, difference.interval->high});
  }
  const auto at = [&](double value) {
    return fmt::format("{:.1f}", 200.0 + (reach > 0.0 ? kHalf * value / reach : 0.0));
  };
  Markup svg;
  svg.tag("<svg viewBox=\"0 0 400 24\" width=\"400\" height=\"24\" role=\"img\" aria-label=\"");
  svg.tag("B minus A with its interval; the middle is no difference");
  svg.tag("\"><path class=\"axis\" d=\"M6 12H394M200 2V22\"/>");
  if (difference.interval) {
    svg.tag("<path class=\"interval\" d=\"M").attribute(at(difference.interval->low));
    svg.tag(" 12H").attribute(at(difference.interval->high)).tag("\"/>");
  }
  svg.tag("<circle class=\"value\" cy=\"12\" r=\"5\" cx=\"").attribute(at(difference.mean));
  return svg.tag("\"/></svg>\n");
}

std::string number_cell(const std::optional<double>& number, const char* format) {
  return number ? fmt::format(fmt::runtime(format), *number) : "unknown";
}

Markup sides_table(const Comparison& comparison, Scale scale) {
  TextTable table = {{"", "model", "results", scale == Scale::percent ? "win rate, %" : "grade",
                      "judged", "mean length", "cost, $"}};
  for (const auto& [letter, side] :
       {std::pair<const char*, const DiffSide&>{"A", comparison.a}, {"B", comparison.b}}) {
    table.push_back({letter, side.model.text, side.results,
                     side.headline ? estimate_text(*side.headline, scale) : "none",
                     fmt::format("{}/{}", side.judged, side.expected),
                     number_cell(side.mean_length, "{:.0f}"), number_cell(side.cost, "{:.4f}")});
  }
  return table_of(table);
}

void add_answer(const char* letter, const Answer* answer, std::size_t limit, Markup& html) {
  html.tag("<article><h4>").text(letter).tag("</h4>\n");
  if (answer == nullptr) {
    html.tag("<p class=\"note\">not read</p>");
  } else if (answer->failure) {
    html.tag("<p class=\"failure\">").text(answer->failure->reason).tag("</p>");
  } else {
    for (const AnswerTurn& turn : answer->turns) html.add(prose(turn.text, {.limit = limit}));
  }
  html.tag("</article>\n");
}

Markup question(const QuestionPair& pair, std::size_t limit) {
  Markup html;
  html.tag("<details class=\"question\"><summary><bdi class=\"id\">").text(pair.question.text);
  html.tag("</bdi> ").text(change_text(pair)).tag(" <bdi class=\"ask\">");
  const std::string_view start = beginning_of(pair.asked, kSummaryBytes);
  html.text(start).text(start.size() < pair.asked.size() ? "…" : "").tag("</bdi></summary>\n");
  if (!pair.asked.empty())
    html.tag("<article>").add(prose(pair.asked, {.limit = limit})).tag("</article>\n");
  html.tag("<div class=\"answers\">\n");
  add_answer("A", pair.answer_a, limit, html);
  add_answer("B", pair.answer_b, limit, html);
  return html.tag("</div></details>\n");
}

Markup flips(const Comparison& comparison, std::span<const std::size_t> places,
             const std::string& verb, std::size_t limit) {
  Markup html;
  html.tag("<h3>").text(fmt::format("B {} {}", verb, counted(places.size(), "question")));
  html.tag("</h3>\n");
  for (const std::size_t q : places) html.add(question(comparison.questions[q], limit));
  return html;
}

Markup paragraph(const std::string& untrusted) {
  Markup html;
  if (!untrusted.empty()) html.tag("<p>").text(untrusted).tag("</p>\n");
  return html;
}

Markup section(const Comparison& comparison, const DiffData& diff, std::size_t limit) {
  const bool percent = diff.scale == Scale::percent;
  Markup html;
  html.tag("<section><h2>").text(side_in_words(comparison.a)).tag(" → ");
  html.text(side_in_words(comparison.b)).tag("</h2>\n<p class=\"lead\">");
  html.text(difference_in_words(comparison, diff.scale)).tag("</p>\n").add(bar(comparison));
  html.add(paragraph(tests_in_words(comparison, diff.comparisons.size())));
  for (const std::string& doubt : doubts_in_words(comparison, diff.scale)) {
    html.add(paragraph(doubt));
  }
  html.add(sides_table(comparison, diff.scale));
  html.add(paragraph(cost_change_in_words(comparison)));
  html.add(paragraph(length_change_in_words(comparison)));
  html.add(flips(comparison, comparison.gained, percent ? "gained" : "rose on", limit));
  html.add(flips(comparison, comparison.lost, percent ? "lost" : "fell on", limit));
  return html.tag("</section>\n");
}

Markup mismatches(const DiffData& diff) {
  Markup html;
  if (diff.mismatches.empty()) return html;
  html.tag("<section><h2>").tag("What the runs do not share").tag("</h2>\n");
  if (!diff.comparable()) {
    html.tag("<p class=\"lead\">Not comparable: the difference may be due to these.</p>\n");
  }
  TextTable table = {{"what", "A", "B", "weight"}};
  for (const Mismatch& mismatch : diff.mismatches) {
    const bool forbids = mismatch.weight == Mismatch::Weight::forbids;
    table.push_back({mismatch.what, mismatch.a, mismatch.b,
                     forbids ? "forbids to compare" : "need not matter"});
  }
  return html.add(table_of(table)).tag("</section>\n");
}

/// Bytes for one answer, so that all of them fit.
std::size_t limit_of(const DiffData& diff) {
  std::size_t answers = 0;
  for (const Comparison& comparison : diff.comparisons) {
    answers += 2 * (comparison.gained.size() + comparison.lost.size());
  }
  return answers == 0 ? kTextBudget : kTextBudget / answers;
}

}  // namespace

std::string diff_html(const DiffData& diff) {
  const std::size_t limit = limit_of(diff);
  Markup body;
  body.tag("<header><h1>Two runs, question by question</h1>\n<p class=\"under\">");
  body.tag("Differences are B minus A; intervals have 95 % coverage, by question.</p></header>\n");
  if (!diff.comparable()) body.add(mismatches(diff));
  for (const Comparison& comparison : diff.comparisons) {
    body.add(section(comparison, diff, limit));
  }
  if (diff.comparable()) body.add(mismatches(diff));
  std::string title = "diff";
  if (!diff.comparisons.empty()) {
    const Comparison& first = diff.comparisons.front();
    title = first.a.run + " " + first.a.model.text + " / " + first.b.run + " " + first.b.model.text;
  }
  return html_page(title, body);
}

}  // namespace evenhand
