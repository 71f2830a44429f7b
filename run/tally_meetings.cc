#include "run/tally_meetings.h"

#include "run/refit_plan.h"
#include "stats/candidate_ratings.h"

namespace evenhand {
namespace {

std::vector<QuestionId> questions_of(const RunSetting& setting) {
  std::vector<QuestionId> questions;
  for (const Question& question : setting.suite.questions) questions.push_back(question.id);
  return questions;
}

std::vector<PairScores> pairs_of(const RunSetting& setting, const ScoreTable& table,
                                 std::span<const CandidateRow> rows) {
  const std::vector<QuestionId> questions = questions_of(setting);
  std::vector<PairScores> pairs;
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t b = a + 1; b < rows.size(); ++b) {
      QuestionScores scores = table.against(rows[a].model, rows[b].model, questions);
      if (!present(scores).empty()) pairs.push_back({a, b, std::move(scores)});
    }
  }
  return pairs;
}

/// Rows are in the order of the candidates, and so are the findings' answers.
void add_at_equal_length(const RunSetting& setting, const Findings& findings,
                         std::span<const PairScores> pairs, std::vector<CandidateRow>& rows) {
  const std::size_t questions = setting.suite.questions.size();
  std::vector<std::vector<double>> lengths;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    std::vector<double>& of_candidate = lengths.emplace_back();
    for (std::size_t q = 0; q < questions; ++q) {
      of_candidate.push_back(static_cast<double>(length_of(findings.answers[c * questions + q])));
    }
  }
  const auto ratings = rate_candidates_at_equal_length(
      pairs, lengths, refit_plan(setting.file.bootstrap),
      Rng::for_purpose(setting.file.seed, "ratings at equal length"));
  if (!ratings) return;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    rows[c].length_controlled_rating =
        Estimate{.value = (*ratings)[c].rating, .interval = (*ratings)[c].interval};
  }
}

}  // namespace

void rate_rows(const RunSetting& setting, const Findings& findings, const ScoreTable& scores,
               std::vector<CandidateRow>& rows, std::vector<std::string>& remarks) {
  const std::vector<PairScores> pairs = pairs_of(setting, scores, rows);
  if (pairs.empty()) return;
  const auto ratings = rate_candidates(pairs, rows.size(), refit_plan(setting.file.bootstrap),
                                       Rng::for_purpose(setting.file.seed, "ratings"));
  if (!ratings) {
    remarks.emplace_back(
        "no ratings: somebody won or lost everything, or candidates fall into groups that never "
        "met, so that no finite strengths fit best");
    return;
  }
  add_at_equal_length(setting, findings, pairs, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CandidateRating& rated = (*ratings)[i];
    rows[i].rating = Estimate{.value = rated.rating, .interval = rated.interval};
    rows[i].rank_low = rated.rank_low;
    rows[i].rank_high = rated.rank_high;
  }
}

std::vector<std::vector<std::optional<double>>> win_rates_of_pairs(
    const RunSetting& setting, const ScoreTable& scores, std::span<const CandidateRow> rows) {
  const std::vector<QuestionId> questions = questions_of(setting);
  std::vector<std::vector<std::optional<double>>> matrix;
  for (const CandidateRow& row : rows) {
    std::vector<std::optional<double>>& cells = matrix.emplace_back();
    for (const CandidateRow& column : rows) {
      cells.push_back(row.model == column.model
                          ? std::nullopt
                          : mean_of(present(scores.against(row.model, column.model, questions))));
    }
  }
  return matrix;
}

}  // namespace evenhand
