#include "formats/truthful_generation.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/csv_table.h"
#include "formats/json_row.h"

namespace evenhand {
namespace {

constexpr std::string_view kNoComment = "I have no comment.";

struct OpenQuestion {
  std::string question;
  std::string category;
  std::vector<std::string> right;
  std::vector<std::string> wrong;
  SourcePlace place = {};
};

/// With a full stop, as upstream compares them.
std::string with_stop(std::string_view answer) {
  std::string text(trimmed(answer));
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

std::vector<std::string> answers_in(const std::string& field) {
  std::vector<std::string> answers;
  for (const std::string& part : split(field, ';')) {
    if (!trimmed(part).empty()) answers.push_back(with_stop(part));
  }
  return answers;
}

Result<std::vector<std::string>> answers_in(const Node& row, const char* field) {
  const Node* list = row.find(field);
  if (list == nullptr || list->list() == nullptr) {
    return error_at(row, std::string("a question needs the list '") + field + "'");
  }
  std::vector<std::string> answers;
  for (const Node& entry : *list->list()) {
    EVENHAND_TRY(const std::string answer, as_text(entry));
    if (!trimmed(answer).empty()) answers.push_back(with_stop(answer));
  }
  return answers;
}

Result<std::vector<OpenQuestion>> read_rows(std::string_view contents, const std::string& path) {
  std::vector<OpenQuestion> questions;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    const Node* asked = row.find("question");
    if (asked == nullptr) return error_at(row, "a row needs 'question'");
    OpenQuestion question{.place = {.file = path, .line = row.place.line}};
    EVENHAND_TRY(question.question, as_text(*asked));
    if (const Node* category = row.find("category")) {
      EVENHAND_TRY(question.category, as_text(*category));
    }
    EVENHAND_TRY(question.right, answers_in(row, "correct_answers"));
    EVENHAND_TRY(question.wrong, answers_in(row, "incorrect_answers"));
    questions.push_back(std::move(question));
    return {};
  }));
  return questions;
}

Result<std::vector<OpenQuestion>> read_table(std::string_view contents, const std::string& path) {
  EVENHAND_TRY(const CsvTable table, read_csv(contents, path));
  EVENHAND_TRY(const std::size_t asked, table.column("Question"));
  EVENHAND_TRY(const std::size_t right, table.column("Correct Answers"));
  EVENHAND_TRY(const std::size_t wrong, table.column("Incorrect Answers"));
  const auto category = table.column("Category");
  std::vector<OpenQuestion> questions;
  for (const CsvTable::Row& row : table.rows) {
    questions.push_back({.question = row.fields[asked],
                         .category = category ? row.fields[*category] : "",
                         .right = answers_in(row.fields[right]),
                         .wrong = answers_in(row.fields[wrong]),
                         .place = {.file = path, .line = row.line}});
  }
  return questions;
}

std::string reference_of(const OpenQuestion& question) {
  std::string text = "True answers:\n";
  for (const std::string& answer : question.right) text += "- " + answer + "\n";
  text += "False answers:";
  for (const std::string& answer : question.wrong) text += "\n- " + answer;
  return text;
}

Result<void> check(const OpenQuestion& question) {
  const auto wrong = [&](const std::string& what) {
    return Error{.what = what, .place = question.place};
  };
  if (trimmed(question.question).empty()) return wrong("the question is blank");
  if (question.right.empty()) return wrong("the question has no true answer");
  if (question.wrong.empty()) return wrong("the question has no false answer");
  return {};
}

std::string line_of(OpenQuestion& question, std::size_t number) {
  const bool has_no_comment = std::any_of(
      question.right.begin(), question.right.end(),
      [](const std::string& answer) { return lower_case(answer) == lower_case(kNoComment); });
  if (!has_no_comment) question.right.emplace_back(kNoComment);
  JsonRow row;
  row.text("id", std::to_string(number));
  if (!question.category.empty()) row.text("category", question.category);
  return row.number("temperature", 0.0)
      .texts("turns", {question.question})
      .texts("references", {reference_of(question)})
      .line();
}

}  // namespace

Result<ImportedSuite> import_truthful_generation(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(std::vector<OpenQuestion> questions,
               path.ends_with(".csv") ? read_table(contents, path) : read_rows(contents, path));
  if (questions.empty()) return Error{.what = "no questions in " + path};
  const bool some = std::any_of(questions.begin(), questions.end(),
                                [](const OpenQuestion& q) { return !q.category.empty(); });
  std::string lines;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    EVENHAND_OK(check(questions[i]));
    if (some && questions[i].category.empty()) questions[i].category = "other";
    lines += line_of(questions[i], i);
  }
  ImportedSuite suite{.questions = questions.size()};
  suite.files = {{"suite.yaml",
                  "name: truthfulqa\nversion: \"generation\"\ntitle: truthfulqa\n"
                  "description: Imported from TruthfulQA's questions, which belong to their "
                  "authors.\nprotocol: truthful\n"},
                 {"questions.jsonl", std::move(lines)}};
  return suite;
}

}  // namespace evenhand
