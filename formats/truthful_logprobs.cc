#include "formats/truthful_logprobs.h"

#include <filesystem>
#include <map>

#include "documents/readers.h"
#include "formats/row_ids.h"

namespace evenhand {
namespace {

Result<std::vector<double>> numbers_of(const Node& list) {
  if (list.list() == nullptr) return error_at(list, "expected a list, found " + list.described());
  std::vector<double> numbers;
  for (const Node& entry : *list.list()) {
    EVENHAND_TRY(const double number, as_number(entry));
    numbers.push_back(number);
  }
  return numbers;
}

/// Pairs of a log probability and whether the answer is the likeliest of all texts.
Result<std::vector<double>> first_of_pairs(const Node& list) {
  if (list.list() == nullptr) return error_at(list, "expected a list, found " + list.described());
  std::vector<double> numbers;
  for (const Node& pair : *list.list()) {
    const bool is_pair = pair.list() != nullptr && !pair.list()->empty();
    EVENHAND_TRY(const double number, as_number(is_pair ? pair.list()->front() : pair));
    numbers.push_back(number);
  }
  return numbers;
}

Result<TruthfulLogprobs> of_sample(const Node& row, const Node& replies) {
  const Node* doc = row.find("doc");
  EVENHAND_TRY(const std::vector<double> logprobs, first_of_pairs(replies));
  std::vector<double> labels;
  TruthfulLogprobs question;
  for (const char* const name : {"mc2_targets", "mc1_targets"}) {
    const Node* targets = doc == nullptr ? nullptr : doc->find(name);
    const Node* found = targets == nullptr ? nullptr : targets->find("labels");
    if (found == nullptr) continue;
    EVENHAND_TRY(labels, numbers_of(*found));
    question.has_all_true = name == std::string_view("mc2_targets");
    if (labels.size() == logprobs.size()) break;
  }
  if (labels.size() != logprobs.size()) {
    return error_at(row, "the sample has " + std::to_string(logprobs.size()) +
                             " replies and no targets with as many labels");
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    (labels[i] == 1.0 ? question.of_true : question.of_false).push_back(logprobs[i]);
  }
  return question;
}

Result<TruthfulLogprobs> of_row(const Node& row) {
  const Node* of_true = row.find("true_logprobs");
  const Node* of_false = row.find("false_logprobs");
  const Node* replies = row.find("filtered_resps");
  TruthfulLogprobs question;
  if (of_true != nullptr && of_false != nullptr) {
    EVENHAND_TRY(question.of_true, numbers_of(*of_true));
    EVENHAND_TRY(question.of_false, numbers_of(*of_false));
  } else if (replies != nullptr) {
    EVENHAND_TRY(question, of_sample(row, *replies));
  } else {
    return error_at(row, "a row needs 'true_logprobs' and 'false_logprobs'",
                    "lm-evaluation-harness's samples of truthfulqa_mc2 can be read, too");
  }
  if (question.of_true.empty() || question.of_false.empty()) {
    return error_at(row, "a question needs a true and a false answer");
  }
  return question;
}

}  // namespace

Result<std::vector<TruthfulModel>> read_truthful_logprobs(const FileSystem& files,
                                                          const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::map<std::string, std::vector<TruthfulLogprobs>> by_model;
  RowIds ids;
  const std::string own_name = std::filesystem::path(path).stem().string();
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(TruthfulLogprobs question, of_row(row));
    question.line = row.place.line;
    std::string model = own_name;
    if (const Node* named = row.find("model")) {
      EVENHAND_TRY(model, as_text(*named));
    }
    EVENHAND_TRY(question.id, ids.take(row, model));
    by_model[model].push_back(std::move(question));
    return {};
  }));
  if (by_model.empty()) return Error{.what = "no questions in " + path};
  std::vector<TruthfulModel> models;
  for (auto& [name, questions] : by_model) models.push_back({{name}, std::move(questions)});
  return models;
}

}  // namespace evenhand
