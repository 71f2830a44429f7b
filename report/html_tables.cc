#include "report/html_tables.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/notes.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

std::string shown(const std::optional<Estimate>& estimate, Scale scale) {
  return estimate ? estimate_text(*estimate, scale) : "–";
}

/// Named numbers of each candidate, the names in the order of their first appearance.
template <class NamedOf>
TextTable named_table(const ReportData& data, const std::string& corner, const NamedOf& named_of) {
  TextTable table = {{corner}};
  for (const CandidateRow& row : data.rows) {
    for (const auto& entry : named_of(row)) {
      const auto is_named = [&](const auto& line) {
        return line.front() == entry.first;
      };
      if (std::none_of(table.begin() + 1, table.end(), is_named)) table.push_back({entry.first});
    }
  }
  for (const CandidateRow& row : data.rows) {
    table.front().push_back(row.model.text);
    const auto named = named_of(row);
    for (auto line = table.begin() + 1; line != table.end(); ++line) {
      const auto found = std::find_if(named.begin(), named.end(), [&](const auto& entry) {
        return entry.first == line->front();
      });
      line->push_back(found == named.end() ? "–" : found->second);
    }
  }
  return table;
}

using Named = std::vector<std::pair<std::string, std::string>>;

Markup section(Tag opening, const TextTable& table) {
  Markup html;
  if (table.size() < 2) return html;
  return html.tag(opening).add(table_of(table)).tag("</section>\n");
}

Markup turns_section(const ReportData& data) {
  const Scale scale = headline_scale(data);
  const TextTable table = named_table(data, "turn", [&](const CandidateRow& row) {
    Named named;
    for (const Estimate& estimate : row.by_turn) {
      named.emplace_back(std::to_string(named.size() + 1), estimate_text(estimate, scale));
    }
    return named;
  });
  if (table.size() < 3) return {};
  return section("<section><h2>Turn by turn</h2>\n", table);
}

Markup categories_section(const ReportData& data) {
  const Scale scale = headline_scale(data);
  const TextTable table = named_table(data, "category", [&](const CandidateRow& row) {
    Named named;
    for (const auto& [name, estimate] : row.by_category) {
      named.emplace_back(name, estimate_text(estimate, scale));
    }
    return named;
  });
  return section("<section><h2>By category</h2>\n", table);
}

Markup judges_section(const ReportData& data) {
  const Scale scale = headline_scale(data);
  const TextTable table = named_table(data, "judge", [&](const CandidateRow& row) {
    Named named;
    for (const JudgeRow& judge : row.by_judge) {
      std::string words = shown(judge.headline, scale);
      if (judge.unreadable > 0) words += fmt::format(" ({} unreadable)", judge.unreadable);
      named.emplace_back(judge.judge.text, std::move(words));
    }
    return named;
  });
  return section("<section><h2>What each judge says</h2>\n", table);
}

Markup coverage_section(const ReportData& data) {
  TextTable table = {{"candidate", "questions", "answered", "cut off", "failed", "never asked",
                      "judged", "games", "unreadable", "failed", "never played"}};
  for (const CandidateRow& row : data.rows) {
    const Coverage& c = row.coverage;
    table.push_back({row.model.text});
    for (const std::size_t count :
         {c.expected, c.answered, c.truncated, c.failed, c.missing, c.judged, c.games, c.unreadable,
          c.failed_games, c.missing_games}) {
      table.back().push_back(std::to_string(count));
    }
  }
  return section("<section id=\"coverage\"><h2>Coverage</h2>\n", table);
}

std::vector<std::string> expense_cells(const Expense& expense) {
  std::string tokens = fmt::format("{} / {}", expense.input_tokens, expense.output_tokens);
  if (expense.unknown_tokens > 0) tokens += fmt::format(" + {} unknown", expense.unknown_tokens);
  return {std::to_string(expense.calls), tokens, cost_text(expense)};
}

Markup cost_section(const ReportData& data) {
  TextTable table = {{"candidate", "calls for answers", "tokens in / out", "cost",
                      "calls for judging", "tokens in / out", "cost"}};
  for (const CandidateRow& row : data.rows) {
    std::vector<std::string>& line = table.emplace_back(1, row.model.text);
    for (const std::string& words : expense_cells(row.answering)) line.push_back(words);
    for (const std::string& words : expense_cells(row.judging)) line.push_back(words);
  }
  if (table.size() < 2) return {};
  Markup html;
  html.tag("<section><h2>Calls and cost</h2>\n").add(table_of(table));
  html.tag("<p class=\"note\">").text(meaning_of_cost()).tag("</p>\n");
  return html.tag("</section>\n");
}

}  // namespace

Markup html_tables(const ReportData& data) {
  Markup html;
  html.add(turns_section(data)).add(categories_section(data));
  if (data.judges.size() > 1) html.add(judges_section(data));
  return html.add(coverage_section(data)).add(cost_section(data));
}

}  // namespace evenhand
