#include "formats/match_answers.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kExamples = 5;
constexpr std::size_t kExampleLength = 60;  // code points

/// The start of an instruction, on one line.
std::string shortened(std::string_view text) {
  const std::string_view start = first_code_points(text, kExampleLength);
  return replaced(start, "\n", " ") + (start.size() < text.size() ? "..." : "");
}

/// Counts what is odd, and keeps a few examples to show.
class Oddity {
 public:
  void note(const std::string& example) {
    ++count_;
    if (examples_.size() >= kExamples) return;
    examples_.push_back(shortened(example));
  }

  /// "3 questions have no answer in base.json (q1; q2; q3)"
  void tell(const std::string& one, const std::string& many,
            std::vector<std::string>& remarks) const {
    if (count_ == 0) return;
    remarks.push_back(std::to_string(count_) + " " + (count_ == 1 ? one : many) + " (" +
                      joined(examples_, "; ") + (count_ > examples_.size() ? "; ..." : "") + ")");
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> examples_;
};

struct Oddities {
  Oddity unmatched;
  Oddity absent;
  Oddity repeated;
  Oddity short_of_turns;
  Oddity more_turns;
  Oddity more_choices;
  Oddity fewer_choices;
  Oddity empty;
  Oddity errors;
};

void tell(const Oddities& odd, const std::string& path, std::vector<std::string>& remarks) {
  odd.absent.tell("question has no answer in " + path, "questions have no answer in " + path,
                  remarks);
  odd.short_of_turns.tell("answer lacks a turn in " + path, "answers lack a turn in " + path,
                          remarks);
  odd.more_turns.tell("answer has more turns than its question in " + path,
                      "answers have more turns than their questions in " + path, remarks);
  odd.more_choices.tell("answer has more samples than are used in " + path,
                        "answers have more samples than are used in " + path, remarks);
  odd.fewer_choices.tell("answer has fewer samples than others in " + path,
                         "answers have fewer samples than others in " + path, remarks);
  odd.empty.tell("answer is empty in " + path, "answers are empty in " + path, remarks);
  odd.errors.tell("answer is an error text in " + path, "answers are error texts in " + path,
                  remarks);
  odd.unmatched.tell("answer in " + path + " belongs to no question of the suite",
                     "answers in " + path + " belong to no question of the suite", remarks);
  odd.repeated.tell("answer stands twice in " + path, "answers stand twice in " + path, remarks);
}

/// Which question a row answers; no question: the row is not of this suite.
class QuestionIndex {
 public:
  explicit QuestionIndex(std::span<const Question> questions) {
    for (std::size_t q = 0; q < questions.size(); ++q) {
      by_id_.emplace(questions[q].id.text, q);
      const auto [known, is_new] = by_text_.emplace(questions[q].turns.front().user, q);
      if (!is_new) twins_.emplace(known->second, q);
    }
  }

  /// Another question that begins with the same text as this one.
  std::optional<std::size_t> twin_of(std::size_t question) const {
    const auto twin = twins_.find(question);
    if (twin == twins_.end()) return std::nullopt;
    return twin->second;
  }

