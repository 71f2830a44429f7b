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

/// So many columns of estimates beside the headline have room on a screen 1280 pixels wide, where
/// their intervals stand below their values.
constexpr std::size_t kMostBeside = 5;

/// Which of the columns that not every report has are shown.
struct Shown {
  Scale scale = Scale::percent;
  bool length_controlled = false;
  bool rating = false;
  bool consistency = false;
  bool audited = false;
  double out_of = 0.0;  // where the bars end; 0 where there are none
  bool tight = false;   // intervals stand below their values
  std::vector<KeyedColumn> keyed = {};
  std::vector<KeyedColumn> below = {};  // those in a table of their own
};

/// Moves the columns that are not of the first one's kind to the table below.
void make_room(Shown& shown) {
  const auto rest = std::find_if(shown.keyed.begin(), shown.keyed.end(), [&](const auto& column) {
    return column.kind != shown.keyed.front().kind;
  });
  shown.below.assign(rest, shown.keyed.end());
  shown.keyed.erase(rest, shown.keyed.end());
}

Shown shown_of(const ReportData& data) {
  Shown shown{.scale = headline_scale(data),
              .audited = !data.excluded.empty(),
              .keyed = keyed_columns(data)};
  for (const CandidateRow& row : data.rows) {
    shown.out_of = std::max(shown.out_of, row.grade_out_of);
    shown.length_controlled |= row.length_controlled_win_rate.has_value();
    shown.rating |= row.rating.has_value();
    shown.consistency |= row.position_consistency.has_value();
  }
  std::size_t beside = shown.keyed.size();
  if (shown.audited) beside += 1;
  if (shown.length_controlled) beside += 1;
  if (shown.rating) beside += 2;
  // Win rates come with counts of games, which need room as well.
  shown.tight = beside > (shown.scale == Scale::percent ? 1 : 2);
  if (beside > kMostBeside) make_room(shown);
  return shown;
}

/// With the sign of percent on the line of the last word.
std::string unbroken(std::string head) {
  if (head.ends_with(" %")) head.replace(head.size() - 2, 1, "\u00a0");
  return head;
}

Markup heads_of(const std::vector<KeyedColumn>& columns) {
  Markup heads;
  for (const KeyedColumn& column : columns) {
    heads.tag("<th scope=\"col\">").text(unbroken(column.head)).tag("</th>");
  }
  return heads;
}

/// What the ends and the middle of the bars are.
std::string axis_words(const Shown& shown) {
  if (shown.scale == Scale::percent) return "0 – 50 – 100 %";
  if (shown.out_of <= 0.0) return "–";
  return fmt::format("0 – {:g} – {:g}", shown.out_of / 2.0, shown.out_of);
}

Markup head_row(const Shown& shown) {
  const bool percent = shown.scale == Scale::percent;
  Markup row;
  row.tag("<tr><th scope=\"col\">#</th><th scope=\"col\">model</th><th scope=\"col\">");
  row.text(percent ? unbroken("win rate, %") : "grade")
      .tag("</th><th scope=\"col\" class=\"bar\">");
  row.text(axis_words(shown));
  if (shown.length_controlled) row.tag("<br>● raw, ○ at equal length");
  row.tag("</th>");
  if (shown.audited) row.tag("<th scope=\"col\">audited</th>");
  if (shown.length_controlled) row.tag("<th scope=\"col\">length-controlled,&nbsp;%</th>");
  if (shown.rating)
    row.tag(
        "<th scope=\"col\">rating</th><th scope=\"col\">at equal length</th>"
        "<th scope=\"col\">places</th>");
  row.add(heads_of(shown.keyed));
  if (percent) row.tag("<th scope=\"col\">won / tied / lost</th>");
  row.tag("<th scope=\"col\">judged</th><th scope=\"col\">");
  if (shown.tight) {
    row.tag("unread&shy;able</th>");
  } else {
    row.tag("unreadable</th>");
  }
  if (shown.consistency) row.tag("<th scope=\"col\">consistent,&nbsp;%</th>");
  return row.tag("<th scope=\"col\">mean length</th><th scope=\"col\">cost</th></tr>\n");
}

