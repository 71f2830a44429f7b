#pragma once

#include <cstddef>
#include <vector>

namespace evenhand {

/// A board of candidates and questions, cell [question * candidates + candidate].
struct JointData {
  std::size_t candidates = 0;
  std::size_t questions = 0;
  std::vector<double> length;           // the length term, in [-1, 1]
  std::vector<double> outcome;          // the candidate's share, in [0, 1]
  std::vector<double> weight;           // 0: nothing to learn from
  std::vector<double> question_weight;  // how often each question is there
};

/// How strongly weights are drawn together; half the penalty times the square is added to the loss.
struct JointPenalties {
  double difficulty = 1.0;  // of each question, towards zero
  double length = 1.0;      // of each candidate's length weight, towards the common one
};

/// Log odds of a cell: length[c] * t + candidate[c] + difficulty[q].
struct JointWeights {
  double common_length = 0.0;
  std::vector<double> length;
  std::vector<double> candidate;
  std::vector<double> difficulty;
};

/// All zero, in the sizes of the data.
JointWeights no_weights(const JointData& data);

/// Minimises the penalised logistic loss, by Newton steps in which the difficulties are eliminated,
/// from a start. A question's difficulty is penalised as often as the question is there, so a
/// question drawn twice counts like two questions that happen to be equal. Stops after the first
/// step that moves no cell's log odds by more than `tolerance`.
JointWeights fit_joint_logistic(const JointData& data, const JointPenalties& penalties,
                                JointWeights start, double tolerance);

}  // namespace evenhand
