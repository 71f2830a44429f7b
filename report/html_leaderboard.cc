#include "report/html_leaderboard.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "report/keyed_columns.h"
#include "report/notes.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

std::string shown(const std::optional<Estimate>& estimate, Scale scale) {
  return estimate ? estimate_text(*estimate, scale) : "–";
}

constexpr double kBarWidth = 160.0;

std::string at(double fraction) {
  return fmt::format("{:.1f}", 4.0 + std::clamp(fraction, 0.0, 1.0) * (kBarWidth - 8.0));
}

/// What the bar of a row shows: values and their intervals in [0, 1].
struct Bar {
  Estimate value;
  std::optional<Estimate> at_equal_length = {};
  std::string description;
};

Markup interval(const std::optional<Interval>& interval) {
  Markup svg;
  if (!interval) return svg;
  svg.tag("<path class=\"interval\" d=\"M").attribute(at(interval->low)).tag(" 0H");
  return svg.attribute(at(interval->high)).tag("\"/>");
}

/// On an axis from 0 to 1, the middle marked: a dot for the value, and below it, where there is
/// one, a ring for the value at equal length.
Markup drawn(const Bar& bar) {
  Markup svg;
  svg.tag("<svg viewBox=\"0 0 160 24\" width=\"160\" height=\"24\" role=\"img\" aria-label=\"");
  svg.attribute(bar.description);
  svg.tag("\"><path class=\"axis\" d=\"M4 12H156M80 3V21\"/>");
  if (bar.at_equal_length) {
    svg.tag("<g transform=\"translate(0 18)\">").add(interval(bar.at_equal_length->interval));
    svg.tag("<circle class=\"ring\" r=\"3\" cx=\"").attribute(at(bar.at_equal_length->value));
    svg.tag("\"/></g><g transform=\"translate(0 6)\">");
  } else {
    svg.tag("<g transform=\"translate(0 12)\">");
  }
  svg.add(interval(bar.value.interval)).tag("<circle class=\"value\" r=\"4\" cx=\"");
  return svg.attribute(at(bar.value.value)).tag("\"/></g></svg>");
}

Estimate over(const Estimate& estimate, double out_of) {
  Estimate share{.value = estimate.value / out_of};
  if (estimate.interval) {
    share.interval = {estimate.interval->low / out_of, estimate.interval->high / out_of};
  }
  return share;
}

std::string words_of_bar(const std::string& value, const CandidateRow& row) {
  if (!row.length_controlled_win_rate) return value;
  return value + "; at equal length " + shown(row.length_controlled_win_rate, Scale::percent);
}

/// Which of the columns that not every report has are shown.
struct Shown {
  Scale scale = Scale::percent;
  bool length_controlled = false;
  bool rating = false;
  bool consistency = false;
  bool audited = false;
  std::vector<KeyedColumn> keyed = {};
};

Shown shown_of(const ReportData& data) {
  Shown shown{.scale = headline_scale(data),
              .audited = !data.excluded.empty(),
              .keyed = keyed_columns(data)};
  for (const CandidateRow& row : data.rows) {
    shown.length_controlled |= row.length_controlled_win_rate.has_value();
    shown.rating |= row.rating.has_value();
    shown.consistency |= row.position_consistency.has_value();
  }
  return shown;
}

Markup head_row(const Shown& shown) {
  const bool percent = shown.scale == Scale::percent;
  Markup row;
  row.tag("<tr><th scope=\"col\">#</th><th scope=\"col\">model</th><th scope=\"col\">");
  row.text(percent ? "win rate, %" : "grade").tag("</th><th scope=\"col\" class=\"bar\">");
  row.text(percent ? "0 – 50 – 100 %" : "");
  if (shown.length_controlled) row.tag("<br>● raw, ○ at equal length");
  row.tag("</th>");
  if (shown.audited) row.tag("<th scope=\"col\">audited</th>");
  if (shown.length_controlled) row.tag("<th scope=\"col\">length-controlled, %</th>");
  if (shown.rating)
    row.tag(
        "<th scope=\"col\">rating</th><th scope=\"col\">at equal length</th>"
        "<th scope=\"col\">places</th>");
  for (const KeyedColumn& column : shown.keyed) {
    row.tag("<th scope=\"col\">").text(column.head).tag("</th>");
  }
  if (percent) row.tag("<th scope=\"col\">won / tied / lost</th>");
  row.tag("<th scope=\"col\">judged</th><th scope=\"col\">unreadable</th>");
  if (shown.consistency) row.tag("<th scope=\"col\">consistent, %</th>");
  return row.tag("<th scope=\"col\">mean length</th><th scope=\"col\">cost</th></tr>\n");
}

