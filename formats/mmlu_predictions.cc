#include "formats/mmlu_predictions.h"

#include <filesystem>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/csv_table.h"

namespace evenhand {
namespace {

using Fields =
    std::map<std::string, std::string, std::less<>>;  // of one row, names in small letters

// What lm-evaluation-harness's filters leave of a reply without an answer.
constexpr const char* kNothingFound = "[invalid]";
constexpr std::size_t kMostQuestions = 10'000'000;  // counted in one file

std::optional<std::string> first_of(const Fields& row,
                                    std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = row.find(name);
    if (found != row.end()) return found->second;
  }
  return std::nullopt;
}

/// A letter or a place from 0.
std::optional<std::size_t> place_of(std::string_view given) {
  const std::string text = lower_case(trimmed(given));
  if (text.size() == 1 && text[0] >= 'a' && text[0] <= 'z') {
    return static_cast<std::size_t>(text[0] - 'a');
  }
  const auto number = parse_integer(text);
  return number && *number >= 0 ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

enum class Mark { right, wrong, invalid };

/// Adds rows up, by model and subject.
class Counter {
 public:
  Counter(std::string path, const std::set<std::string>& excluded)
      : path_(std::move(path)),
        model_(std::filesystem::path(path_).stem().string()),
        excluded_(excluded) {}

  Result<void> add(const Fields& row, int line) {
    const auto wrong = [&](std::string what, std::optional<std::string> hint = {}) {
      return Error{.what = std::move(what),
                   .hint = hint.value_or(""),
                   .place = SourcePlace{.file = path_, .line = line}};
    };
    const std::string subject(trimmed(first_of(row, {"subject"}).value_or("")));
    if (subject.empty()) return wrong("a row needs 'subject'");
    const std::string model = first_of(row, {"model"}).value_or(model_);
    const auto id = first_of(row, {"id", "question_id"});
    if (id && !seen_.insert(model + '\0' + subject + '\0' + *id).second) {
      return wrong("two rows of '" + model + "' are '" + *id + "' of " + subject);
    }
    MmluSubjectCount& count = counts_[model][subject];
    const auto questions = first_of(row, {"questions", "n", "total"});
    if (!excluded_.empty() && (questions || !id)) {
      return wrong("an overlay needs rows that say which question they are",
                   "give each row an 'id': its place within the subject, from 0");
    }
    if (questions) return add_subject(row, *questions, count, wrong);
    auto mark = mark_of(row, wrong);
    if (!mark) return std::move(mark).error();
    if (id) first_questions_.try_emplace(model, subject + "/" + *id);
    count_mark(*mark, id && is_excluded(subject, *id) ? Apart::yes : Apart::no, count);
    return {};
  }

  Result<std::vector<MmluPredictions>> finish() {
    std::vector<MmluPredictions> all;
    for (auto& [model, subjects] : counts_) {
      MmluPredictions& predictions = all.emplace_back();
      predictions.model = {model};
      if (const auto first = first_questions_.find(model); first != first_questions_.end()) {
        predictions.first_question = first->second;
      }
      for (auto& [subject, count] : subjects) {
        count.subject = subject;
        if (count.questions > 0) predictions.subjects.push_back(std::move(count));
      }
      if (predictions.subjects.empty()) return Error{.what = "no questions in " + path_};
    }
    if (all.empty()) return Error{.what = "no questions in " + path_};
    return all;
  }

 private:
  enum class Apart { no, yes };

  bool is_excluded(const std::string& subject, const std::string& id) const {
    return !excluded_.empty() && (excluded_.contains(subject + "/" + id) || excluded_.contains(id));
  }

  static void count_mark(Mark mark, Apart apart, MmluSubjectCount& count) {
    ++count.questions;
    if (mark == Mark::right) ++count.right;
    if (mark == Mark::invalid) ++count.invalid;
    if (apart == Apart::no) return;
    ++count.excluded;
    if (mark == Mark::right) ++count.excluded_right;
    if (mark == Mark::invalid) ++count.excluded_invalid;
  }

  template <class Wrong>
  Result<void> add_subject(const Fields& row, const std::string& questions, MmluSubjectCount& count,
                           const Wrong& wrong) {
    const auto whole = [](const std::string& text) {
      const auto number = parse_integer(trimmed(text));
      return number && *number >= 0 && *number <= static_cast<long long>(kMostQuestions)
                 ? std::optional(static_cast<std::size_t>(*number))
                 : std::nullopt;
    };
    if (count.questions > 0) return wrong("a subject twice for one model");
    const auto asked = whole(questions);
    const auto right = whole(first_of(row, {"correct", "right"}).value_or(""));
    const auto invalid = whole(first_of(row, {"invalid"}).value_or("0"));
    if (!asked || !right || !invalid) {
      return wrong("'correct', 'questions' and 'invalid' should be whole numbers from 0");
    }
    if (*right + *invalid > *asked) return wrong("more replies than questions");
    if (*asked > kMostQuestions - std::min(questions_, kMostQuestions)) {
      return wrong("more than " + std::to_string(kMostQuestions) + " questions in one file");
    }
    questions_ += *asked;
    count = {.questions = *asked, .right = *right, .invalid = *invalid};
    return {};
  }

  template <class Wrong>
  static Result<Mark> mark_of(const Fields& row, const Wrong& wrong) {
    if (first_of(row, {kNothingFound})) return Mark::invalid;
    const auto prediction = first_of(row, {"prediction", "predicted", "pred"});
    if (prediction) {
      const auto gold = place_of(first_of(row, {"answer", "gold", "target"}).value_or(""));
      if (!gold) return wrong("the row's 'answer' is neither a letter nor a place from 0");
      const auto chosen = place_of(*prediction);
      if (!chosen) return Mark::invalid;
      return *chosen == *gold ? Mark::right : Mark::wrong;
    }
    const auto mark = first_of(row, {"correct", "acc", "exact_match"});
    if (!mark) return wrong("a row needs 'correct', or 'prediction' and 'answer'");
    const std::string text = lower_case(trimmed(*mark));
    if (text == "true" || parse_number(text) == 1.0) return Mark::right;
    if (text == "false" || parse_number(text) == 0.0) return Mark::wrong;
    return wrong("'correct' should be 1 or 0, found '" + *mark + "'");
  }

  std::string path_;
  std::string model_;
  const std::set<std::string>& excluded_;
  std::map<std::string, std::string> first_questions_;  // by model
  std::map<std::string, std::map<std::string, MmluSubjectCount>> counts_;
  std::unordered_set<std::string> seen_;
  std::size_t questions_ = 0;  // of rows that count many
};

Result<void> read_csv_rows(std::string_view contents, const std::string& path, Counter& counter) {
  EVENHAND_TRY(CsvReader reader, CsvReader::open(contents, path));
  std::vector<std::string> names;
  for (const std::string& column : reader.columns()) {
    names.push_back(lower_case(trimmed(column)));
  }
  while (true) {
    EVENHAND_TRY(const std::optional<CsvTable::Row> row, reader.next());
    if (!row) return {};
    Fields fields;
    for (std::size_t i = 0; i < names.size(); ++i) fields.emplace(names[i], row->fields[i]);
    EVENHAND_OK(counter.add(fields, row->line));
  }
}

/// The scalars of an object; of lm-evaluation-harness's samples the subject within `doc`, and the
/// filter as the model's.
Fields fields_of(const Node& row, const std::string& path) {
  Fields fields;
  if (row.map() == nullptr) return fields;
  for (const Member& member : *row.map()) {
    if (member.value.is_null()) {
      fields.emplace(lower_case(member.key), "");
    } else if (const auto text = as_text(member.value)) {
      fields.emplace(lower_case(member.key), *text);
    }
  }
  const Node* replies = row.find("filtered_resps");
  if (replies != nullptr && replies->list() != nullptr && !replies->list()->empty()) {
    const auto first = as_text(replies->list()->front());
    if (first && *first == kNothingFound) fields[kNothingFound] = *first;
  }
  const Node* doc = row.find("doc");
  const Node* subject = doc == nullptr ? nullptr : doc->find("subject");
  if (subject == nullptr) return fields;
  if (const auto text = as_text(*subject)) fields["subject"] = *text;
  if (const auto id = fields.find("doc_id"); id != fields.end()) fields["id"] = id->second;
  const auto filter = fields.find("filter");
  if (filter != fields.end() && filter->second != "none") {
    fields["model"] = std::filesystem::path(path).stem().string() + "/" + filter->second;
  }
  return fields;
}

Result<void> read_counts(const Node& whole, Counter& counter) {
  const Node* sizes = whole.find("subjects_n");
  const Node* models = whole.find("models");
  if (sizes == nullptr || models == nullptr || models->map() == nullptr) {
    return error_at(whole, "expected 'subjects_n' and 'models'");
  }
  std::unordered_map<std::string_view, const Node*> size_of;
  if (sizes->map() != nullptr) {
    for (const Member& size : *sizes->map()) size_of.emplace(size.key, &size.value);
  }
  for (const Member& model : *models->map()) {
    const Node* correct = model.value.find("correct");
    if (correct == nullptr || correct->map() == nullptr) {
      return error_at(model.value, "a model needs 'correct': {subject: right}");
    }
    for (const Member& subject : *correct->map()) {
      const auto size = size_of.find(subject.key);
      if (size == size_of.end())
        return error_at(subject.value, "'subjects_n' lacks " + subject.key);
      EVENHAND_TRY(const std::string questions, as_text(*size->second));
      EVENHAND_TRY(const std::string right, as_text(subject.value));
      EVENHAND_OK(counter.add({{"model", model.key},
                               {"subject", subject.key},
                               {"questions", questions},
                               {"correct", right}},
                              subject.value.place.line));
    }
  }
  return {};
}

Result<void> read_json_rows(std::string_view contents, const std::string& path, Counter& counter) {
  const auto take = [&](const Node& row) {
    return counter.add(fields_of(row, path), row.place.line);
  };
  if (path.ends_with(".jsonl")) return read_json_lines(contents, path, take);
  EVENHAND_TRY(const Node whole, read_json(contents, path));
  if (whole.list() == nullptr) return read_counts(whole, counter);
  for (const Node& row : *whole.list()) EVENHAND_OK(take(row));
  return {};
}

}  // namespace

Result<std::vector<MmluPredictions>> read_mmlu_predictions(const FileSystem& files,
                                                           const std::string& path,
                                                           const std::set<std::string>& excluded) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  Counter counter(path, excluded);
  if (path.ends_with(".json") || path.ends_with(".jsonl")) {
    EVENHAND_OK(read_json_rows(contents, path, counter));
  } else {
    EVENHAND_OK(read_csv_rows(contents, path, counter));
  }
  return counter.finish();
}

}  // namespace evenhand
