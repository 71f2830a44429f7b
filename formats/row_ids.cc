#include "formats/row_ids.h"

#include "documents/readers.h"

namespace evenhand {

Result<std::string> RowIds::take(const Node& row, const std::string& model) {
  for (const char* const name : {"id", "question_id", "doc_id"}) {
    const Node* named = row.find(name);
    if (named == nullptr || named->is_null()) continue;
    EVENHAND_TRY(std::string id, as_text(*named));
    if (id.empty()) continue;
    if (!seen_.emplace(model, id).second) {
      return error_at(row, "two rows of '" + model + "' are '" + id + "'");
    }
    return id;
  }
  return std::string();
}

}  // namespace evenhand
