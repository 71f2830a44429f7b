#include "report/leaderboard_columns.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "report/keyed_columns.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

using Pick = std::function<std::optional<Estimate>(const CandidateRow&)>;
using Words = std::function<std::string(const CandidateRow&)>;

TableColumn words_column(const ReportData& data, std::string head, int priority,
                         const Words& words) {
  TableColumn column{.head = std::move(head), .priority = priority, .cells = {}};
  for (const CandidateRow& row : data.rows) column.cells.push_back(words(row));
  return column;
}

/// Value, low and high of all rows with the same decimals, so that the points stand in one line.
struct EstimateTexts {
  std::string value;
  std::string low;
  std::string high;
};

std::vector<EstimateTexts> same_decimals(const std::vector<std::optional<Estimate>>& estimates,
                                         Scale scale) {
  std::optional<int> decimals;
  for (const auto& estimate : estimates) {
    if (!estimate) continue;
    const int supported = decimals_for(*estimate, scale);
    decimals = std::min(decimals.value_or(supported), supported);
  }
  std::vector<EstimateTexts> texts;
  for (const auto& estimate : estimates) {
    EstimateTexts& text = texts.emplace_back();
    if (!estimate) continue;
    text.value = number_text(estimate->value, scale, *decimals);
    if (!estimate->interval) continue;
    text.low = number_text(estimate->interval->low, scale, *decimals);
    text.high = number_text(estimate->interval->high, scale, *decimals);
  }
  return texts;
}

std::string padded(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

bool any_row(const ReportData& data, const std::function<bool(const CandidateRow&)>& has) {
  return std::any_of(data.rows.begin(), data.rows.end(), has);
}

/// A star behind each number that stands for too few questions.
void mark_incomplete(const ReportData& data, std::vector<EstimateTexts>& texts) {
  if (!any_row(data, [](const auto& row) { return row.incomplete(); })) return;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].value.empty()) texts[i].value = "-";
    texts[i].value += data.rows[i].incomplete() ? '*' : ' ';
  }
}

TableColumn estimate_column(const ReportData& data, std::pair<std::string, int> head_and_priority,
                            Scale scale, const Pick& pick) {
  std::vector<std::optional<Estimate>> estimates;
  for (const CandidateRow& row : data.rows) estimates.push_back(pick(row));
  std::vector<EstimateTexts> texts = same_decimals(estimates, scale);
  mark_incomplete(data, texts);
  std::size_t value_width = 1;
  std::size_t low_width = 0;
  std::size_t high_width = 0;
  for (const EstimateTexts& text : texts) {
    value_width = std::max(value_width, text.value.size());
    low_width = std::max(low_width, text.low.size());
    high_width = std::max(high_width, text.high.size());
  }
  TableColumn column{.head = std::move(head_and_priority.first),
                     .priority = head_and_priority.second,
                     .align = Align::left,
                     .cells = {}};
  for (const EstimateTexts& text : texts) {
    std::string cell = padded(text.value.empty() ? "-" : text.value, value_width);
    if (!text.low.empty()) {
      cell += fmt::format(" [{}, {}]", padded(text.low, low_width), padded(text.high, high_width));
    }
    column.cells.push_back(std::move(cell));
  }
  return column;
}

std::size_t most_turns(const ReportData& data) {
  std::size_t turns = 0;
  for (const CandidateRow& row : data.rows) turns = std::max(turns, row.by_turn.size());
  return turns;
}

void add_headline(const ReportData& data, std::vector<TableColumn>& columns) {
  const bool percent = headline_scale(data) == Scale::percent;
  columns.push_back(estimate_column(data, {percent ? "win rate %" : "grade", 0},
                                    headline_scale(data),
                                    [](const CandidateRow& row) { return headline_of(row); }));
}

