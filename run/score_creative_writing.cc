#include "run/score_creative_writing.h"

#include <algorithm>

#include "base/text.h"
#include "formats/creative_writing_results.h"
#include "judge/criterion_marks.h"
#include "run/estimated_mean.h"
#include "stats/running_mean.h"

namespace evenhand {
namespace {

constexpr double kMostPoints = 20.0;
constexpr double kOfHundred = 5.0;

/// What is known of one model while its pieces come.
struct Portfolio {
  std::size_t pieces = 0;
  std::size_t judged = 0;
  std::size_t strangers = 0;  // marks for what is no criterion
  std::map<QuestionId, RunningMean> prompts;
  std::map<std::string, RunningMean> criteria;
};

bool within_scale(double points) { return points >= 0.0 && points <= kMostPoints; }

void add_piece(const WritingPiece& piece, Portfolio& portfolio) {
  ++portfolio.pieces;
  const auto given =
      piece.judgement ? criterion_points(*piece.judgement, kMostPoints) : piece.points;
  const auto known = known_criteria_of(given);
  portfolio.strangers += given.size() - known.size();
  const auto mean = mean_points(known, kMostPoints);
  if (!mean) return;
  ++portfolio.judged;
  portfolio.prompts[piece.prompt].add(*mean * kOfHundred);
  for (const auto& [name, value] : known) {
    if (within_scale(value)) portfolio.criteria[name].add(value);
  }
}

CreativeWritingRow row_of(const ModelId& model, const Portfolio& portfolio,
                          const CreativeWritingScoring& scoring) {
  CreativeWritingRow row{.model = model, .pieces = portfolio.pieces, .judged = portfolio.judged};
  for (const auto& [name, mean] : portfolio.criteria) row.criteria[name] = mean.value();
  if (portfolio.prompts.empty()) return row;
  std::vector<double> values;
  for (const auto& [prompt, mean] : portfolio.prompts) values.push_back(mean.value());
  row.score = estimated_mean(values, scoring.resamples, {.high = kMostPoints * kOfHundred},
                             Rng::for_purpose(scoring.seed, "score/" + model.text));
  return row;
}

void warn_of(const ModelId& model, const Portfolio& portfolio, CreativeWritingBoard& board) {
  if (portfolio.strangers == 0) return;
  board.warnings.push_back(model.text + ": " + counted(portfolio.strangers, "mark") +
                           " for what is no criterion left out");
}

}  // namespace

Result<CreativeWritingBoard> score_creative_writing(const CreativeWritingScoring& scoring,
                                                    const World& world) {
  std::map<ModelId, Portfolio> portfolios;
  for (const std::string& path : scoring.results) {
    EVENHAND_TRY(const auto pieces, read_creative_writing_results(world.files, path));
    for (const WritingPiece& piece : pieces) add_piece(piece, portfolios[piece.model]);
  }
  CreativeWritingBoard board;
  for (const auto& [model, portfolio] : portfolios) {
    board.rows.push_back(row_of(model, portfolio, scoring));
    warn_of(model, portfolio, board);
  }
  std::stable_sort(board.rows.begin(), board.rows.end(),
                   [](const CreativeWritingRow& a, const CreativeWritingRow& b) {
                     const auto value = [](const CreativeWritingRow& row) {
                       return row.score ? row.score->value : -1.0;
                     };
                     return value(a) > value(b);
                   });
  return board;
}

}  // namespace evenhand
