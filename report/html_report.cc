#include "report/html_report.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "report/headline.h"
#include "report/html_charts.h"
#include "report/html_leaderboard.h"
#include "report/html_page.h"
#include "report/html_questions.h"
#include "report/html_tables.h"
#include "report/html_trial.h"
#include "report/markup.h"
#include "report/notes.h"

namespace evenhand {
namespace {

// Below 60 MB, with room for pictures and tables.
constexpr std::size_t kQuestionsBudget = std::size_t{56} << 20;

Markup in_words(const ReportData& data) {
  Markup html;
  html.tag("<header><h1><bdi>");
  html.text(data.suite_title.empty() ? data.suite.text : data.suite_title);
  html.tag("</bdi></h1>\n<p class=\"under\">").text(run_in_words(data)).tag("</p>\n");
  const std::vector<std::string> sentences = headline(data);
  html.tag("<p class=\"lead\">").text(sentences.front()).tag("</p>\n");
  for (std::size_t i = 1; i < sentences.size(); ++i) {
    html.tag("<p>").text(sentences[i]).tag("</p>\n");
  }
  for (const std::string& words : judges_in_words(data)) {
    html.tag("<p>").text(words).tag("</p>\n");
  }
  if (data.warnings.empty()) return html.tag("</header>\n");
  html.tag("<ul class=\"warnings\">\n");
  for (const std::string& warning : data.warnings) {
    html.tag("<li>").text(warning).tag("</li>\n");
  }
  return html.tag("</ul>\n</header>\n");
}

Markup contents(const ReportData& data) {
  Markup html;
  html.tag("<nav aria-label=\"Contents\"><a href=\"#leaderboard\">Leaderboard</a>");
  if (!data.rows.empty() && !data.questions.empty()) {
    html.tag(" <a href=\"#charts\">Pictures</a>");
  }
  if (!html_trial(data).empty()) html.tag(" <a href=\"#trial\">The judge on trial</a>");
  if (!data.rows.empty()) html.tag(" <a href=\"#coverage\">Coverage</a>");
  if (!data.questions.empty()) html.tag(" <a href=\"#questions\">Questions</a>");
  return html.tag(" <a href=\"#made\">How it was made</a></nav>\n");
}

std::string judges_of(const ReportData& data) {
  std::vector<std::string> names;
  for (const ModelId& judge : data.judges) names.push_back(judge.text);
  return joined(names, ", ");
}

Markup how_it_was_made(const ReportData& data) {
  std::vector<std::pair<std::string, std::string>> facts = {
      {"run", data.run},
      {"suite", data.suite.text + " " + data.suite_version},
      {"digest of the suite", data.suite_digest.text},
      {"digest of the prompts", data.prompts_digest.text},
      {"protocol", data.protocol.text},
      {"seats", data.seats},
      {"baseline", data.baseline ? data.baseline->text : ""},
      {"judges", judges_of(data)},
      {"opponents", data.opponents},
      {"repeats", std::to_string(data.repeats)},
      {"seed", std::to_string(data.seed)},
      {"made by", "evenhand " + data.program_version},
      {"made again with", data.command}};
  facts.insert(facts.end(), data.settings.begin(), data.settings.end());
  Markup html;
  html.tag("<section id=\"made\"><h2>How it was made</h2>\n<dl>\n");
  for (const auto& [name, value] : facts) {
    if (trimmed(value).empty()) continue;
    html.tag("<dt>").text(name).tag("</dt><dd><code>").text(value).tag("</code></dd>\n");
  }
  html.tag("</dl>\n");
  if (!data.served_models.empty()) {
    TextTable table = {{"model asked for", "answered as"}};
    for (const auto& [asked, served] : data.served_models) table.push_back({asked, served});
    html.add(table_of(table));
  }
  return html.tag("</section>\n");
}

}  // namespace

Result<void> write_html_report(const ReportData& data, const PutText& put) {
  Markup before = in_words(data);
  before.add(contents(data)).tag("<main>\n");
  before.add(html_leaderboard(data)).add(html_charts(data)).add(html_trial(data));
  before.add(html_tables(data));
  EVENHAND_OK(put(html_page_start(data.run + ": " + data.suite.text)));
  EVENHAND_OK(put(before.html()));
  EVENHAND_OK(write_html_questions(data, kQuestionsBudget, put));
  EVENHAND_OK(put(how_it_was_made(data).tag("</main>\n").html()));
  return put(html_page_end());
}

}  // namespace evenhand
