#include <algorithm>

#include <fmt/format.h>

#include "report/joint_board.h"
#include "report/markdown.h"

namespace evenhand {
namespace {

enum class Intervals { shown, left_out };

std::string cell_text(const std::optional<JointCell>& cell, const JointColumn& column,
                      Intervals intervals) {
  if (!cell) return "-";
  Estimate estimate = cell->value;
  const int decimals = decimals_for(estimate, column.scale);
  std::string text = intervals == Intervals::shown
                         ? estimate_text(estimate, column.scale)
                         : number_text(estimate.value, column.scale, decimals);
  return text + (cell->incomplete ? "*" : "");
}

TextTable table_of(const JointBoard& board, Intervals intervals) {
  TextTable table = {{"model"}};
  for (const JointColumn& column : board.columns) {
    table.front().push_back(column.name + (column.scale == Scale::percent ? " %" : ""));
  }
  for (const JointRow& row : board.rows) {
    table.push_back({row.model});
    for (std::size_t c = 0; c < board.columns.size(); ++c) {
      table.back().push_back(cell_text(row.cells[c], board.columns[c], intervals));
    }
  }
  return table;
}

/// What a column's numbers are, and where they come from.
std::string column_in_words(const JointColumn& column) {
  std::string words = column.name + ": " + column.field + ", suite " + column.suite;
  if (!column.suite_version.empty()) words += " " + column.suite_version;
  words += ", " + column.protocol;
  if (!column.baseline.empty()) words += " against " + column.baseline;
  if (!column.judges.empty()) words += ", judged by " + column.judges;
  words += "; " + counted(column.results.size(), "run");
  for (const std::string& results : column.results) {
    words += (&results == &column.results.front() ? ": " : ", ") + results;
  }
  return words;
}

std::string number_with_interval(const std::optional<double>& value,
                                 const std::optional<Interval>& interval) {
  if (!value) return "none";
  std::string text = fmt::format("{:.2f}", *value);
  if (interval) text += fmt::format(" [{:.2f}, {:.2f}]", interval->low, interval->high);
  return text;
}

std::string correlation_in_words(const ColumnCorrelation& correlation, const JointBoard& board) {
  return fmt::format("{} and {}: Spearman {}, Kendall {}, over {}",
                     board.columns[correlation.first].name, board.columns[correlation.second].name,
                     number_with_interval(correlation.spearman, correlation.spearman_interval),
                     number_with_interval(correlation.kendall, correlation.kendall_interval),
                     counted(correlation.models, "model"));
}

/// Sentences below the table, untrusted.
std::vector<std::string> notes_of(const JointBoard& board) {
  std::vector<std::string> notes;
  for (const JointColumn& column : board.columns) notes.push_back(column_in_words(column));
  const bool incomplete = std::any_of(board.rows.begin(), board.rows.end(), [](const auto& row) {
    return std::any_of(row.cells.begin(), row.cells.end(),
                       [](const auto& cell) { return cell && cell->incomplete; });
  });
  if (incomplete) notes.emplace_back("*: answers or verdicts are missing");
  notes.insert(notes.end(), board.remarks.begin(), board.remarks.end());
  bool too_few = false;
  for (const ColumnCorrelation& correlation : board.correlations) {
    too_few |= !correlation.spearman;
    if (correlation.spearman) notes.push_back(correlation_in_words(correlation, board));
  }
  if (too_few) {
    notes.emplace_back(
        "Columns with fewer than 3 models in common, or with one value, are not "
        "correlated");
  }
  return notes;
}

std::vector<std::size_t> widths_of(const TextTable& table) {
  std::vector<std::size_t> widths(table.front().size(), 0);
  for (const std::vector<std::string>& row : table) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], display_width(row[c]));
    }
  }
  return widths;
}

TextTable made_safe(TextTable table, const TableStyle& style) {
  constexpr std::size_t kLongestName = 48;
  for (std::vector<std::string>& row : table) {
    for (std::string& cell : row) {
      cell = terminal_cell(cell, kLongestName, style.charset);
    }
  }
  return table;
}

std::size_t total_of(const std::vector<std::size_t>& widths) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + 2;
  return total;
}

std::string lines_of(const TextTable& table, const std::vector<std::size_t>& widths) {
  std::string text;
  for (const std::vector<std::string>& row : table) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - display_width(row[c]), ' ');
      line += c == 0 ? row[c] + blanks : "  " + blanks + row[c];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace

std::string joint_text(const JointBoard& board, const TableStyle& style) {
  const auto terminal = static_cast<std::size_t>(std::max(style.width, 40));
  TextTable table = made_safe(table_of(board, Intervals::shown), style);
  if (total_of(widths_of(table)) > terminal) {
    table = made_safe(table_of(board, Intervals::left_out), style);
  }
  std::string text = lines_of(table, widths_of(table)) + "\n";
  for (const std::string& note : notes_of(board)) {
    text += wrapped_to_width(terminal_line(note, style.charset), terminal, style.charset);
  }
  return text;
}

std::string joint_markdown(const JointBoard& board) {
  std::string text = markdown_table(table_of(board, Intervals::shown)) + "\n";
  for (const std::string& note : notes_of(board)) text += "- " + markdown_text(note) + "\n";
  return text;
}

}  // namespace evenhand
