#include "stats/joint_length_control.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/joint_logistic.h"

namespace evenhand {
namespace {

using Board = std::span<const std::vector<LengthCell>>;
using Counts = std::span<const std::uint32_t>;

constexpr std::size_t kFolds = 5;
constexpr double kExact = 1e-10;
constexpr double kClose = 1e-3;  // for cross-validation and resamples: leaves about its square

// One over the variance of what they hold together: from none at all to a standard deviation of
// two and a half in log odds.
constexpr double kNoSpread = 1e8;
constexpr std::array kDifficultyPenalties = {kNoSpread, 4.0, 1.0, 0.4, 0.16};

// A judge's love of length is nearly the same whoever writes: candidates' weights are held together
// as by a normal prior with standard deviation one half. Not chosen by cross-validation: the choice
// flips from sample to sample, which no refit that holds it fixed can show.
constexpr double kLengthPenalty = 4.0;

// Below this share of questions on the other side, equal length is outside of what was seen.
constexpr double kFewOnOneSide = 0.05;
// Length terms that differ by less than this are all the same.
constexpr double kNoVariation = 0.01;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

double difference_of(const LengthCell& cell) {
  return cell.baseline_length - cell.candidate_length;
}

/// Standard deviation of all judged length differences, questions counted as often as drawn.
double scale_of(Board board, Counts counts) {
  double n = 0.0;
  double mean = 0.0;
  double squares = 0.0;
  for (const auto& candidate : board) {
    for (std::size_t q = 0; q < candidate.size(); ++q) {
      if (!candidate[q].share || counts[q] == 0) continue;
      const double weight = counts[q];
      const double off = difference_of(candidate[q]) - mean;
      n += weight;
      mean += off * weight / n;
      squares += weight * off * (difference_of(candidate[q]) - mean);
    }
  }
  return n > 1.0 ? std::sqrt(squares / (n - 1.0)) : 0.0;
}

JointData data_of(Board board, Counts counts) {
  const std::size_t m = board.size();
  const std::size_t n = counts.size();
  JointData data{.candidates = m,
                 .questions = n,
                 .length = std::vector<double>(m * n),
                 .outcome = std::vector<double>(m * n),
                 .weight = std::vector<double>(m * n),
                 .question_weight = std::vector<double>(counts.begin(), counts.end())};
  const double scale = scale_of(board, counts);
  for (std::size_t c = 0; c < m; ++c) {
    for (std::size_t q = 0; q < n; ++q) {
      const LengthCell& cell = board[c][q];
      if (!cell.share || counts[q] == 0) continue;
      const double difference = difference_of(cell);
      // Where all differ by the same there is no scale; the sign is all that is left.
      const double t = difference == 0.0 ? 0.0 : std::tanh(difference / scale);
      data.length[q * m + c] = t;
      data.outcome[q * m + c] = *cell.share;
      data.weight[q * m + c] = counts[q];
    }
  }
  return data;
}

/// The loss on the cells that `learned` leaves out of `data`.
double held_out_loss(const JointData& data, const JointData& learned, const JointWeights& weights) {
  double loss = 0.0;
  for (std::size_t cell = 0; cell < data.weight.size(); ++cell) {
    const double weight = data.weight[cell] - learned.weight[cell];
    if (weight == 0.0) continue;
    const std::size_t c = cell % data.candidates;
    const double odds = weights.length[c] * data.length[cell] + weights.candidate[c] +
                        weights.difficulty[cell / data.candidates];
    const double softplus = std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds)));
    loss += weight * (softplus - data.outcome[cell] * odds);
  }
  return loss;
}

/// Folds run diagonally, so that of each question some candidates stay to learn its difficulty by.
JointData without_fold(const JointData& data, std::size_t fold) {
  JointData kept = data;
  for (std::size_t cell = 0; cell < kept.weight.size(); ++cell) {
    if ((cell / data.candidates + cell % data.candidates) % kFolds == fold) kept.weight[cell] = 0.0;
  }
  return kept;
}

