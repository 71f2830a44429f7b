#include "report/html_report.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "report/headline.h"
#include "report/html_leaderboard.h"
#include "report/html_questions.h"
#include "report/html_style.h"
#include "report/markup.h"
#include "report/notes.h"

namespace evenhand {
namespace {

// Leaves room for the markup around 805 questions with 10 candidates in a file of 60 MB.
constexpr std::size_t kTextBudget = std::size_t{44} << 20;

unsigned hex_value(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(hex_value(hex[i]) * 16 + hex_value(hex[i + 1]));
  }
  return bytes;
}

/// RFC 4648, with padding.
std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      group = group << 8 | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U);
    }
    for (int shift = 18; shift >= 0; shift -= 6) text += kDigits[group >> shift & 63U];
  }
  const std::size_t padding = (3 - bytes.size() % 3) % 3;
  return text.replace(text.size() - padding, padding, padding, '=');
}

std::string content_security_policy() {
  const std::string hash = base64(bytes_of_hex(sha256(kReportStyle).text));
  return "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'";
}

Markup head(const ReportData& data) {
  Markup html;
  html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  html.tag("<meta http-equiv=\"Content-Security-Policy\" content=\"");
  html.attribute(content_security_policy()).tag("\">\n");
  html.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.tag("<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
  return html.text(data.run + ": " + data.suite.text).tag("</title>\n");
}

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
  html.tag("</header>\n");
  if (data.warnings.empty()) return html;
  html.tag("<ul class=\"warnings\">\n");
  for (const std::string& warning : data.warnings) {
    html.tag("<li>").text(warning).tag("</li>\n");
  }
  return html.tag("</ul>\n");
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

std::string html_report(const ReportData& data) {
  std::string page = head(data).take() + "<style>";
  page += kReportStyle;  // exactly these bytes are hashed in the policy
  page += "</style>\n</head>\n<body>\n";
  page += in_words(data).html();
  page += html_leaderboard(data).html();
  page += html_questions(data, kTextBudget).html();
  page += how_it_was_made(data).html();
  page += "</body>\n</html>\n";
  return page;
}

}  // namespace evenhand
