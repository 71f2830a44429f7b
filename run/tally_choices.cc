#include "run/tally_choices.h"

#include <map>
#include <utility>
#include <variant>

#include "judge/choice_presets.h"
#include "report/number_text.h"
#include "run/refit_plan.h"

namespace evenhand {
namespace {

bool has_one_letter(const RunSetting& setting) {
  const std::string& protocol = setting.protocol_id.text;
  return protocol == "multiple_choice" || protocol == "likelihood_of_letters";
}

struct LetterCount {
  std::size_t chosen = 0;
  std::size_t right = 0;
};

std::string share_text(std::size_t part, std::size_t whole) {
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return number_text(share, Scale::percent, 0) + " %";
}

/// A question's replies: how many there are, how many choose the right letter, how many none.
struct Replies {
  double all = 0.0;
  double right = 0.0;
  double invalid = 0.0;
};

std::map<QuestionId, Replies> replies_of(const Findings& findings, const ModelId& model) {
  std::map<QuestionId, Replies> replies;
  for (const Verdict& verdict : findings.verdicts) {
    if (verdict.game.candidate != model || verdict.failure || !verdict.ruling) continue;
    Replies& question = replies[verdict.game.question];
    question.all += 1.0;
    const auto* grade = std::get_if<Grade>(&*verdict.ruling);
    if (grade == nullptr) {
      question.invalid += 1.0;
    } else {
      question.right += grade->points / grade->out_of;
    }
  }
  return replies;
}

/// What guessing scores: of several right options the best alone is held against the wrong ones.
double chance_of(const Question& question) {
  const std::size_t right = right_options(question).size();
  return 1.0 / static_cast<double>(1 + question.options.size() - right);
}

/// Over the questions on which a letter was chosen.
Result<std::string> letters_text(const RunSetting& setting, const Findings& findings,
                                 const ModelId& model) {
  std::map<std::string, LetterCount> letters;
  if (setting.protocol_id.text != "multiple_choice") return std::string();
  std::size_t read = 0;
  const std::size_t questions = setting.suite.questions.size();
  for (std::size_t a = 0; a < findings.answers.size(); ++a) {
    const Answer& answer = findings.answers[a];
    if (answer.model != model || answer.failure || answer.turns.empty()) continue;
    const Question& question = setting.suite.questions[a % questions];
    EVENHAND_TRY(const auto whole, Whole<Answer>::of(answer, findings.words.get()));
    const auto letter = chosen_letter(whole->turns.back().text, question.options,
                                      setting.file.protocol_options.extraction_used());
    if (!letter) continue;
    ++read;
    ++letters[*letter].chosen;
    ++letters[question.turns.back().reference.value_or("")].right;
  }
  std::string text;
  for (const auto& [letter, count] : letters) {
    if (!text.empty()) text += ", ";
    text += letter + " " + share_text(count.chosen, read) +
            " (right: " + share_text(count.right, read) + ")";
  }
  return text;
}

}  // namespace

Result<std::vector<std::string>> choice_remarks(const RunSetting& setting, const Findings& findings,
                                                const std::vector<CandidateRow>& rows) {
  std::vector<std::string> remarks;
  if (!has_one_letter(setting)) return remarks;
  if (!rows.empty() && rows.front().choices) {
    remarks.push_back("guessing scores " +
                      number_text(rows.front().choices->chance, Scale::percent, 1) + " %");
  }
  for (const CandidateRow& row : rows) {
    EVENHAND_TRY(const std::string letters, letters_text(setting, findings, row.model));
    if (!letters.empty()) remarks.push_back(row.model.text + " chose " + letters);
    if (row.by_category.size() < 2 || !row.grade) continue;
    double sum = 0.0;
    for (const auto& [category, mean] : row.by_category) sum += mean.value;
    const double mean = sum / static_cast<double>(row.by_category.size());
    remarks.push_back(row.model.text + ": " + number_text(row.grade->value, Scale::points, 1) +
                      " on average over questions, " + number_text(mean, Scale::points, 1) +
                      " over " + counted(row.by_category.size(), "subject"));
  }
  return remarks;
}

std::optional<ChoiceColumns> choice_columns(const RunSetting& setting, const Findings& findings,
                                            const ModelId& model) {
  if (!has_one_letter(setting)) return std::nullopt;
  const std::map<QuestionId, Replies> replies = replies_of(findings, model);
  std::map<std::string, SubjectMarks> by_subject;
  Replies sum;
  double chance = 0.0;
  for (const Question& question : setting.suite.questions) {
    const auto found = replies.find(question.id);
    if (found == replies.end()) continue;
    SubjectMarks& subject = by_subject[question.category];
    subject.subject = question.category;
    subject.marks.push_back(found->second.right / found->second.all);
    chance += chance_of(question);
    sum.all += found->second.all;
    sum.invalid += found->second.invalid;
  }
  std::vector<SubjectMarks> subjects;
  for (auto& [name, marks] : by_subject) subjects.push_back(std::move(marks));
  const auto means = choice_means(subjects, MmluCategories::hendrycks);
  if (!means) return std::nullopt;
  ChoiceColumns columns{.means = *means,
                        .invalid_rate = sum.invalid / sum.all,
                        .chance = chance / static_cast<double>(means->questions)};
  add_choice_intervals(subjects, MmluCategories::hendrycks, refit_plan(setting.file.bootstrap),
                       setting.file.seed, columns.means);
  return columns;
}

}  // namespace evenhand
