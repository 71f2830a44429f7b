#include "report/text_form.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_list_item(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("• ")) return true;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  if (digits == 0 || digits > 3 || digits + 1 >= line.size()) return false;
  return (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
}

bool is_heading(std::string_view line) {
  const std::size_t signs = line.find_first_not_of('#');
  return signs != std::string_view::npos && signs >= 1 && signs <= 6 && line[signs] == ' ';
}

std::size_t occurrences(std::string_view text, std::string_view of) {
  std::size_t count = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos;
       at = text.find(of, at + of.size())) {
    ++count;
  }
  return count;
}

using Part = std::pair<std::size_t TextForm::*, const char*>;
constexpr Part kParts[] = {{&TextForm::headings, "heading"},
                           {&TextForm::list_items, "list item"},
                           {&TextForm::bold, "bold word"},
                           {&TextForm::code_blocks, "code block"}};

}  // namespace

TextForm form_of(std::string_view text) {
  TextForm form{.characters = code_points(text), .bold = occurrences(text, "**") / 2};
  std::size_t fences = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with("```")) ++fences;
    if (fences % 2 == 1) continue;  // signs within code are code
    if (is_heading(line)) ++form.headings;
    if (begins_list_item(line)) ++form.list_items;
  }
  form.code_blocks = (fences + 1) / 2;
  return form;
}

std::string in_words(const TextForm& form) {
  std::string words = counted(form.characters, "character");
  for (const auto& [part, name] : kParts) {
    if (form.*part > 0) words += ", " + counted(form.*part, name);
  }
  return words;
}

std::string difference_in_words(const TextForm& form, const TextForm& other) {
  std::vector<std::string> words;
  if (form.characters != other.characters) {
    const bool longer = form.characters > other.characters;
    const std::size_t by =
        longer ? form.characters - other.characters : other.characters - form.characters;
    words.push_back(counted(by, "character") + (longer ? " longer" : " shorter"));
    if (other.characters > 0) {
      words.back() += fmt::format(
          " ({:.0f} %)", 100.0 * static_cast<double>(by) / static_cast<double>(other.characters));
    }
  }
  for (const auto& [part, name] : kParts) {
    if (form.*part == other.*part) continue;
    const bool more = form.*part > other.*part;
    const std::size_t by = more ? form.*part - other.*part : other.*part - form.*part;
    words.push_back(counted(by, name) + (more ? " more" : " less"));
  }
  return words.empty() ? "of the same length and form" : joined(words, ", ");
}

}  // namespace evenhand