/// The value, and its interval, which the style puts below it where there is little room.
Markup in_parts(const std::optional<Estimate>& estimate, Scale scale) {
  Markup html;
  if (!estimate) return html.text("–");
  html.text(value_text(*estimate, scale));
  if (!estimate->interval) return html;
  return html.tag(" <span class=\"range\">").text(interval_text(*estimate, scale)).tag("</span>");
}

Markup headline_cells(const CandidateRow& row, Scale scale) {
  const std::optional<Estimate>& estimate = headline_of(row);
  const std::string words = shown(estimate, scale);
  const double out_of = scale == Scale::percent ? 1.0 : row.grade_out_of;
  Markup cells;
  cells.tag("<td class=\"headline\">").add(in_parts(estimate, scale));
  if (row.incomplete()) cells.tag(" <span class=\"mark\">incomplete</span>");
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

void cell(Markup& row, const std::optional<Estimate>& estimate, Scale scale) {
  row.tag("<td>").add(in_parts(estimate, scale)).tag("</td>");
}

Markup cells_of(const CandidateRow& row, const std::vector<KeyedColumn>& columns) {
  Markup cells;
  for (const KeyedColumn& column : columns) cell(cells, column.pick(row), Scale::percent);
  return cells;
}

Markup body_row(const CandidateRow& row, const Shown& columns) {
  Markup html;
  html.tag("<tr><td>").text(row.rank == 0 ? "–" : std::to_string(row.rank));
  html.tag("</td><th scope=\"row\"><bdi>").text(row.model.text).tag("</bdi></th>");
  html.add(headline_cells(row, columns.scale));
  if (columns.audited) cell(html, row.audited, columns.scale);
  if (columns.length_controlled) {
    cell(html, row.length_controlled_win_rate, Scale::percent);
  }
  if (columns.rating) {
    cell(html, row.rating, Scale::points);
    cell(html, row.length_controlled_rating, Scale::points);
    cell(html, places_of(row));
  }
  html.add(cells_of(row, columns.keyed));
  if (columns.scale == Scale::percent) {
    const std::string games = fmt::format("{} / {} / {}", row.wins, row.ties, row.losses);
    html.tag("<td class=\"games\">").text(games).tag("</td>");
  }
  cell(html, coverage_text(row.coverage));
  cell(html, std::to_string(row.coverage.unreadable));
  if (columns.consistency) cell(html, consistency_of(row));
  cell(html, row.mean_length ? number_text(*row.mean_length, Scale::points, 0) : "–");
  cell(html, cost_text(whole_expense(row)));
  return html.tag("</tr>\n");
}

/// The columns that the leaderboard has no room for, in the order of its rows.
Markup table_below(const ReportData& data, const std::vector<KeyedColumn>& columns) {
  Markup html;
  if (columns.empty()) return html;
  html.tag("<div class=\"wide\" tabindex=\"0\"><table class=\"tight\"><thead><tr>");
  html.tag("<th scope=\"col\">model</th>").add(heads_of(columns)).tag("</tr></thead><tbody>\n");
  for (const CandidateRow& row : data.rows) {
    html.tag("<tr><th scope=\"row\"><bdi>").text(row.model.text).tag("</bdi></th>");
    html.add(cells_of(row, columns)).tag("</tr>\n");
  }
  return html.tag("</tbody></table></div>\n");
}

Markup note(const std::string& words) {
  Markup html;
  if (words.empty()) return html;
  return html.tag("<p class=\"note\">").text(words).tag("</p>\n");
}

}  // namespace

Markup html_leaderboard(const ReportData& data) {
  const Shown columns = shown_of(data);
  Markup html;
  html.tag("<section id=\"leaderboard\"><h2>Leaderboard</h2>\n<div class=\"wide\" tabindex=\"0\">");
  if (columns.tight) {
    html.tag("<table class=\"ranks tight\"><thead>");
  } else {
    html.tag("<table class=\"ranks\"><thead>");
  }
  html.add(head_row(columns)).tag("</thead><tbody>\n");
  for (const CandidateRow& row : data.rows) html.add(body_row(row, columns));
  html.tag("</tbody></table></div>\n").add(note(meaning_of_headline(data)));
  html.add(table_below(data, columns.below)).add(note(meaning_of_keyed_columns(data)));
  if (columns.audited) html.add(note(meaning_of_audited(data)));
  return html.tag("</section>\n");
}

}  // namespace evenhand
