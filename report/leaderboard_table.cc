#include "report/leaderboard_table.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/leaderboard_columns.h"
#include "report/notes.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

constexpr std::string_view kGap = "  ";
// A shorter model name tells nobody which model it was; columns go first.
constexpr std::size_t kModelAtLeast = 16;
constexpr std::size_t kModelAtTheVeryLeast = 8;

std::size_t natural_width(const TableColumn& column) {
  std::size_t width = display_width(column.head);
  for (const std::string& cell : column.cells) width = std::max(width, display_width(cell));
  return width;
}

/// The columns that fit, their widths, and the heads of those that do not.
struct Layout {
  std::vector<TableColumn> columns;
  std::vector<std::size_t> widths;
  std::vector<std::string> dropped;
};

std::size_t width_without_model(const Layout& layout) {
  std::size_t width = kGap.size() * (layout.columns.size() - 1);
  for (std::size_t i = 0; i < layout.widths.size(); ++i) {
    if (i != kModelColumn) width += layout.widths[i];
  }
  return width;
}

/// The column that goes first: the highest priority number; of equals the last.
std::size_t least_important(const std::vector<TableColumn>& columns) {
  std::size_t least = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].priority >= columns[least].priority) least = i;
  }
  return least;
}

Layout laid_out(std::vector<TableColumn> columns, const TableStyle& style) {
  Layout layout{.columns = std::move(columns), .widths = {}, .dropped = {}};
  for (const TableColumn& column : layout.columns) layout.widths.push_back(natural_width(column));
  const auto terminal = static_cast<std::size_t>(std::max(style.width, 1));
  const std::size_t name_width = layout.widths[kModelColumn];
  const std::size_t name_least = std::min(name_width, kModelAtLeast);
  while (width_without_model(layout) + name_least > terminal) {
    const std::size_t victim = least_important(layout.columns);
    if (layout.columns[victim].priority == 0) break;
    layout.dropped.push_back(layout.columns[victim].head);
    layout.columns.erase(layout.columns.begin() + static_cast<std::ptrdiff_t>(victim));
    layout.widths.erase(layout.widths.begin() + static_cast<std::ptrdiff_t>(victim));
  }
  const std::size_t others = width_without_model(layout);
  const std::size_t room = terminal > others ? terminal - others : 0;
  layout.widths[kModelColumn] =
      std::min(name_width, std::max({room, std::min(name_width, kModelAtTheVeryLeast)}));
  for (std::string& name : layout.columns[kModelColumn].cells) {
    name = shorten_to_width(name, layout.widths[kModelColumn], style.charset);
  }
  return layout;
}

enum class Ink { plain, bold, faint, warning };

std::string painted(std::string text, Ink ink, const TableStyle& style) {
  if (style.colour == Colour::off || ink == Ink::plain) return text;
  const char* code = ink == Ink::bold ? "\x1b[1m" : ink == Ink::faint ? "\x1b[2m" : "\x1b[33m";
  return code + std::move(text) + "\x1b[0m";
}

std::string aligned(const std::string& text, std::size_t width, Align align) {
  const std::size_t used = display_width(text);
  const std::string blanks(width > used ? width - used : 0, ' ');
  return align == Align::left ? text + blanks : blanks + text;
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string line_of(const Layout& layout, const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += kGap;
    line += aligned(cells[i], layout.widths[i], layout.columns[i].align);
  }
  return without_trailing_blanks(std::move(line));
}

std::string table_text(const ReportData& data, const Layout& layout, const TableStyle& style) {
  std::vector<std::string> heads;
  std::size_t width = width_without_model(layout) + layout.widths[kModelColumn];
  for (const TableColumn& column : layout.columns) heads.push_back(column.head);
  std::string text = painted(line_of(layout, heads), Ink::bold, style) + "\n";
  std::string rule;
  for (; width > 0; --width) rule += style.charset == Charset::unicode ? "─" : "-";
  text += painted(std::move(rule), Ink::faint, style) + "\n";
  for (std::size_t row = 0; row < data.rows.size(); ++row) {
    std::vector<std::string> cells;
    for (const TableColumn& column : layout.columns) cells.push_back(column.cells[row]);
    const Ink ink = data.rows[row].incomplete() ? Ink::warning : Ink::plain;
    text += painted(line_of(layout, cells), ink, style) + "\n";
  }
  return text;
}

std::string note(std::string_view words, Ink ink, const TableStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 20));
  std::string lines = wrapped_to_width(terminal_line(words, style.charset), width, style.charset);
  lines.pop_back();
  return painted(std::move(lines), ink, style) + "\n";
}

/// Of what servers said there may be any amount.
std::string one_line(std::string_view words, Ink ink, const TableStyle& style) {
  const auto width = static_cast<std::size_t>(std::max(style.width, 20));
  const std::string line = terminal_line(words, style.charset);
  return painted(shorten_to_width(line, width, style.charset), ink, style) + "\n";
}

// What heads of columns are too short to say.
constexpr std::pair<std::string_view, std::string_view> kMeanings[] = {
    {"length-contr. %", "length-contr.: the win rate with the length of the answers held equal."},
    {"rating", "rating: Bradley-Terry on the Elo scale, mean 1000; places: what is not settled."},
    {"equal length", "equal length: the rating with the length of the answers held equal."},
    {"consistent %", "consistent: pairs of games whose winner stayed when the seats changed."},
};

std::string notes_text(const ReportData& data, const Layout& layout, const TableStyle& style) {
  std::string text = note(meaning_of_headline(data), Ink::faint, style);
  for (const TableColumn& column : layout.columns) {
    for (const auto& [head, meaning] : kMeanings) {
      if (column.head == head) text += note(meaning, Ink::faint, style);
    }
  }
  if (!data.excluded.empty()) text += note(meaning_of_audited(data), Ink::faint, style);
  for (const std::string& words : judges_in_words(data)) text += note(words, Ink::plain, style);
  for (const std::string& words : incomplete_rows(data)) {
    text += note("* " + words, Ink::warning, style);
  }
  for (const std::string& words : rows_with_gaps(data)) text += note(words, Ink::plain, style);
  for (const std::string& words : reasons_of_failures(data)) {
    text += one_line("- " + words, Ink::plain, style);
  }
  for (const std::string& words : data.warnings) {
    text += note("warning: " + words, Ink::warning, style);
  }
  if (!layout.dropped.empty()) {
    text += note("Left out, this terminal is too narrow: " + joined(layout.dropped, ", ") + ".",
                 Ink::faint, style);
  }
  return text;
}

}  // namespace

std::string leaderboard_table(const ReportData& data, const TableStyle& style) {
  std::string text = note(run_in_words(data), Ink::plain, style) + "\n";
  if (data.rows.empty()) return text + "No candidate.\n";
  const Layout layout = laid_out(leaderboard_columns(data, style.charset), style);
  text += table_text(data, layout, style) + "\n";
  text += notes_text(data, layout, style);
  return text;
}

}  // namespace evenhand