  std::optional<std::size_t> find(const AnswerRow& row) const {
    const auto& index = row.id ? by_id_ : by_text_;
    const auto found = index.find(row.id ? row.id->text : *row.instruction);
    if (found == index.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_map<std::string, std::size_t> by_text_;
  std::unordered_map<std::size_t, std::size_t> twins_;
};

// What FastChat writes where an answer could not be had; it judges it like an answer.
bool is_error_text(const AnswersFile& file, const std::string& text) {
  return text == "$ERROR$" || (file.format == "fastchat" && text == "ERROR");
}

/// Why the turns of a row, or of one of its further samples, are no answer.
std::optional<Failure> failure_of(const AnswersFile& file, const Question& question,
                                  const std::vector<std::string>& turns, Oddities& odd) {
  if (turns.size() < question.turns.size()) {
    odd.short_of_turns.note(question.id.text);
    return Failure{ErrorKind::not_found, "only " + std::to_string(turns.size()) + " of " +
                                             std::to_string(question.turns.size()) + " turns in " +
                                             file.path};
  }
  for (std::size_t t = 0; t < question.turns.size(); ++t) {
    if (is_error_text(file, turns[t])) {
      odd.errors.note(question.id.text);
      return Failure{ErrorKind::malformed_reply,
                     "an error text in place of an answer in " + file.path};
    }
    if (trimmed(turns[t]).empty()) {
      odd.empty.note(question.id.text);
      return Failure{ErrorKind::empty_reply, "empty answer in " + file.path};
    }
  }
  return std::nullopt;
}

std::size_t samples_in(const AnswerRow& row) { return 1 + row.further_choices.size(); }

/// The turns of one sample; nullptr where the row lacks it.
const std::vector<std::string>* turns_of(const AnswerRow& row, std::size_t sample) {
  if (sample == 0) return &row.turns;
  return sample < samples_in(row) ? &row.further_choices[sample - 1] : nullptr;
}

Answer answer_from(const AnswersFile& file, const Question& question,
                   const std::vector<std::string>* turns, Oddities& odd) {
  Answer answer{.question = question.id, .model = {}, .turns = {}};
  if (turns == nullptr) {
    answer.failure = Failure{ErrorKind::not_found, "no such sample in " + file.path};
    return answer;
  }
  answer.failure = failure_of(file, question, *turns, odd);
  if (answer.failure) return answer;
  if (turns->size() > question.turns.size()) odd.more_turns.note(question.id.text);
  for (std::size_t t = 0; t < question.turns.size(); ++t) {
    answer.turns.push_back({.text = (*turns)[t]});
  }
  return answer;
}

/// All samples of one question, its row's or, without a row, as many failures.
std::vector<Answer> answers_from(const AnswersFile& file, const Question& question,
                                 const AnswerRow* row, std::size_t samples, Oddities& odd) {
  std::vector<Answer> answers;
  if (row == nullptr) {
    odd.absent.note(question.id.text);
    const Failure absent{ErrorKind::not_found, "no answer in " + file.path};
    answers.assign(samples, {.question = question.id, .model = {}, .turns = {}, .failure = absent});
    return answers;
  }
  if (samples_in(*row) > samples) odd.more_choices.note(question.id.text);
  if (samples_in(*row) < samples) odd.fewer_choices.note(question.id.text);
  for (std::size_t s = 0; s < samples; ++s) {
    answers.push_back(answer_from(file, question, turns_of(*row, s), odd));
  }
  return answers;
}

Error two_answers(const AnswersFile& file, const Question& question, const AnswerRow& first,
                  const AnswerRow& second) {
  return {.what = "two different answers to the question '" + question.id.text + "'",
          .hint = "the first is in line " + std::to_string(first.line),
          .place = SourcePlace{.file = file.path, .line = second.line}};
}

Error either_question(const AnswersFile& file, const AnswerRow& row, const Question& one,
                      const Question& other) {
  return {.what = "this answer may belong to '" + one.id.text + "' or to '" + other.id.text +
                  "', which begin with the same text",
          .hint = "name the question: {\"id\": ..., \"answer\": ...}",
          .place = SourcePlace{.file = file.path, .line = row.line}};
}

std::string name_of(const AnswerRow& row) { return row.id ? row.id->text : *row.instruction; }

bool is_asked(const Wanted& wanted, std::size_t question) {
  return !wanted.asked || std::binary_search(wanted.asked->begin(), wanted.asked->end(), question);
}

Result<std::map<std::size_t, const AnswerRow*>> rows_by_question(
    std::span<const Question> questions, const AnswersFile& file, const Wanted& wanted,
    Oddities& odd) {
  const QuestionIndex index(questions);
  std::map<std::size_t, const AnswerRow*> rows;
  for (const AnswerRow& row : file.rows) {
    const auto question = index.find(row);
    if (!question) {
      odd.unmatched.note(name_of(row));
      continue;
    }
    if (const auto twin = index.twin_of(*question); twin && !row.id) {
      return either_question(file, row, questions[*question], questions[*twin]);
    }
    const auto [known, is_new] = rows.emplace(*question, &row);
    if (is_new) continue;
    if (known->second->turns != row.turns) {
      return two_answers(file, questions[*question], *known->second, row);
    }
    if (is_asked(wanted, *question)) odd.repeated.note(questions[*question].id.text);
  }
  return rows;
}

Error no_row_fits(const AnswersFile& file) {
  return {.what = "none of the " + std::to_string(file.rows.size()) +
                  " answers belongs to a question of the suite",
          .hint = "the first is for '" + shortened(name_of(file.rows.front())) +
                  "'; answers are joined by id, or by the exact text of the instruction",
          .place = SourcePlace{.file = file.path}};
}

}  // namespace

Result<MatchedAnswers> match_answers(std::span<const Question> questions, const AnswersFile& file,
                                     const Wanted& wanted) {
  Oddities odd;
  Oddities not_told;
  EVENHAND_TRY(const auto rows, rows_by_question(questions, file, wanted, odd));
  if (rows.empty()) return no_row_fits(file);
  std::size_t most = 1;
  for (const auto& [question, row] : rows) most = std::max(most, samples_in(*row));
  MatchedAnswers matched{.remarks = file.remarks};
  matched.samples.resize(std::min(most, wanted.samples));
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const auto row = rows.find(q);
    std::vector<Answer> answers =
        answers_from(file, questions[q], row == rows.end() ? nullptr : row->second,
                     matched.samples.size(), is_asked(wanted, q) ? odd : not_told);
    for (std::size_t s = 0; s < answers.size(); ++s) {
      answers[s].model = wanted.model;
      answers[s].sample = static_cast<int>(s);
      matched.samples[s].push_back(std::move(answers[s]));
    }
  }
  tell(odd, file.path, matched.remarks);
  return matched;
}

}  // namespace evenhand
