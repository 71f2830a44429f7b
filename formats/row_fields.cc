#include "formats/row_fields.h"

namespace evenhand {

Result<const Node*> required(const Node& row, std::string_view field, std::string_view what) {
  const Node* found = row.find(field);
  if (found == nullptr) {
    return error_at(row, std::string(what) + " needs '" + std::string(field) + "'");
  }
  return found;
}

Result<std::string> required_text(const Node& row, std::string_view field, std::string_view what) {
  EVENHAND_TRY(const Node* const found, required(row, field, what));
  return as_text(*found);
}

Result<std::string> renamed_text(const Node& row, std::string_view field,
                                 std::string_view old_field, std::string_view what) {
  const bool is_old = row.find(field) == nullptr && row.find(old_field) != nullptr;
  return required_text(row, is_old ? old_field : field, what);
}

Result<std::string> text_or_empty(const Node& row, std::string_view field) {
  const Node* found = row.find(field);
  if (found == nullptr || found->is_null()) return std::string();
  return as_text(*found);
}

}  // namespace evenhand
