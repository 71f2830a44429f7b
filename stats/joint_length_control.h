#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"
#include "stats/bootstrap.h"

namespace evenhand {

/// One candidate's answer to one question, beside the baseline's. Lengths in code points; a cell
/// without a share (unreadable, failed, not judged) teaches nothing.
struct LengthCell {
  std::optional<double> share;  // the candidate's, in [0, 1]
  double baseline_length = 0.0;
  double candidate_length = 0.0;
};

struct LengthControlledCandidate {
  std::optional<double> win_rate;    // at equal length, in [0, 1]; none where there is no telling
  std::optional<Interval> interval;  // refits on resampled questions
  double candidate_weight = 0.0;     // log odds at equal length, on a question of difficulty 0
  double length_weight = 0.0;        // log odds for the candidate when the baseline is much longer
  double longer_share = 0.0;  // of the judged questions: the candidate's answer is the longer one
  /// A sentence for the reader where length can hardly be told from quality.
  std::optional<std::string> remark;
};

struct JointLengthControl {
  std::vector<LengthControlledCandidate> candidates;
  std::vector<double>
      difficulties;  // log odds for every candidate against the baseline, by question
  double common_length_weight = 0.0;
  double length_scale = 0.0;  // code points: differences are divided by it before tanh
  double difficulty_penalty = 0.0;
};

/// Length-controlled win rates for any suite, baseline and judge: one logistic fit over all
/// candidates at hand,
///
///   log odds = length_c * tanh((baseline's length - candidate's length) / s) + candidate_c
///              + difficulty_q,
///
/// with s the standard deviation of all differences, difficulties shrunk towards zero, by
/// as much as cross-validation over cells finds best, and length weights towards a common one. With
/// one candidate there is nothing to tell a question's difficulty from, so there are none. The win
/// rate is the mean over questions of the curve at equal length.
///
/// Questions that no candidate was judged on are left out (difficulty 0); a candidate's own gaps
/// are predicted from the difficulty that others show. The interval resamples questions and refits
/// everything but that penalty. `board[c][q]` is candidate c on question q; every candidate
/// has the same number of questions.
JointLengthControl control_length_jointly(std::span<const std::vector<LengthCell>> board,
                                          const BootstrapPlan& plan, Rng rng);

/// The fitted win rate of a candidate if its answer to every judged question were so many code
/// points longer than the baseline's; the win rate at equal length for 0. `board` is the one that
/// was fitted. nullopt where no question was judged.
std::optional<double> win_rate_when_longer(const JointLengthControl& fit,
                                           std::span<const std::vector<LengthCell>> board,
                                           std::size_t candidate, double longer);

}  // namespace evenhand
