#include "formats/arena_hard_answers.h"

#include "base/text.h"
#include "formats/markdown_counts.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

const Node* last_of(const Node* list) {
  const Node::List* entries = list == nullptr ? nullptr : list->list();
  return entries == nullptr || entries->empty() ? nullptr : &entries->back();
}

const Node* first_of(const Node* list) {
  const Node::List* entries = list == nullptr ? nullptr : list->list();
  return entries == nullptr || entries->empty() ? nullptr : &entries->front();
}

/// The node of the answer's text, and of what stands beside it.
struct Written {
  const Node* text = nullptr;
  const Node* beside = nullptr;
};

/// Of v2.0, the last message; its content is a text or has the text as its 'answer'.
Written written_in_messages(const Node& row) {
  const Node* message = last_of(row.find("messages"));
  const Node* content = message == nullptr ? nullptr : message->find("content");
  if (content == nullptr) return {};
  return {.text = content->map() == nullptr ? content : content->find("answer"), .beside = content};
}

Written written_in_choices(const Node& row) {
  const Node* choice = first_of(row.find("choices"));
  const Node* turn = choice == nullptr ? nullptr : last_of(choice->find("turns"));
  if (turn == nullptr) return {};
  return {.text = turn->map() == nullptr ? turn : turn->find("content"), .beside = turn};
}

Result<Written> written_in(const Node& row) {
  for (const Written& written : {written_in_messages(row), written_in_choices(row)}) {
    if (written.text != nullptr) return written;
  }
  return error_at(row, "an answer needs 'messages' or 'choices' with a text");
}

Result<double> count_of(const Node& node) {
  EVENHAND_TRY(const double count, as_number(node));
  if (count < 0.0) return error_at(node, "a count is not negative, found " + node.described());
  return count;
}

/// A number, or a map of numbers ({"h1": 2, "h2": 0 ...}), which are added up.
Result<double> sum_of(const Node& node) {
  if (node.map() == nullptr) return count_of(node);
  double sum = 0.0;
  for (const Member& member : *node.map()) {
    EVENHAND_TRY(const double count, count_of(member.value));
    sum += count;
  }
  return sum;
}

/// The three counts of Markdown.
struct Marks {
  double headers = 0.0;
  double lists = 0.0;
  double bold = 0.0;
};

/// nullopt where the row does not say all three.
Result<std::optional<Marks>> stored_marks(const Node* metadata) {
  if (metadata == nullptr) return std::optional<Marks>();
  const Node* headers = metadata->find("header_count");
  const Node* lists = metadata->find("list_count");
  const Node* bold = metadata->find("bold_count");
  if (headers == nullptr || lists == nullptr || bold == nullptr) return std::optional<Marks>();
  Marks marks;
  EVENHAND_TRY(marks.headers, sum_of(*headers));
  EVENHAND_TRY(marks.lists, sum_of(*lists));
  EVENHAND_TRY(marks.bold, sum_of(*bold));
  return std::optional(marks);
}

Result<std::optional<double>> stored_tokens(const Node* metadata, const Node* beside) {
  for (const Node* holder : {metadata, beside}) {
    const Node* tokens = holder == nullptr ? nullptr : holder->find("token_len");
    if (tokens == nullptr || tokens->is_null()) continue;
    EVENHAND_TRY(const double count, count_of(*tokens));
    return std::optional(count);
  }
  return std::optional<double>();
}

Marks marks_in(const std::string& text) {
  const MarkdownCounts counts = markdown_counts(text, CodeBlocks::as_upstream);
  return {.headers = static_cast<double>(counts.header_count()),
          .lists = static_cast<double>(counts.list_count()),
          .bold = static_cast<double>(counts.bold_count())};
}

const Node* metadata_of(const Node& row) {
  for (const char* field : {"metadata", "conv_metadata"}) {
    const Node* found = row.find(field);
    if (found != nullptr && found->map() != nullptr) return found;
  }
  return nullptr;
}

Result<AnswerForm> form_of(const Node& row) {
  EVENHAND_TRY(const Written written, written_in(row));
  EVENHAND_TRY(const std::string text, as_text(*written.text));
  const Node* metadata = metadata_of(row);
  AnswerForm form{.characters = static_cast<double>(code_points(text))};
  EVENHAND_TRY(form.tokens, stored_tokens(metadata, written.beside));
  EVENHAND_TRY(const auto stored, stored_marks(metadata));
  const Marks marks = stored ? *stored : marks_in(text);
  form.headers = marks.headers;
  form.lists = marks.lists;
  form.bold = marks.bold;
  return form;
}

Result<void> take_answer(const Node& row, ArenaHardAnswers& answers) {
  EVENHAND_TRY(const std::string id, renamed_text(row, "uid", "question_id", "an answer"));
  EVENHAND_TRY(const std::string model, renamed_text(row, "model", "model_id", "an answer"));
  EVENHAND_TRY(const AnswerForm form, form_of(row));
  if (answers.forms.empty()) answers.model.text = model;
  const bool is_new = answers.forms.emplace(QuestionId{id}, form).second;
  if (!is_new) return error_at(row, "two answers to the question '" + id + "'");
  return {};
}

}  // namespace

Result<ArenaHardAnswers> read_arena_hard_answers(const FileSystem& files, const std::string& path,
                                                 BadRows bad) {
  ArenaHardAnswers answers{.path = path};
  EVENHAND_TRY(answers.skipped, read_rows(files, path, bad, [&](const Node& row) {
                 return take_answer(row, answers);
               }));
  if (answers.forms.empty()) return Error{.what = "no answers", .place = SourcePlace{.file = path}};
  return answers;
}

}  // namespace evenhand
