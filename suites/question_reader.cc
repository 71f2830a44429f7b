#include "suites/question_reader.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

Result<std::vector<Turn>> read_turns(const Node* node) {
  std::vector<Turn> turns;
  if (node == nullptr) return turns;
  if (node->list() == nullptr || node->list()->empty()) {
    return error_at(*node,
                    "'turns' must be a list with at least one text, found " + node->described());
  }
  for (const Node& entry : *node->list()) {
    EVENHAND_TRY(std::string text, as_text(entry));
    if (trimmed(text).empty()) return error_at(entry, "a turn must not be blank");
    turns.push_back({.user = std::move(text)});
  }
  return turns;
}

/// One text or null for each turn.
Result<void> read_references(const Node& node, std::vector<Turn>& turns) {
  const Node::List* list = node.list();
  if (list == nullptr) {
    return error_at(node, "'references' must be a list, found " + node.described());
  }
  if (list->size() != turns.size()) {
    return error_at(node,
                    "'references' has " + std::to_string(list->size()) + " entries for " +
                        std::to_string(turns.size()) + " turns",
                    "write null where a turn has no reference");
  }
  for (std::size_t t = 0; t < turns.size(); ++t) {
    if ((*list)[t].is_null()) {
      turns[t].reference.reset();
      continue;
    }
    EVENHAND_TRY(turns[t].reference, as_text((*list)[t]));
  }
  return {};
}

/// Ids stand in tables, file names and log lines.
Result<void> check_id(const Node& node, const std::string& id) {
  constexpr std::size_t kLongest = 200;  // bytes
  const bool controls = std::any_of(id.begin(), id.end(), [](const char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (controls || id.size() > kLongest || trimmed(id) != id) {
    return error_at(node, "'id' must be one line of at most " + std::to_string(kLongest) +
                              " bytes, without blanks at its ends");
  }
  return {};
}

/// The options of a multiple-choice question: the last reference must be the letter of one, or
/// letters of several.
Result<void> check_options(const Node& node, const Question& question) {
  constexpr std::size_t kMost = 100;
  const std::size_t options = question.options.size();
  if (options < 2 || options > kMost) {
    return error_at(node, "'options' must be 2 to 100 texts, found " + std::to_string(options));
  }
  for (const std::string& option : question.options) {
    if (trimmed(option).empty()) return error_at(node, "an option must not be blank");
  }
  if (!right_options(question).empty()) return {};
  const std::string letters = question.turns.back().reference.value_or("");
  return error_at(node, "the right answer '" + letters + "' is not the letter of an option",
                  "the reference of the last turn is a letter from A to " +
                      option_letter(options - 1) + ", or several with commas between");
}

Result<Question> read_question(const Node& node) {
  Fields fields(node, "a question");
  Question question{.id = {fields.required_text("id")}, .place = node.place};
  question.category = fields.text("category").value_or("");
  question.temperature = fields.number("temperature", 0.0, 10.0);
  const Node* turns = fields.required_node("turns");
  const Node* references = fields.node("references");
  EVENHAND_TRY(question.turns, read_turns(turns));
  auto options = fields.texts("options");
  EVENHAND_OK(fields.done());
  EVENHAND_OK(check_id(node, question.id.text));
  if (references != nullptr) EVENHAND_OK(read_references(*references, question.turns));
  if (options) {
    question.options = *std::move(options);
    EVENHAND_OK(check_options(node, question));
  }
  return question;
}

}  // namespace

Result<std::vector<Question>> read_questions(const FileSystem& files, const std::string& folder,
                                             const std::string& name) {
  EVENHAND_TRY(const std::string contents, files.read_within(folder, name, kMaxDataFile));
  const std::string path = (std::filesystem::path(folder) / name).string();
  std::vector<Question> questions;
  std::map<QuestionId, int> line_of;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& node) -> Result<void> {
    EVENHAND_TRY(Question question, read_question(node));
    const auto [known, is_new] = line_of.emplace(question.id, node.place.line);
    if (!is_new) {
      return error_at(node, "two questions are called '" + question.id.text + "'",
                      "the first is in line " + std::to_string(known->second));
    }
    questions.push_back(std::move(question));
    return {};
  }));
  if (questions.empty()) {
    return Error{.what = "no questions", .place = SourcePlace{.file = path}};
  }
  return questions;
}

Result<void> apply_errata(const FileSystem& files, const std::string& folder,
                          const std::string& name, std::vector<Question>& questions) {
  EVENHAND_TRY(const std::string contents, files.read_within(folder, name, kMaxDataFile));
  const std::string path = (std::filesystem::path(folder) / name).string();
  std::map<std::string, int> line_of;
  return read_json_lines(contents, path, [&](const Node& node) -> Result<void> {
    Fields fields(node, "an erratum");
    const std::string id = fields.required_text("id");
    const Node* references = fields.required_node("references");
    fields.text("reason");
    EVENHAND_OK(fields.done());
    const auto [known, is_new] = line_of.emplace(id, node.place.line);
    if (!is_new) {
      return error_at(node, "two errata correct '" + id + "'",
                      "the first is in line " + std::to_string(known->second));
    }
    for (Question& question : questions) {
      if (question.id.text == id) return read_references(*references, question.turns);
    }
    return error_at(node, "there is no question '" + id + "' to correct");
  });
}

}  // namespace evenhand
