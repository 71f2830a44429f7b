#include "formats/truthful_questions.h"

#include <algorithm>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/csv_table.h"

namespace evenhand {
namespace {

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

/// Puts the best answer first; one that the list lacks is added.
void put_first(const std::string& best, std::vector<std::string>& answers) {
  if (best.empty()) return;
  const auto found = std::find(answers.begin(), answers.end(), best);
  if (found != answers.end()) answers.erase(found);
  answers.insert(answers.begin(), best);
}

struct Target {
  std::string answer;
  bool is_right = false;
};

/// {"choices": [...], "labels": [1, 0, ...]}, or a map of answers to 1 or 0.
Result<std::vector<Target>> targets_in(const Node& node) {
  std::vector<Target> targets;
  const Node* choices = node.find("choices");
  const Node* labels = node.find("labels");
  const auto add = [&](std::string answer, const Node& label) -> Result<void> {
    EVENHAND_TRY(const double number, as_number(label));
    if (number != 0.0 && number != 1.0) return error_at(label, "a label is neither 0 nor 1");
    targets.push_back({.answer = std::move(answer), .is_right = number == 1.0});
    return {};
  };
  if (choices != nullptr && labels != nullptr) {
    if (choices->list() == nullptr || labels->list() == nullptr ||
        choices->list()->size() != labels->list()->size()) {
      return error_at(node, "'choices' and 'labels' are not lists of one length");
    }
    for (std::size_t i = 0; i < choices->list()->size(); ++i) {
      EVENHAND_TRY(std::string answer, as_text((*choices->list())[i]));
      EVENHAND_OK(add(std::move(answer), (*labels->list())[i]));
    }
  } else if (node.map() != nullptr) {
    for (const Member& member : *node.map()) EVENHAND_OK(add(member.key, member.value));
  } else {
    return error_at(node, "expected 'choices' and 'labels', found " + node.described());
  }
  return targets;
}

Result<void> take_targets(const Node& row, const Node& all, TruthfulQuestion& question) {
  EVENHAND_TRY(const std::vector<Target> targets, targets_in(all));
  for (const Target& target : targets) {
    if (trimmed(target.answer).empty()) return error_at(all, "an answer is blank");
    (target.is_right ? question.right : question.wrong).push_back(target.answer);
  }
  const Node* best = row.find("mc1_targets");
  if (best == nullptr) return {};
  EVENHAND_TRY(const std::vector<Target> one, targets_in(*best));
  const auto found =
      std::find_if(one.begin(), one.end(), [](const Target& target) { return target.is_right; });
  if (found != one.end()) put_first(found->answer, question.right);
  return {};
}

Result<void> take_lists(const Node& row, TruthfulQuestion& question) {
  EVENHAND_TRY(question.right, answers_in(row, "correct_answers"));
  EVENHAND_TRY(question.wrong, answers_in(row, "incorrect_answers"));
  if (const Node* best = row.find("best_answer")) {
    EVENHAND_TRY(const std::string answer, as_text(*best));
    // A question without true answers is an error, which a best answer alone must not hide.
    if (!question.right.empty()) put_first(with_stop(answer), question.right);
  }
  return {};
}

Result<TruthfulQuestion> question_of(const Node& row, const std::string& path) {
  const Node* asked = row.find("question");
  if (asked == nullptr) return error_at(row, "a row needs 'question'");
  TruthfulQuestion question{.place = {.file = path, .line = row.place.line}};
  EVENHAND_TRY(question.question, as_text(*asked));
  if (const Node* category = row.find("category")) {
    EVENHAND_TRY(question.category, as_text(*category));
  }
  const Node* targets = row.find("mc2_targets");
  if (targets != nullptr && row.find("correct_answers") == nullptr) {
    EVENHAND_OK(take_targets(row, *targets, question));
  } else {
    EVENHAND_OK(take_lists(row, question));
  }
  return question;
}

Result<std::vector<TruthfulQuestion>> read_rows(std::string_view contents,
                                                const std::string& path) {
  std::vector<TruthfulQuestion> questions;
  const auto take = [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(TruthfulQuestion question, question_of(row, path));
    questions.push_back(std::move(question));
    return {};
  };
  if (trimmed(contents).starts_with('[')) {
    EVENHAND_TRY(const Node whole, read_json(contents, path));
    for (const Node& row : *whole.list()) EVENHAND_OK(take(row));
  } else {
    EVENHAND_OK(read_json_lines(contents, path, take));
  }
  return questions;
}

Result<std::vector<TruthfulQuestion>> read_table(std::string_view contents,
                                                 const std::string& path) {
  EVENHAND_TRY(const CsvTable table, read_csv(contents, path));
  EVENHAND_TRY(const std::size_t asked, table.column("Question"));
  EVENHAND_TRY(const std::size_t right, table.column("Correct Answers"));
  EVENHAND_TRY(const std::size_t wrong, table.column("Incorrect Answers"));
  const auto category = table.column("Category");
  const auto best = table.column("Best Answer");
  std::vector<TruthfulQuestion> questions;
  for (const CsvTable::Row& row : table.rows) {
    TruthfulQuestion question{.question = row.fields[asked],
                              .category = category ? row.fields[*category] : "",
                              .right = answers_in(row.fields[right]),
                              .wrong = answers_in(row.fields[wrong]),
                              .place = {.file = path, .line = row.line}};
    if (best && !question.right.empty()) {
      put_first(with_stop(row.fields[*best]), question.right);
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

Result<void> check(const TruthfulQuestion& question) {
  const auto wrong = [&](const std::string& what) {
    return Error{.what = what, .place = question.place};
  };
  if (trimmed(question.question).empty()) return wrong("the question is blank");
  if (question.right.empty()) return wrong("the question has no true answer");
  if (question.wrong.empty()) return wrong("the question has no false answer");
  return {};
}

}  // namespace

Result<std::vector<TruthfulQuestion>> read_truthful_questions(const FileSystem& files,
                                                              const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(std::vector<TruthfulQuestion> questions,
               path.ends_with(".csv") ? read_table(contents, path) : read_rows(contents, path));
  if (questions.empty()) return Error{.what = "no questions in " + path};
  const bool some = std::any_of(questions.begin(), questions.end(),
                                [](const TruthfulQuestion& q) { return !q.category.empty(); });
  for (TruthfulQuestion& question : questions) {
    EVENHAND_OK(check(question));
    if (some && question.category.empty()) question.category = "other";
  }
  return questions;
}

}  // namespace evenhand
