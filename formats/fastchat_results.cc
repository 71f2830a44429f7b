#include "formats/fastchat_results.h"

#include <algorithm>

namespace evenhand {
namespace {

/// A mean that is still being added to.
struct Sum {
  double total = 0.0;
  std::size_t rows = 0;

  void add(double score) {
    total += score;
    ++rows;
  }

  std::optional<MeanScore> mean() const {
    if (rows == 0) return std::nullopt;
    return MeanScore{.mean = total / static_cast<double>(rows), .rows = rows};
  }
};

struct SingleSums {
  Sum first;
  Sum second;
  Sum all;
  std::map<std::string, Sum> by_category;
  std::size_t unread = 0;
};

SingleStanding standing_from(const ModelId& model, const SingleSums& sums) {
  SingleStanding standing{.model = model,
                          .first_turn = sums.first.mean(),
                          .second_turn = sums.second.mean(),
                          .average = sums.all.mean(),
                          .unread = sums.unread};
  for (const auto& [category, sum] : sums.by_category) {
    standing.by_category.emplace(category, *sum.mean());
  }
  return standing;
}

/// Standings come in the order of names; those without a number go last.
template <class Standing, class Number>
void sort_best_first(std::vector<Standing>& standings, Number number) {
  std::stable_sort(standings.begin(), standings.end(), [&](const Standing& a, const Standing& b) {
    const std::optional<double> of_a = number(a);
    const std::optional<double> of_b = number(b);
    return of_a && (!of_b || *of_a > *of_b);
  });
}

bool has_error(const PairJudgment& row) {
  return row.first_game == PairWinner::error || row.second_game == PairWinner::error;
}

bool is_among(const ModelId& model, const std::vector<ModelId>& models) {
  return std::find(models.begin(), models.end(), model) != models.end();
}

bool is_selected(const PairJudgment& row, const PairSelection& selection) {
  if (selection.baseline && row.model_1 != *selection.baseline &&
      row.model_2 != *selection.baseline) {
    return false;
  }
  if (selection.models.empty()) return true;
  const auto is_listed = [&](const ModelId& model) {
    return is_among(model, selection.models);
  };
  switch (selection.filter) {
    case PairFilter::first_model: return is_listed(row.model_1);
    case PairFilter::both_models: break;
  }
  const auto is_fine = [&](const ModelId& model) {
    return is_listed(model) || model == selection.baseline;
  };
  return is_fine(row.model_1) && is_fine(row.model_2);
}

void count(const PairJudgment& row, PairStanding& of_1, PairStanding& of_2) {
  if (has_error(row)) {
    ++of_1.failed;
    ++of_2.failed;
    return;
  }
  switch (outcome_of(row)) {
    case PairOutcome::model_1:
      ++of_1.wins;
      ++of_2.losses;
      return;
    case PairOutcome::model_2:
      ++of_1.losses;
      ++of_2.wins;
      return;
    case PairOutcome::inconsistent:
      ++of_1.inconsistent;
      ++of_2.inconsistent;
      break;
    case PairOutcome::tie:
    case PairOutcome::error: break;
  }
  ++of_1.ties;
  ++of_2.ties;
}

std::optional<double> share(double part, const PairStanding& standing) {
  const std::size_t all = standing.wins + standing.losses + standing.ties;
  if (all == 0) return std::nullopt;
  return part / static_cast<double>(all);
}

PairWinner other_way_round(PairWinner winner) {
  switch (winner) {
    case PairWinner::model_1: return PairWinner::model_2;
    case PairWinner::model_2: return PairWinner::model_1;
    case PairWinner::tie:
    case PairWinner::error: break;
  }
  return winner;
}

}  // namespace

std::vector<SingleStanding> single_standings(std::span<const SingleJudgment> rows,
                                             const std::map<QuestionId, std::string>& category_of) {
  std::map<ModelId, SingleSums> sums_of;
  for (const SingleJudgment& row : rows) {
    SingleSums& sums = sums_of[row.model];
    if (!row.score) {
      ++sums.unread;
      continue;
    }
    sums.all.add(*row.score);
    if (row.turn == 0) sums.first.add(*row.score);
    if (row.turn == 1) sums.second.add(*row.score);
    const auto category = category_of.find(row.question);
    if (category != category_of.end()) sums.by_category[category->second].add(*row.score);
  }
  std::vector<SingleStanding> standings;
  standings.reserve(sums_of.size());
  for (const auto& [model, sums] : sums_of) standings.push_back(standing_from(model, sums));
  sort_best_first(standings, [](const SingleStanding& standing) {
    return standing.average ? std::optional<double>(standing.average->mean) : std::nullopt;
  });
  return standings;
}

PairOutcome outcome_of(const PairJudgment& row) {
  if (row.first_game != row.second_game) return PairOutcome::inconsistent;
  switch (row.first_game) {
    case PairWinner::model_1: return PairOutcome::model_1;
    case PairWinner::model_2: return PairOutcome::model_2;
    case PairWinner::tie: return PairOutcome::tie;
    case PairWinner::error: break;
  }
  return PairOutcome::error;
}

PairJudgment in_order_of_names(PairJudgment row) {
  if (row.model_1 <= row.model_2) return row;
  std::swap(row.model_1, row.model_2);
  std::swap(row.first_judgment, row.second_judgment);
  // The seats change with the names: what was the second game is the first one now.
  std::swap(row.first_game, row.second_game);
  row.first_game = other_way_round(row.first_game);
  row.second_game = other_way_round(row.second_game);
  return row;
}

std::optional<double> PairStanding::win_rate() const {
  return share(static_cast<double>(wins), *this);
}

std::optional<double> PairStanding::loss_rate() const {
  return share(static_cast<double>(losses), *this);
}

std::optional<double> PairStanding::win_rate_adjusted() const {
  return share(static_cast<double>(wins) + 0.5 * static_cast<double>(ties), *this);
}

std::vector<PairStanding> pair_standings(std::span<const PairJudgment> rows,
                                         const PairSelection& selection) {
  std::map<ModelId, PairStanding> standing_of;
  for (const PairJudgment& row : rows) {
    if (!is_selected(row, selection)) continue;
    count(row, standing_of[row.model_1], standing_of[row.model_2]);
  }
  std::vector<PairStanding> standings;
  for (auto& [model, standing] : standing_of) {
    if (model == selection.baseline) continue;
    standing.model = model;
    standings.push_back(std::move(standing));
  }
  sort_best_first(standings,
                  [](const PairStanding& standing) { return standing.win_rate_adjusted(); });
  return standings;
}

}  // namespace evenhand
