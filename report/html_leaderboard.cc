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

}  // namespace evenhand
