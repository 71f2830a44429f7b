#include "judge/upstream_grammar.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

#include <re2/re2.h>

#include "base/text.h"

namespace evenhand {
namespace {

re2::StringPiece as_piece(std::string_view text) { return {text.data(), text.size()}; }

// "5", "7." and "0.50" as Python reads a literal; "05" and digits of other scripts are errors
// there.
std::optional<double> python_number(const std::string& literal) {
  const std::size_t point = literal.find('.');
  const std::string whole = literal.substr(0, point);
  const bool leading_zero = whole.size() > 1 && whole.front() == '0';
  const bool all_zeros = whole.find_first_not_of('0') == std::string::npos;
  if (point == std::string::npos && leading_zero && !all_zeros) return std::nullopt;
  const bool ends_in_point = point == literal.size() - 1;
  return parse_number(ends_in_point ? whole : literal);
}

std::optional<std::string> last_match(std::string_view text, const RE2& pattern) {
  re2::StringPiece rest = as_piece(text);
  std::optional<std::string> last;
  std::string label;
  while (RE2::FindAndConsume(&rest, pattern, &label)) last = label;
  return last;
}

}  // namespace

std::variant<SeatPreference, Fault> upstream_pairwise(std::string_view text) {
  for (const Label& label : pairwise_labels()) {
    if (text.find("[[" + std::string(label.text) + "]]") != std::string_view::npos) {
      return label.meaning;
    }
  }
  return Fault::no_verdict;
}

std::variant<Grade, Fault> upstream_grade(std::string_view text) {
  static const RE2 double_brackets(R"(\[\[(\p{Nd}+\.?\p{Nd}*)\]\])");
  static const RE2 single_brackets(R"(\[(\p{Nd}+\.?\p{Nd}*)\])");
  std::string literal;
  const bool found = RE2::PartialMatch(as_piece(text), double_brackets, &literal) ||
                     RE2::PartialMatch(as_piece(text), single_brackets, &literal);
  if (!found) return Fault::no_verdict;
  const std::optional<double> points = python_number(literal);
  if (!points) return Fault::unknown_verdict;
  return Grade{.points = *points, .out_of = kHighestGrade};
}

std::variant<SeatPreference, Fault> upstream_five_way(std::string_view text) {
  static const RE2 double_brackets(R"(\[\[([ABab<>=]+)\]\])");
  static const RE2 single_brackets(R"(\[([ABab<>=]+)\])");
  std::optional<std::string> label = last_match(text, double_brackets);
  if (!label) label = last_match(text, single_brackets);
  if (!label) return Fault::no_verdict;
  const auto preference = preference_of(*label, five_way_labels());
  if (!preference) return Fault::unknown_verdict;
  return *preference;
}

std::variant<SeatPreference, Fault> upstream_five_way_v0_1(std::string_view text) {
  static const RE2 brackets(R"(\[\[([AB<>=]+)\]\])");
  re2::StringPiece rest = as_piece(text);
  std::set<std::string> labels;
  std::string label;
  while (RE2::FindAndConsume(&rest, brackets, &label)) labels.insert(label);
  if (labels.empty()) return Fault::no_verdict;
  if (labels.size() > 1) return Fault::conflicting;
  for (const std::string_view known : {"A>>B", "A>B", "A=B", "B>A", "B>>A"}) {
    if (*labels.begin() == known) return *preference_of(known, five_way_labels());
  }
  return Fault::unknown_verdict;
}

}  // namespace evenhand
