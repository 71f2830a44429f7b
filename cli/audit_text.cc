#include "cli/audit_text.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "audit/words.h"
#include "base/text.h"
#include "report/json_text.h"
#include "report/markdown.h"
#include "report/terminal_text.h"

namespace evenhand {
namespace {

Json finding_json(const Finding& finding) {
  Json json = {{"question", finding.question.empty() ? Json(nullptr) : Json(finding.question)},
               {"check", finding.check},
               {"detail", finding.detail},
               {"severity", to_text(finding.severity)},
               {"action", to_text(facts_of(finding.check).action)}};
  if (!finding.votes) return json;
  json["label"] = finding.label;
  json["votes"] = {{"asked", finding.votes->asked},
                   {"against", finding.votes->against},
                   {"unreadable", finding.votes->unreadable},
                   {"share_against", finding.votes->share_against()}};
  return json;
}

/// Of the votes that can be read, by what they say.
std::map<ItemLabel, std::size_t> votes_by_label(const JudgesRound& judges) {
  std::map<ItemLabel, std::size_t> counts;
  for (const JudgedItem& item : judges.items) {
    for (const ItemVote& vote : item.votes) {
      if (vote.label) ++counts[*vote.label];
    }
  }
  return counts;
}

Json judges_json(const JudgesRound& judges) {
  Json labels = Json::object();
  for (const auto& [label, count] : votes_by_label(judges)) {
    labels[std::string(to_text(label))] = count;
  }
  return {{"questions", judges.items.size()}, {"votes", judges.votes},
          {"unreadable", judges.unreadable},  {"missing", judges.missing},
          {"labels", std::move(labels)},      {"cost", judges.spend.all.cost}};
}

std::string precision_text(const CheckFacts& facts) {
  if (!facts.precision) return "-";
  return fmt::format("{:.2f} of {}", *facts.precision, facts.labelled);
}

/// Where the report goes decides how its parts are set.
struct Style {
  std::string_view head;
  std::string_view row;
  std::string_view question;
  std::string_view finding;
  std::string (*shown)(std::string_view untrusted);
};

std::string for_terminal(std::string_view untrusted) { return terminal_line(untrusted); }

const Style kTerminal{
    .head = "{:<34} {:<8} {:>9} {:>14}\n",
    .row = "{:<34} {:<8} {:>9} {:>14}\n",
    .question = "{}: {}\n",
    .finding = "  {} ({}): {}\n",
    .shown = for_terminal,
};
const Style kMarkdown{
    .head = "| {} | {} | {} | {} |\n| --- | --- | ---: | ---: |\n",
    .row = "| {} | {} | {} | {} |\n",
    .question = "\n**{}** {}\n\n",
    .finding = "- `{}` ({}): {}\n",
    .shown = markdown_text,
};

std::string counts_text(const AuditReport& report, const Style& style) {
  std::string text =
      fmt::format(fmt::runtime(style.head), "check", "severity", "findings", "precision");
  for (const CheckFacts& facts : all_checks()) {
    const auto count = report.counts.find(facts.name);
    if (count == report.counts.end()) continue;
    text += fmt::format(fmt::runtime(style.row), facts.name, to_text(facts.severity), count->second,
                        precision_text(facts));
  }
  return text;
}

std::string worst_text(const AuditShown& shown, std::size_t show, const Style& style) {
  constexpr std::size_t kWords = 100;  // code points of a question
  std::string text;
  std::size_t questions = 0;
  std::string last;
  for (const Finding& finding : shown.report.of_questions) {
    if (finding.question != last) {
      if (questions++ == show) break;
      last = finding.question;
      const std::string words = collapsed(shown.words.at(last));
      text += fmt::format(fmt::runtime(style.question), style.shown(last),
                          style.shown(first_code_points(words, kWords)));
    }
    text += fmt::format(fmt::runtime(style.finding), finding.check, to_text(finding.severity),
                        style.shown(finding.detail));
  }
  return text;
}

std::size_t flagged_questions(const AuditReport& report, Severity severity) {
  std::set<std::string_view> flagged;
  for (const Finding& finding : report.of_questions) {
    if (finding.severity == severity) flagged.insert(finding.question);
  }
  return flagged.size();
}

std::string judges_text(const JudgesRound& judges) {
  std::string text =
      fmt::format("Judges: {} votes on {} questions", judges.votes, judges.items.size());
  for (const auto& [label, count] : votes_by_label(judges)) {
    text += fmt::format(", {} {}", count, to_text(label));
  }
  return text + fmt::format(", {} unreadable, {} missing\n\n", judges.unreadable, judges.missing);
}

std::string text_in(const AuditShown& shown, std::size_t show, const Style& style) {
  const AuditReport& report = shown.report;
  std::string text = fmt::format("{} questions: {} with errors, {} with warnings\n\n",
                                 report.questions, flagged_questions(report, Severity::error),
                                 flagged_questions(report, Severity::warn));
  if (shown.judges != nullptr) text += judges_text(*shown.judges);
  text += counts_text(report, style);
  text +=
      "\nPrecision: the share of flagged questions that annotators found erroneous, of so many "
      "labelled,\nin MMLU-Redux (base rate 0.06).\n";
  if (!report.of_the_set.empty()) text += "\nThe set as a whole:\n\n";
  for (const Finding& finding : report.of_the_set) {
    text += fmt::format(fmt::runtime(style.finding), finding.check, to_text(finding.severity),
                        style.shown(finding.detail));
  }
  if (!report.of_questions.empty()) text += "\nThe worst questions first:\n\n";
  return text + worst_text(shown, show, style);
}

}  // namespace

std::string audit_text(const AuditShown& shown, std::size_t show) {
  return text_in(shown, show, kTerminal);
}

std::string audit_markdown(const AuditShown& shown, const std::string& title) {
  return "# " + markdown_text(title) + "\n\n" + text_in(shown, shown.report.questions, kMarkdown);
}

std::string audit_json(const AuditShown& shown) {
  const AuditReport& report = shown.report;
  Json document = {{"questions", report.questions},
                   {"checks", Json::object()},
                   {"findings", Json::array()},
                   {"set_findings", Json::array()}};
  for (const CheckFacts& facts : all_checks()) {
    const auto count = report.counts.find(facts.name);
    if (count != report.counts.end()) document["checks"][std::string(facts.name)] = count->second;
  }
  for (const Finding& finding : report.of_questions) {
    document["findings"].push_back(finding_json(finding));
  }
  for (const Finding& finding : report.of_the_set) {
    document["set_findings"].push_back(finding_json(finding));
  }
  if (shown.judges != nullptr) document["judges"] = judges_json(*shown.judges);
  return document_text(document);
}

}  // namespace evenhand
