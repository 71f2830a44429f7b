#include "report/markdown.h"

#include "base/text.h"
#include "report/terminal_text.h"

namespace evenhand {

std::string markdown_text(std::string_view untrusted) {
  // Line ends, control and invisible characters become visible first.
  constexpr std::string_view kMarkup = "\\`*_{}[]#|~$";
  std::string text;
  for (const char c : terminal_line(untrusted)) {
    if (c == '<') {
      text += "&lt;";
    } else if (c == '>') {
      text += "&gt;";
    } else if (c == '&') {
      text += "&amp;";
    } else {
      if (kMarkup.find(c) != std::string_view::npos) text += '\\';
      text += c;
    }
  }
  return replaced(text, "://", "\\://");  // GitHub makes links of plain addresses
}

std::string markdown_table(const TextTable& rows) {
  std::string table;
  for (const std::vector<std::string>& row : rows) {
    for (const std::string& cell : row) table += "| " + markdown_text(cell) + " ";
    table += "|\n";
    if (&row != &rows.front()) continue;
    for (std::size_t column = 0; column < row.size(); ++column) table += "| --- ";
    table += "|\n";
  }
  return table;
}

}  // namespace evenhand