double cross_validated_loss(const JointData& data, const JointPenalties& penalties) {
  double loss = 0.0;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const JointData learned = without_fold(data, fold);
    const JointWeights weights =
        fit_joint_logistic(learned, penalties, no_weights(learned), kClose);
    loss += held_out_loss(data, learned, weights);
  }
  return loss;
}

/// The strongest difficulty penalty among those that predict held-out cells best.
JointPenalties best_penalties(const JointData& data) {
  JointPenalties best{.difficulty = kNoSpread, .length = kLengthPenalty};
  if (data.candidates < 2) return best;
  double least = std::numeric_limits<double>::infinity();
  for (const double difficulty : kDifficultyPenalties) {
    const double loss = cross_validated_loss(data, {difficulty, kLengthPenalty});
    if (loss >= least) continue;
    least = loss;
    best.difficulty = difficulty;
  }
  return best;
}

double win_rate_at_equal_length(const JointWeights& weights, Counts counts, std::size_t candidate) {
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t q = 0; q < counts.size(); ++q) {
    if (counts[q] == 0) continue;
    sum += counts[q] * sigmoid(weights.difficulty[q] + weights.candidate[candidate]);
    n += counts[q];
  }
  return sum / n;
}

/// What a candidate's judged cells tell about its lengths.
struct LengthView {
  std::size_t judged = 0;
  std::size_t longer = 0;
  std::size_t shorter = 0;
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();
  bool equal_shares = true;

  bool varies() const { return highest - lowest > kNoVariation; }
};

LengthView view_of(const std::vector<LengthCell>& cells, const JointData& data, std::size_t c) {
  LengthView view;
  std::optional<double> first;
  for (std::size_t q = 0; q < cells.size(); ++q) {
    if (!cells[q].share) continue;
    ++view.judged;
    if (difference_of(cells[q]) < 0.0) ++view.longer;
    if (difference_of(cells[q]) > 0.0) ++view.shorter;
    const double t = data.length[q * data.candidates + c];
    view.lowest = std::min(view.lowest, t);
    view.highest = std::max(view.highest, t);
    if (!first) first = cells[q].share;
    if (*cells[q].share != *first) view.equal_shares = false;
  }
  return view;
}

std::optional<std::string> remark_on(const LengthView& view) {
  const std::size_t same = view.judged - view.longer - view.shorter;
  const auto few = kFewOnOneSide * static_cast<double>(view.judged);
  const std::string of_all = " of " + std::to_string(view.judged) + " questions";
  const auto sentence = [&](const char* side, std::size_t count) {
    return std::string("answers are ") + side + " than the baseline's on " + std::to_string(count) +
           of_all + ", so the win rate at equal length is extrapolated";
  };
  if (static_cast<double>(view.shorter + same) < few) return sentence("longer", view.longer);
  if (static_cast<double>(view.longer + same) < few) return sentence("shorter", view.shorter);
  return std::nullopt;
}

constexpr const char* kNoTelling =
    "answers differ from the baseline's by the same length throughout, so length cannot be told "
    "from quality";

void describe(Board board, const JointData& data, JointLengthControl& result) {
  std::vector<LengthView> views;
  for (std::size_t c = 0; c < board.size(); ++c) views.push_back(view_of(board[c], data, c));
  const bool any_varies =
      std::any_of(views.begin(), views.end(), [](const LengthView& view) { return view.varies(); });
  for (std::size_t c = 0; c < board.size(); ++c) {
    LengthControlledCandidate& candidate = result.candidates[c];
    const LengthView& view = views[c];
    if (view.judged == 0) {
      candidate.win_rate.reset();
      continue;
    }
    candidate.longer_share = static_cast<double>(view.longer) / static_cast<double>(view.judged);
    candidate.remark = remark_on(view);
    if (!any_varies && view.longer + view.shorter > 0) {
      candidate.win_rate.reset();
      candidate.remark = kNoTelling;
    }
    // Resampling shares that are all equal would claim certainty.
    if (!candidate.win_rate || view.equal_shares) candidate.interval.reset();
  }
}

