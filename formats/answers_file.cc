#include "formats/answers_file.h"

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

Result<std::vector<std::string>> texts_of(const Node& node) {
  if (node.list() == nullptr) {
    return error_at(node, "expected a list of texts, found " + node.described());
  }
  std::vector<std::string> texts;
  for (const Node& entry : *node.list()) {
    const Node* content = entry.find("content");  // as Arena-Hard v0.1 writes turns
    EVENHAND_TRY(std::string text, as_text(content == nullptr ? entry : *content));
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Keeps the first name and tells once of another one: files are sometimes pasted together.
Result<void> note_generator(const Node& row, std::string_view field, AnswersFile& file) {
  const Node* node = row.find(field);
  if (node == nullptr || node->is_null()) return {};
  EVENHAND_TRY(std::string name, as_text(*node));
  if (!file.generator) {
    file.generator = std::move(name);
  } else if (*file.generator != name && file.remarks.empty()) {
    file.remarks.push_back(file.path + ":" + std::to_string(row.place.line) +
                           ": this answer is by '" + name + "', those before by '" +
                           *file.generator + "'");
  }
  return {};
}

Result<AnswerRow> read_alpaca_eval(const Node& node, const Node& instruction) {
  AnswerRow row{.line = node.place.line};
  EVENHAND_TRY(row.instruction, as_text(instruction));
  const Node* output = node.find("output");
  if (output == nullptr) return error_at(node, "an answer with 'instruction' needs 'output'");
  EVENHAND_TRY(std::string text, as_text(*output));
  row.turns.push_back(std::move(text));
  return row;
}

/// With the id of its question.
Result<AnswerRow> row_of(const Node& node, const Node& id) {
  AnswerRow row{.line = node.place.line};
  EVENHAND_TRY(std::string name, as_text(id));
  row.id = QuestionId{std::move(name)};
  return row;
}

Result<AnswerRow> read_fastchat(const Node& node, const Node& id) {
  EVENHAND_TRY(AnswerRow row, row_of(node, id));
  const Node* choices = node.find("choices");
  if (choices == nullptr || choices->list() == nullptr || choices->list()->empty()) {
    return error_at(node, "an answer with 'question_id' needs a list 'choices'");
  }
  for (const Node& choice : *choices->list()) {
    const Node* turns = choice.find("turns");
    if (turns == nullptr) return error_at(choice, "a choice needs 'turns'");
    EVENHAND_TRY(std::vector<std::string> texts, texts_of(*turns));
    const bool is_first = &choice == &choices->list()->front();
    (is_first ? row.turns : row.further_choices.emplace_back()) = std::move(texts);
  }
  return row;
}

/// Of Arena-Hard v2.0: the last message is the answer, its content a text or {"answer", "thought"}.
Result<AnswerRow> read_arena_hard(const Node& node, const Node& id) {
  EVENHAND_TRY(AnswerRow row, row_of(node, id));
  const Node* messages = node.find("messages");
  if (messages->list() == nullptr || messages->list()->empty()) {
    return error_at(*messages, "'messages' must be a list of messages");
  }
  const Node* content = messages->list()->back().find("content");
  const Node* text =
      content == nullptr || content->map() == nullptr ? content : content->find("answer");
  if (text == nullptr) return error_at(*messages, "the last message needs 'content'");
  EVENHAND_TRY(std::string answer, as_text(*text));
  row.turns.push_back(std::move(answer));
  return row;
}

Result<AnswerRow> read_plain(const Node& node, const Node& id) {
  EVENHAND_TRY(AnswerRow row, row_of(node, id));
  const Node* turns = node.find("turns");
  if (const Node* answer = node.find("answer")) {
    if (turns != nullptr && !turns->is_null()) {
      return error_at(node, "an answer has both 'answer' and 'turns'",
                      "'answer' is for questions of one turn, 'turns' for those of more");
    }
    EVENHAND_TRY(std::string text, as_text(*answer));
    row.turns.push_back(std::move(text));
    return row;
  }
  if (turns == nullptr) return error_at(node, "an answer with 'id' needs 'answer' or 'turns'");
  EVENHAND_TRY(row.turns, texts_of(*turns));
  return row;
}

/// A form of file, by the fields that its rows have. The first that fits is taken: AlpacaEval's
/// files may carry an 'id' of their own, which no suite knows.
struct Form {
  std::string_view name;
  std::string_view sign;       // a row of this form has this field ...
  std::string_view companion;  // ... and this one, where it is not empty
  std::string_view generator;  // and says here who wrote it, or nowhere
  Result<AnswerRow> (*read)(const Node& row, const Node& sign);
};

constexpr Form kForms[] = {
    {"fastchat", "question_id", "", "model_id", read_fastchat},
    {"arena_hard", "uid", "messages", "model", read_arena_hard},
    {"alpaca_eval", "instruction", "output", "generator", read_alpaca_eval},
    {"evenhand", "id", "", "generator", read_plain},
    {"evenhand", "question", "", "generator", read_plain},
};

const Form* form_of(const Node& row) {
  for (const Form& form : kForms) {
    const bool has_companion = form.companion.empty() || row.find(form.companion) != nullptr;
    if (row.find(form.sign) != nullptr && has_companion) return &form;
  }
  return nullptr;
}

Result<void> take_row(const Node& node, AnswersFile& file) {
  const Form* form = form_of(node);
  if (form == nullptr) {
    return error_at(node,
                    "this is no answer: expected 'instruction' and 'output', 'question_id' and "
                    "'choices', 'uid' and 'messages', or 'id' and 'answer'");
  }
  if (!file.format.empty() && file.format != form->name) {
    return error_at(node, "this answer is written as " + std::string(form->name) +
                              " does, those before as " + file.format + " does");
  }
  file.format = form->name;
  EVENHAND_OK(note_generator(node, form->generator, file));
  EVENHAND_TRY(AnswerRow row, form->read(node, *node.find(form->sign)));
  file.rows.push_back(std::move(row));
  return {};
}

}  // namespace

Result<AnswersFile> read_answers(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  AnswersFile file{.path = path};
  const std::size_t first = contents.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  const bool is_array = first != std::string::npos && contents[first] == '[';
  if (is_array) {
    EVENHAND_TRY(const Node root, read_json(contents, path));
    for (const Node& node : *root.list()) EVENHAND_OK(take_row(node, file));
  } else {
    EVENHAND_OK(
        read_json_lines(contents, path, [&](const Node& node) { return take_row(node, file); }));
  }
  if (file.rows.empty()) return Error{.what = "no answers", .place = SourcePlace{.file = path}};
  return file;
}

}  // namespace evenhand