void add_estimates(const ReportData& data, std::vector<TableColumn>& columns) {
  const Scale scale = headline_scale(data);
  if (!data.excluded.empty()) {
    columns.push_back(estimate_column(data, {"audited", 1}, scale,
                                      [](const CandidateRow& row) { return row.audited; }));
  }
  if (any_row(data, [](const auto& row) { return row.length_controlled_win_rate.has_value(); })) {
    columns.push_back(
        estimate_column(data, {"length-contr. %", 2}, Scale::percent,
                        [](const CandidateRow& row) { return row.length_controlled_win_rate; }));
  }
  if (any_row(data, [](const auto& row) { return row.rating.has_value(); })) {
    columns.push_back(estimate_column(data, {"rating", 1}, Scale::points,
                                      [](const CandidateRow& row) { return row.rating; }));
    columns.push_back(
        estimate_column(data, {"equal length", 2}, Scale::points,
                        [](const CandidateRow& row) { return row.length_controlled_rating; }));
    columns.push_back(words_column(data, "places", 1, [](const CandidateRow& row) {
      if (row.rank_low == 0) return std::string("-");
      return row.rank_low == row.rank_high ? std::to_string(row.rank_low)
                                           : fmt::format("{}-{}", row.rank_low, row.rank_high);
    }));
  }
  const std::size_t turns = most_turns(data);
  for (std::size_t turn = 0; turns > 1 && turn < turns; ++turn) {
    columns.push_back(estimate_column(
        data, {fmt::format("turn {}", turn + 1), 3}, scale,
        [turn](const CandidateRow& row) -> std::optional<Estimate> {
          if (turn >= row.by_turn.size()) return std::nullopt;
          return Estimate{.value = row.by_turn[turn].value};  // the interval would be too wide
        }));
  }
}

/// Of multiple choice, as in published tables, without the intervals: the files and the page have
/// them.
void add_keyed(const ReportData& data, std::vector<TableColumn>& columns) {
  for (const KeyedColumn& column : keyed_columns(data)) {
    const bool choice = column.kind == KeyedColumn::Kind::choice;
    columns.push_back(estimate_column(data, {column.head, choice ? 2 : 1}, Scale::percent,
                                      [&](const CandidateRow& row) {
                                        std::optional<Estimate> picked = column.pick(row);
                                        if (picked && choice) picked->interval.reset();
                                        return picked;
                                      }));
  }
}

std::string consistency_text(const CandidateRow& row) {
  if (!row.position_consistency) return "-";
  return number_text(row.position_consistency->value, Scale::percent, 1);
}

void add_counts(const ReportData& data, std::vector<TableColumn>& columns) {
  columns.push_back(words_column(
      data, "judged", 1, [](const CandidateRow& row) { return coverage_text(row.coverage); }));
  columns.push_back(words_column(data, "unreadable", 4, [](const CandidateRow& row) {
    return std::to_string(row.coverage.unreadable);
  }));
  if (any_row(data, [](const auto& row) { return row.position_consistency.has_value(); })) {
    columns.push_back(words_column(data, "consistent %", 5, consistency_text));
  }
  columns.push_back(words_column(data, "length", 7, [](const CandidateRow& row) {
    return row.mean_length ? number_text(*row.mean_length, Scale::points, 0) : "-";
  }));
  columns.push_back(words_column(
      data, "cost", 6, [](const CandidateRow& row) { return cost_text(whole_expense(row)); }));
}

}  // namespace

std::vector<TableColumn> leaderboard_columns(const ReportData& data, Charset charset) {
  std::vector<TableColumn> columns;
  columns.push_back(words_column(data, "#", 0, [](const CandidateRow& row) {
    return row.rank == 0 ? "-" : std::to_string(row.rank);
  }));
  columns.push_back(words_column(data, "model", 0, [&](const CandidateRow& row) {
    return terminal_line(row.model.text, charset);
  }));
  columns.back().align = Align::left;
  add_headline(data, columns);
  add_estimates(data, columns);
  add_keyed(data, columns);
  add_counts(data, columns);
  return columns;
}

}  // namespace evenhand
