#include "run/tally_choices.h"

#include <map>

#include "judge/choice_reader.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

struct LetterCount {
  std::size_t chosen = 0;
  std::size_t right = 0;
};

std::string share_text(std::size_t part, std::size_t whole) {
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return number_text(share, Scale::percent, 0) + " %";
}

/// Over the questions on which a letter was chosen.
std::string letters_text(const RunSetting& setting, const Findings& findings,
                         const ModelId& model) {
  std::map<std::string, LetterCount> letters;
  std::size_t read = 0;
  const std::size_t questions = setting.suite.questions.size();
  for (std::size_t a = 0; a < findings.answers.size(); ++a) {
    const Answer& answer = findings.answers[a];
    if (answer.model != model || answer.failure || answer.turns.empty()) continue;
    const Question& question = setting.suite.questions[a % questions];
    const auto place = chosen_option(answer.turns.back().text, question.options);
    if (!place) continue;
    ++read;
    ++letters[letter_of(*place)].chosen;
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

std::vector<std::string> choice_remarks(const RunSetting& setting, const Findings& findings,
                                        const std::vector<CandidateRow>& rows) {
  std::vector<std::string> remarks;
  if (setting.protocol_id.text != "multiple_choice") return remarks;
  for (const CandidateRow& row : rows) {
    const std::string letters = letters_text(setting, findings, row.model);
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

}  // namespace evenhand