/// The questions that any candidate was judged on, in order.
std::vector<std::size_t> judged_questions(Board board) {
  std::vector<std::size_t> judged;
  for (std::size_t q = 0; q < board[0].size(); ++q) {
    const auto has_share = [q](const auto& cells) {
      return cells[q].share.has_value();
    };
    if (std::any_of(board.begin(), board.end(), has_share)) judged.push_back(q);
  }
  return judged;
}

std::vector<std::vector<LengthCell>> only(Board board, std::span<const std::size_t> questions) {
  std::vector<std::vector<LengthCell>> kept(board.size());
  for (std::size_t c = 0; c < board.size(); ++c) {
    for (const std::size_t q : questions) kept[c].push_back(board[c][q]);
  }
  return kept;
}

/// Of a board with no question that nobody was judged on.
JointLengthControl control_dense_board(Board board, const BootstrapPlan& plan, Rng rng) {
  const std::vector<std::uint32_t> once(board[0].size(), 1);
  const JointData data = data_of(board, once);
  const JointPenalties penalties = best_penalties(data);
  const JointWeights weights = fit_joint_logistic(data, penalties, no_weights(data), kExact);

  const auto intervals = refit_intervals(once.size(), plan, rng, [&](Counts counts) {
    const JointWeights refitted =
        fit_joint_logistic(data_of(board, counts), penalties, weights, kClose);
    std::vector<std::optional<double>> win_rates;
    for (std::size_t c = 0; c < board.size(); ++c) {
      win_rates.emplace_back(win_rate_at_equal_length(refitted, counts, c));
    }
    return win_rates;
  });

  JointLengthControl result{.difficulties = weights.difficulty,
                            .common_length_weight = weights.common_length,
                            .length_scale = scale_of(board, once),
                            .difficulty_penalty = penalties.difficulty};
  for (std::size_t c = 0; c < board.size(); ++c) {
    result.candidates.push_back({.win_rate = win_rate_at_equal_length(weights, once, c),
                                 .interval = intervals[c],
                                 .candidate_weight = weights.candidate[c],
                                 .length_weight = weights.length[c]});
  }
  describe(board, data, result);
  return result;
}

}  // namespace

JointLengthControl control_length_jointly(Board board, const BootstrapPlan& plan, Rng rng) {
  if (board.empty()) return {};
  for (const auto& cells : board) EVENHAND_CHECK(cells.size() == board[0].size());
  const std::vector<std::size_t> judged = judged_questions(board);
  JointLengthControl result{.candidates = std::vector<LengthControlledCandidate>(board.size())};
  if (!judged.empty()) result = control_dense_board(only(board, judged), plan, rng);
  std::vector<double> difficulties(board[0].size(), 0.0);
  for (std::size_t i = 0; i < judged.size(); ++i) difficulties[judged[i]] = result.difficulties[i];
  result.difficulties = std::move(difficulties);
  return result;
}

std::optional<double> win_rate_when_longer(const JointLengthControl& fit, Board board,
                                           std::size_t candidate, double longer) {
  if (board.empty()) return std::nullopt;
  const std::vector<std::size_t> judged = judged_questions(board);
  if (judged.empty()) return std::nullopt;
  const LengthControlledCandidate& weights = fit.candidates[candidate];
  // Lengths are the baseline's minus the candidate's.
  const double t = longer == 0.0 ? 0.0 : std::tanh(-longer / fit.length_scale);
  double sum = 0.0;
  for (const std::size_t q : judged) {
    sum += sigmoid(weights.length_weight * t + weights.candidate_weight + fit.difficulties[q]);
  }
  return sum / static_cast<double>(judged.size());
}

}  // namespace evenhand
