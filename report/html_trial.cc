#include "report/html_trial.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

std::string shown(const std::optional<Estimate>& estimate) {
  return estimate ? estimate_text(*estimate, Scale::percent) : "–";
}

std::string unreadable_share(const JudgeSummary& judge) {
  const std::size_t all = judge.read + judge.unreadable;
  if (all == 0) return "–";
  const double share = static_cast<double>(judge.unreadable) / static_cast<double>(all);
  return fmt::format("{} ({} of {})", number_text(share, Scale::percent, 1), judge.unreadable, all);
}

/// One line of the table: what is measured, and each judge's value.
struct Measure {
  const char* name;
  const char* fair;
  std::string (*value)(const JudgeSummary& judge);
};

constexpr Measure kMeasures[] = {
    {"the same winner from both seats, %", "100",
     [](const JudgeSummary& judge) {
       return shown(judge.consistency);
     }},
    {"decided games won by the answer read first, %", "50",
     [](const JudgeSummary& judge) {
       return shown(judge.prefers_first);
     }},
    {"decided games won by the longer answer, %", "what length is worth",
     [](const JudgeSummary& judge) {
       return shown(judge.prefers_longer);
     }},
    {"decided games won by the one answer with a list, %", "what lists are worth",
     [](const JudgeSummary& judge) {
       return shown(judge.prefers_lists);
     }},
    {"another ruling when asked again, %", "0",
     [](const JudgeSummary& judge) {
       return shown(judge.changed);
     }},
    {"verdicts that could not be read, %", "0", unreadable_share},
};

/// Only lines that some judge has a value for.
TextTable measures_table(const ReportData& data) {
  TextTable table = {{"of each judge", "a fair judge"}};
  for (const JudgeSummary& judge : data.judge_summaries) table[0].push_back(judge.judge.text);
  for (const Measure& measure : kMeasures) {
    std::vector<std::string> line = {measure.name, measure.fair};
    bool any = false;
    for (const JudgeSummary& judge : data.judge_summaries) {
      line.push_back(measure.value(judge));
      any |= line.back() != "–";
    }
    if (any) table.push_back(std::move(line));
  }
  return table;
}

/// What stands out, in words: intervals that leave out what a fair judge would do.
std::vector<std::string> findings_of(const JudgeSummary& judge) {
  const std::string& name = judge.judge.text;
  std::vector<std::string> findings;
  const auto& first = judge.prefers_first;
  if (first && first->interval && first->interval->low > 0.5) {
    findings.push_back(name + " favours the answer that it reads first.");
  }
  if (first && first->interval && first->interval->high < 0.5) {
    findings.push_back(name + " favours the answer that it reads second.");
  }
  if (judge.consistency && judge.consistency->value < 0.75) {
    findings.push_back(fmt::format(
        "When seats are exchanged, {} keeps its winner in {} % of {} pairs of games only: both "
        "seats must be played for its verdicts to mean anything.",
        name, number_text(judge.consistency->value, Scale::percent, 1), judge.seat_pairs));
  }
  const std::size_t all = judge.read + judge.unreadable;
  if (20 * judge.unreadable > all) {
    findings.push_back(
        fmt::format("{} of {} verdicts of {} could not be read.", judge.unreadable, all, name));
  }
  return findings;
}

Markup pairs_table(const ReportData& data) {
  Markup html;
  if (data.judge_pairs.empty()) return html;
  TextTable table = {{"judges", "games of both", "same outcome, %", "beyond chance (kappa)"}};
  for (const JudgePair& pair : data.judge_pairs) {
    table.push_back({pair.first.text + " and " + pair.second.text, std::to_string(pair.games),
                     estimate_text(pair.agreement, Scale::percent),
                     pair.kappa ? number_text(*pair.kappa, Scale::points, 2) : "–"});
  }
  return html.tag("<h3>Between judges</h3>\n").add(table_of(table));
}

Markup seats_table(const ReportData& data) {
  Markup html;
  TextTable table = {{"candidate", "same winner in both seats, %",
                      "of the others, won by the answer read first, %"}};
  for (const CandidateRow& row : data.rows) {
    if (!row.position_consistency) continue;
    const std::string first =
        row.first_seat_share ? number_text(*row.first_seat_share, Scale::percent, 1) : "–";
    table.push_back({row.model.text, shown(row.position_consistency), first});
  }
  if (table.size() < 2) return html;
  return html.tag("<h3>Candidate by candidate</h3>\n").add(table_of(table));
}

}  // namespace

Markup html_trial(const ReportData& data) {
  const TextTable measures = measures_table(data);
  const Markup seats = seats_table(data);
  Markup html;
  if (measures.size() < 2 && seats.empty()) return html;
  html.tag(
      "<section id=\"trial\"><h2>The judge on trial</h2>\n<p>Does the judge see the answer or the "
      "seat? Each pair of answers is read twice where both seats are played, once with either "
      "answer first. A fair judge names the same winner both times. Longer answers may be better "
      "ones, so a preference for length is no fault by itself: compare the win rate at equal "
      "length.</p>\n");
  for (const JudgeSummary& judge : data.judge_summaries) {
    for (const std::string& finding : findings_of(judge)) {
      html.tag("<p class=\"finding\">").text(finding).tag("</p>\n");
    }
  }
  if (measures.size() > 1) html.add(table_of(measures));
  html.add(pairs_table(data)).add(seats);
  return html.tag("</section>\n");
}

}  // namespace evenhand