Markup headline_cells(const CandidateRow& row, Scale scale) {
  const std::optional<Estimate>& estimate = headline_of(row);
  const std::string words = shown(estimate, scale);
  const double out_of = scale == Scale::percent ? 1.0 : row.grade_out_of;
  Markup cells;
  cells.tag("<td class=\"headline\">").text(words);
  if (row.coverage.incomplete()) cells.tag(" <span class=\"mark\">incomplete</span>");
  cells.tag("</td><td class=\"bar\">");
  if (estimate && out_of > 0.0) {
    cells.add(drawn({.value = over(*estimate, out_of),
                     .at_equal_length = row.length_controlled_win_rate,
                     .description = words_of_bar(words, row)}));
  }
  return cells.tag("</td>");
}

/// Without its interval: the section on seats has that.
std::string consistency_of(const CandidateRow& row) {
  if (!row.position_consistency) return "–";
  return number_text(row.position_consistency->value, Scale::percent, 1);
}

/// The places that the differences between candidates leave open: "1-2".
std::string places_of(const CandidateRow& row) {
  if (row.rank_low == 0) return "–";
  if (row.rank_low == row.rank_high) return std::to_string(row.rank_low);
  return fmt::format("{}-{}", row.rank_low, row.rank_high);
}

void cell(Markup& row, const std::string& words) { row.tag("<td>").text(words).tag("</td>"); }

Markup body_row(const CandidateRow& row, const Shown& columns) {
  Markup html;
  html.tag("<tr><td>").text(row.rank == 0 ? "–" : std::to_string(row.rank));
  html.tag("</td><th scope=\"row\"><bdi>").text(row.model.text).tag("</bdi></th>");
  html.add(headline_cells(row, columns.scale));
  if (columns.audited) cell(html, shown(row.audited, columns.scale));
  if (columns.length_controlled) {
    cell(html, shown(row.length_controlled_win_rate, Scale::percent));
  }
  if (columns.rating) {
    cell(html, shown(row.rating, Scale::points));
    cell(html, shown(row.length_controlled_rating, Scale::points));
    cell(html, places_of(row));
  }
  for (const KeyedColumn& column : columns.keyed) {
    cell(html, shown(column.pick(row), Scale::percent));
  }
  if (columns.scale == Scale::percent) {
    cell(html, fmt::format("{} / {} / {}", row.wins, row.ties, row.losses));
  }
  cell(html, coverage_text(row.coverage));
  cell(html, std::to_string(row.coverage.unreadable));
  if (columns.consistency) cell(html, consistency_of(row));
  cell(html, row.mean_length ? number_text(*row.mean_length, Scale::points, 0) : "–");
  cell(html, cost_text(whole_expense(row)));
  return html.tag("</tr>\n");
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
  return section("<section><h2>Calls and cost</h2>\n", table);
}

}  // namespace

Markup html_leaderboard(const ReportData& data) {
  const Shown columns = shown_of(data);
  Markup html;
  html.tag(
      "<section id=\"leaderboard\"><h2>Leaderboard</h2>\n<div class=\"wide\" tabindex=\"0\">"
      "<table><thead>");
  html.add(head_row(columns)).tag("</thead><tbody>\n");
  for (const CandidateRow& row : data.rows) html.add(body_row(row, columns));
  html.tag("</tbody></table></div>\n<p class=\"note\">").text(meaning_of_headline(data));
  if (!columns.keyed.empty()) {
    html.tag("</p>\n<p class=\"note\">").text(meaning_of_keyed_columns(data));
  }
  if (!data.excluded.empty()) html.tag("</p>\n<p class=\"note\">").text(meaning_of_audited(data));
  return html.tag("</p></section>\n");
}

Markup html_tables(const ReportData& data) {
  Markup html;
  html.add(turns_section(data)).add(categories_section(data));
  if (data.judges.size() > 1) html.add(judges_section(data));
  return html.add(coverage_section(data)).add(cost_section(data));
}

}  // namespace evenhand
