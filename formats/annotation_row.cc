#include "formats/annotation_row.h"

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {

WrittenPreference preference_written_as(double number) {
  constexpr double kDraw = 1.5;
  constexpr double kUnread = -1.0;  // as AlpacaEval's cache stores it
  if (number == kUnread) return {.is_one = true};
  if (number == 0.0) return {.is_one = true, .value = kDraw};
  if (number < 1.0 || number > 2.0) return {};
  return {.is_one = true, .value = number};
}

Result<AnnotationRow> AnnotationRow::of(const Node& node, std::size_t row) {
  AnnotationRow made(node, row);
  if (node.map() == nullptr)
    return made.wrong(node, "expected an object, found " + node.described());
  return made;
}

Error AnnotationRow::wrong(const Node& node, const std::string& what) const {
  return error_at(node, "row " + std::to_string(row_) + ": " + what);
}

Result<std::string> AnnotationRow::required_text(std::string_view field) const {
  const Node* found = node_->find(field);
  if (found == nullptr) {
    return wrong(*node_, "an annotation needs '" + std::string(field) + "'");
  }
  auto text = as_text(*found);
  if (!text) return wrong(*found, "'" + std::string(field) + "': " + text.error().what);
  return text;
}

Result<std::string> AnnotationRow::text(std::string_view field) const {
  const Node* found = node_->find(field);
  if (found == nullptr || found->is_null()) return std::string();
  return required_text(field);
}

Result<std::optional<double>> AnnotationRow::number(std::string_view field) const {
  const Node* found = node_->find(field);
  if (found == nullptr || found->is_null()) return std::optional<double>();
  const auto spelled = as_text(*found);
  const auto value = spelled ? parse_number(trimmed(*spelled)) : std::nullopt;
  if (!value) {
    return wrong(*found,
                 "'" + std::string(field) + "' must be a number, found " + found->described());
  }
  return value;
}

Result<std::optional<double>> AnnotationRow::preference() const {
  const Node* found = node_->find("preference");
  if (found == nullptr) return wrong(*node_, "an annotation needs 'preference'");
  EVENHAND_TRY(const std::optional<double> value, number("preference"));
  if (!value) return value;
  const WrittenPreference preference = preference_written_as(*value);
  if (!preference.is_one) {
    return wrong(*found,
                 "a preference lies between 1 and 2 (or is 0: a draw, or -1: unread), found " +
                     found->described());
  }
  return preference.value;
}

}  // namespace evenhand
