#include "run/audit_input.h"

#include <unordered_set>

#include "base/text.h"
#include "formats/mmlu_items.h"
#include "judge/choice_reader.h"

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

/// The options as they follow a question in a suite: "\nA) Nile\nB) Po".
std::string options_behind(const std::vector<std::string>& options, std::string_view separator) {
  std::string text;
  for (std::size_t place = 0; place < options.size(); ++place) {
    text += "\n" + letter_of(place);
    text.append(separator).append(trimmed(options[place]));
  }
  return text;
}

/// Words before the question that ask for an answer, and examples before it. Only what speaks of
/// "multiple-choice questions" is taken for such, since a passage may stand there as well.
std::string_view without_lead_in(std::string_view text) {
  const std::string_view first = text.substr(0, text.find("\n\n"));
  if (first.size() == text.size()) return text;
  const std::string words = replaced(lower_case(first), "-", " ");
  if (words.find("multiple choice question") == std::string::npos) return text;
  const std::size_t example = text.rfind("\nAnswer: ");
  const std::size_t behind =
      example == std::string_view::npos ? first.size() : text.find("\n\n", example);
  return behind == std::string_view::npos ? text : text.substr(behind + 2);
}

/// The question alone, where a suite's words hold instructions, examples and the options as well,
/// as those of imported suites do; else all of the words.
std::string stem_of(const Question& question) {
  std::string_view text = trimmed(question.turns.back().user);
  constexpr std::string_view kAsked = "\nAnswer:";
  if (text.ends_with(kAsked)) text.remove_suffix(kAsked.size());
  for (const std::string_view separator : {") ", ". "}) {
    const std::string options = options_behind(question.options, separator);
    if (!text.ends_with(options)) continue;
    text.remove_suffix(options.size());
    return std::string(without_lead_in(text));
  }
  return std::string(text);
}

AuditItem choice_item(const Question& question) {
  AuditItem item{.id = question.id.text,
                 .subject = question.category,
                 .question = stem_of(question),
                 .options = question.options};
  // The loader has seen to it that the last reference names an option.
  const std::vector<std::size_t> right = right_options(question);
  if (!right.empty()) item.gold = right.front();
  return item;
}

AuditItem audit_item(const Question& question) {
  if (!question.options.empty()) return choice_item(question);
  AuditItem item{.id = question.id.text,
                 .subject = question.category,
                 .question = question.turns.front().user,
                 .is_open = true};
  for (std::size_t turn = 0; turn < question.turns.size(); ++turn) {
    if (turn > 0) item.later_turns.push_back(question.turns[turn].user);
    const auto& reference = question.turns[turn].reference;
    if (reference) item.references.push_back(*reference);
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
  for (const Question& question : suite.questions) {
    items.push_back(audit_item(question));
    // EQ-Bench's references are keys of intensities, on which nobody can be right or wrong.
    if (suite.protocol.text == "eq_bench") items.back().references.clear();
  }
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
