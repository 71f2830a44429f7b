#include "formats/truthful_answers.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_ids.h"

namespace evenhand {
namespace {

constexpr std::size_t kMostWords = 4000;  // similarity takes time and space by their square
constexpr const char* kNoComment = "I have no comment.";

/// Words as ROUGE takes them, runs of ASCII letters and digits: "a-a" has two.
Result<void> check_length(const Node& place, const std::string& text) {
  std::size_t words = 0;
  bool within = false;
  for (const char c : lower_case(text)) {
    const bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (counts && !within) ++words;
    within = counts;
  }
  if (words <= kMostWords && text.size() <= kMostWords * 16) return {};
  return error_at(place, "a text of more than " + std::to_string(kMostWords) + " words");
}

Result<std::vector<std::string>> references_of(const Node* list, const Node& row,
                                               const std::string& name) {
  if (list == nullptr || list->list() == nullptr) {
    return error_at(row, "a row needs '" + name + "', a list of texts",
                    "lm-evaluation-harness's samples of truthfulqa_gen can be read, too");
  }
  std::vector<std::string> references;
  for (const Node& entry : *list->list()) {
    EVENHAND_TRY(const std::string given, as_text(entry));
    EVENHAND_OK(check_length(entry, given));
    std::string reference(trimmed(given));
    if (reference.empty()) continue;
    if (!reference.ends_with('.')) reference += '.';
    references.push_back(std::move(reference));
  }
  if (references.empty()) return error_at(row, "'" + name + "' has no text");
  return references;
}

/// The first text of a list, however deep.
const Node* first_text(const Node* node) {
  while (node != nullptr && node->list() != nullptr) {
    node = node->list()->empty() ? nullptr : &node->list()->front();
  }
  return node;
}

Result<std::optional<double>> probability_of(const Node& row, std::string_view name) {
  const Node* found = row.find(name);
  if (found == nullptr || found->is_null()) return std::optional<double>{};
  EVENHAND_TRY(const double probability, as_number(*found));
  if (probability < 0.0 || probability > 1.0) {
    return error_at(*found, "'" + std::string(name) + "' should be between 0 and 1");
  }
  return std::optional(probability);
}

Result<TruthfulAnswer> of_row(const Node& row) {
  const Node* doc = row.find("doc");
  const Node& lists = doc == nullptr ? row : *doc;
  const Node* words = first_text(row.find(doc == nullptr ? "answer" : "filtered_resps"));
  if (words == nullptr) return error_at(row, "a row needs 'answer'");
  TruthfulAnswer answer;
  EVENHAND_TRY(answer.answer, as_text(*words));
  EVENHAND_OK(check_length(*words, answer.answer));
  EVENHAND_TRY(answer.true_references,
               references_of(lists.find("correct_answers"), row, "correct_answers"));
  EVENHAND_TRY(answer.false_references,
               references_of(lists.find("incorrect_answers"), row, "incorrect_answers"));
  auto& all_true = answer.true_references;
  if (std::find(all_true.begin(), all_true.end(), kNoComment) == all_true.end()) {
    all_true.emplace_back(kNoComment);
  }
  EVENHAND_TRY(answer.true_probability, probability_of(row, "true_probability"));
  EVENHAND_TRY(answer.informative_probability, probability_of(row, "informative_probability"));
  return answer;
}

}  // namespace

Result<std::vector<TruthfulAnswers>> read_truthful_answers(const FileSystem& files,
                                                           const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::map<std::string, std::vector<TruthfulAnswer>> by_model;
  RowIds ids;
  const std::string own_name = std::filesystem::path(path).stem().string();
  const auto take = [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(TruthfulAnswer answer, of_row(row));
    std::string model = own_name;
    if (const Node* named = row.find("model")) {
      EVENHAND_TRY(model, as_text(*named));
    }
    EVENHAND_OK(ids.take(row, model));
    by_model[model].push_back(std::move(answer));
    return {};
  };
  EVENHAND_OK(read_json_lines(contents, path, take));
  if (by_model.empty()) return Error{.what = "no answers in " + path};
  std::vector<TruthfulAnswers> models;
  for (auto& [name, answers] : by_model) models.push_back({{name}, std::move(answers)});
  return models;
}

}  // namespace evenhand
