#include "formats/truthful_generation.h"

#include <algorithm>

#include "base/text.h"
#include "formats/json_row.h"
#include "formats/truthful_questions.h"

namespace evenhand {
namespace {

constexpr std::string_view kNoComment = "I have no comment.";

std::string reference_of(const TruthfulQuestion& question) {
  std::string text = "True answers:\n";
  for (const std::string& answer : question.right) text += "- " + answer + "\n";
  text += "False answers:";
  for (const std::string& answer : question.wrong) text += "\n- " + answer;
  return text;
}

std::string line_of(TruthfulQuestion& question, std::size_t number) {
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
  EVENHAND_TRY(std::vector<TruthfulQuestion> questions, read_truthful_questions(files, path));
  std::string lines;
  for (std::size_t i = 0; i < questions.size(); ++i) lines += line_of(questions[i], i);
  ImportedSuite suite{.questions = questions.size()};
  suite.files = {{"suite.yaml",
                  "name: truthfulqa\nversion: \"generation\"\ntitle: truthfulqa\n"
                  "description: Imported from TruthfulQA's questions, which belong to their "
                  "authors.\nprotocol: truthful\n"},
                 {"questions.jsonl", std::move(lines)}};
  return suite;
}

}  // namespace evenhand
