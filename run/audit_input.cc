#include "run/audit_input.h"

#include <unordered_set>

#include "base/text.h"
#include "formats/mmlu_items.h"

namespace evenhand {
namespace {

AuditItem audit_item(const ChoiceItem& item) {
  AuditItem result{.id = valid_utf8(item.id),
                   .subject = valid_utf8(item.subject),
                   .question = valid_utf8(item.question),
                   .gold = item.gold};
  for (const std::string& option : item.options) result.options.push_back(valid_utf8(option));
  return result;
}

AuditItem audit_item(const Question& question) {
  AuditItem item{.id = question.id.text,
                 .subject = question.category,
                 .question = question.turns.front().user,
                 .is_open = true};
  for (std::size_t turn = 0; turn < question.turns.size(); ++turn) {
    if (turn > 0) item.others.push_back(question.turns[turn].user);
    if (question.turns[turn].reference) item.others.push_back(*question.turns[turn].reference);
  }
  return item;
}

Result<std::vector<AuditItem>> items_of_file(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::vector<ChoiceItem> read, read_mmlu_items(files, path));
  std::vector<AuditItem> items;
  for (const ChoiceItem& item : read) items.push_back(audit_item(item));
  return items;
}

/// Whether a name is that of a file, or of a folder of them, and not of a suite.
bool names_files(const std::string& name, const World& world) {
  return world.files.exists(name) && !world.files.exists(name + "/suite.yaml");
}

Result<std::vector<AuditItem>> items_of(const std::string& name, const World& world) {
  if (names_files(name, world)) return items_of_file(world.files, name);
  EVENHAND_TRY(const std::string folder, find_suite(world.files, world.shelf, name, "."));
  EVENHAND_TRY(const Suite suite, load_suite(world.files, folder));
  std::vector<AuditItem> items;
  for (const Question& question : suite.questions) items.push_back(audit_item(question));
  return items;
}

Result<void> check_ids(const std::vector<AuditItem>& items) {
  std::unordered_set<std::string_view> ids;
  for (const AuditItem& item : items) {
    if (ids.insert(item.id).second) continue;
    return Error{.what = "two questions are called '" + item.id + "'",
                 .hint = "few-shot examples are given by --examples"};
  }
  return {};
}

}  // namespace

Result<AuditInput> read_audit_input(const std::vector<std::string>& names,
                                    const std::string& examples, const World& world) {
  AuditInput input{.items = {}, .examples = {}, .examples_from = examples};
  for (const std::string& name : names) {
    EVENHAND_TRY(std::vector<AuditItem> items, items_of(name, world));
    std::move(items.begin(), items.end(), std::back_inserter(input.items));
    if (input.examples_from.empty()) {
      input.examples_from = mmlu_examples_of(world.files, name).value_or("");
    }
  }
  EVENHAND_OK(check_ids(input.items));
  if (input.examples_from.empty()) return input;
  EVENHAND_TRY(input.examples, items_of_file(world.files, input.examples_from));
  return input;
}

}  // namespace evenhand
