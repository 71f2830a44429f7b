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
    EVENHAND_TRY(std::string text, as_text(entry));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<void> note_generator(const Node& row, std::string_view field, AnswersFile& file) {
  const Node* node = row.find(field);
  if (node == nullptr || node->is_null() || file.generator) return {};
  EVENHAND_TRY(file.generator, as_text(*node));
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

Result<AnswerRow> read_fastchat(const Node& node, const Node& id) {
  AnswerRow row{.line = node.place.line};
  EVENHAND_TRY(std::string name, as_text(id));
  row.id = QuestionId{std::move(name)};
  const Node* choices = node.find("choices");
  if (choices == nullptr || choices->list() == nullptr || choices->list()->empty()) {
    return error_at(node, "an answer with 'question_id' needs a list 'choices'");
  }
  const Node* turns = choices->list()->front().find("turns");
  if (turns == nullptr) return error_at(choices->list()->front(), "a choice needs 'turns'");
  EVENHAND_TRY(row.turns, texts_of(*turns));
  return row;
}

Result<AnswerRow> read_plain(const Node& node, const Node& id) {
  AnswerRow row{.line = node.place.line};
  EVENHAND_TRY(std::string name, as_text(id));
  row.id = QuestionId{std::move(name)};
  if (const Node* answer = node.find("answer")) {
    EVENHAND_TRY(std::string text, as_text(*answer));
    row.turns.push_back(std::move(text));
    return row;
  }
  const Node* turns = node.find("turns");
  if (turns == nullptr) return error_at(node, "an answer with 'id' needs 'answer' or 'turns'");
  EVENHAND_TRY(row.turns, texts_of(*turns));
  return row;
}

Result<void> take_row(const Node& node, AnswersFile& file) {
  EVENHAND_OK(note_generator(node, "generator", file));
  EVENHAND_OK(note_generator(node, "model_id", file));
  const auto read = [&]() -> Result<AnswerRow> {
    if (const Node* id = node.find("question_id")) {
      file.format = "fastchat";
      return read_fastchat(node, *id);
    }
    // AlpacaEval's files may carry an 'id' of their own, which no suite knows.
    const Node* instruction = node.find("instruction");
    if (instruction != nullptr && node.find("output") != nullptr) {
      file.format = "alpaca_eval";
      return read_alpaca_eval(node, *instruction);
    }
    for (const char* name : {"id", "question"}) {
      if (const Node* id = node.find(name)) {
        file.format = "evenhand";
        return read_plain(node, *id);
      }
    }
    return error_at(node, "this is no answer: expected 'instruction' and 'output', 'question_id' and "
                          "'choices', or 'id' and 'answer'");
  };
  EVENHAND_TRY(AnswerRow row, read());
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
    EVENHAND_OK(read_json_lines(contents, path,
                                [&](const Node& node) { return take_row(node, file); }));
  }
  if (file.rows.empty()) return Error{.what = "no answers", .place = SourcePlace{.file = path}};
  return file;
}

}  // namespace evenhand
