#include "report/keyed_columns.h"

#include <algorithm>
#include <utility>

#include "report/number_text.h"

namespace evenhand {
namespace {

using Kind = KeyedColumn::Kind;

template <class Has>
bool any_row(const ReportData& data, const Has& has) {
  return std::any_of(data.rows.begin(), data.rows.end(), has);
}

bool has_choices(const CandidateRow& row) { return row.choices.has_value(); }

bool has_truthful(const CandidateRow& row) { return row.truthful.has_value(); }

bool has_likelihood(const CandidateRow& row) { return row.likelihood.has_value(); }

bool has_by_length(const CandidateRow& row) { return row.likelihood && row.likelihood->by_length; }

bool has_subjects(const CandidateRow& row) {
  return row.choices && row.choices->means.subjects > 1;
}

bool has_categories(const CandidateRow& row) {
  return row.choices && row.choices->means.categories.size() > 1;
}

template <class Pick>
KeyedColumn of_choices(std::string head, const Pick& pick) {
  return {.head = std::move(head),
          .kind = Kind::choice,
          .pick = [pick](const CandidateRow& row) -> std::optional<Estimate> {
            if (!row.choices) return std::nullopt;
            return pick(*row.choices);
          }};
}

KeyedColumn of_truthful(std::string head, Estimate TruthfulColumns::*share) {
  return {.head = std::move(head),
          .kind = Kind::truthful,
          .pick = [share](const CandidateRow& row) -> std::optional<Estimate> {
            if (!row.truthful) return std::nullopt;
            return (*row.truthful).*share;
          }};
}

template <class Pick>
KeyedColumn of_likelihood(std::string head, const Pick& pick) {
  return {.head = std::move(head),
          .kind = Kind::likelihood,
          .pick = [pick](const CandidateRow& row) -> std::optional<Estimate> {
            if (!row.likelihood) return std::nullopt;
            return pick(*row.likelihood);
          }};
}

std::optional<Estimate> by_category(const ChoiceColumns& choices) {
  const ChoiceMeans& means = choices.means;
  if (!means.macro_categories) return std::nullopt;
  return Estimate{*means.macro_categories, means.macro_categories_interval};
}

std::string guessing_of(const ReportData& data) {
  const auto row = std::find_if(data.rows.begin(), data.rows.end(), has_choices);
  return number_text(row->choices->chance, Scale::percent, 1);
}

}  // namespace

std::vector<KeyedColumn> keyed_columns(const ReportData& data) {
  std::vector<KeyedColumn> columns;
  if (any_row(data, has_choices)) {
    columns.push_back(of_choices("micro %", [](const ChoiceColumns& c) {
      return Estimate{c.means.micro, c.means.micro_interval};
    }));
    if (any_row(data, has_subjects)) {
      columns.push_back(of_choices("by subject %", [](const ChoiceColumns& c) {
        return Estimate{c.means.macro_subjects, c.means.macro_subjects_interval};
      }));
    }
    if (any_row(data, has_categories)) columns.push_back(of_choices("by category %", by_category));
    columns.push_back(of_choices(
        "invalid %", [](const ChoiceColumns& c) { return Estimate{.value = c.invalid_rate}; }));
  }
  if (any_row(data, has_truthful)) {
    columns.push_back(of_truthful("true %", &TruthfulColumns::true_share));
    columns.push_back(of_truthful("informative %", &TruthfulColumns::informative_share));
  }
  if (any_row(data, has_likelihood)) {
    columns.push_back(of_likelihood("mc1 %", [](const LikelihoodColumns& c) { return c.mc1; }));
    columns.push_back(of_likelihood("mc2 %", [](const LikelihoodColumns& c) { return c.mc2; }));
    columns.push_back(of_likelihood("mc3 %", [](const LikelihoodColumns& c) { return c.mc3; }));
  }
  if (any_row(data, has_by_length)) {
    columns.push_back(
        of_likelihood("by length %", [](const LikelihoodColumns& c) { return c.by_length; }));
  }
  return columns;
}

std::string meaning_of_keyed_columns(const ReportData& data) {
  std::string words;
  if (any_row(data, has_choices)) {
    words = "micro: right replies over all questions; ";
    if (any_row(data, has_subjects)) words += "by subject: the mean over subjects; ";
    if (any_row(data, has_categories)) {
      words += "by category: the mean over the four categories of MMLU; ";
    }
    words +=
        "a reply that chooses nothing is invalid and counts as wrong there, unlike in the grade. "
        "Guessing scores " +
        guessing_of(data) + " %.";
  }
  if (any_row(data, has_truthful)) {
    words += words.empty() ? "" : " ";
    words +=
        "true, informative: the shares of answers that are; the grade is the share of those that "
        "are both.";
  }
  if (any_row(data, has_likelihood)) {
    words += words.empty() ? "" : " ";
    words +=
        "mc1: the best option is likelier than every wrong one, as in the grade; mc2: the right "
        "options' share of the probability; mc3: the share of right options that are likelier than "
        "every wrong one";
    if (any_row(data, has_by_length)) {
      words += "; by length: mc1 of log probabilities per character";
    }
    words += ".";
  }
  return words;
}

}  // namespace evenhand
