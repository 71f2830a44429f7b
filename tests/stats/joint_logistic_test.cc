#include "stats/joint_logistic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"

namespace evenhand {
namespace {

JointData drawn_data(std::uint64_t seed) {
  Rng rng(seed);
  JointData data{.candidates = 3, .questions = 25};
  for (std::size_t q = 0; q < data.questions; ++q) {
    data.question_weight.push_back(static_cast<double>(rng.below(3)));
    for (std::size_t c = 0; c < data.candidates; ++c) {
      data.length.push_back(std::tanh(rng.normal()));
      data.outcome.push_back(0.5 * static_cast<double>(rng.below(3)));
      data.weight.push_back(rng.below(5) == 0 ? 0.0 : data.question_weight[q]);
    }
  }
  return data;
}

double objective(const JointData& data, const JointPenalties& penalties, const JointWeights& w) {
  double sum = 0.5 * 0.01 * w.common_length * w.common_length;
  for (std::size_t c = 0; c < data.candidates; ++c) {
    const double off = w.length[c] - w.common_length;
    sum += 0.5 * penalties.length * off * off + 0.5 * 0.01 * w.candidate[c] * w.candidate[c];
  }
  for (std::size_t q = 0; q < data.questions; ++q) {
    sum += 0.5 * penalties.difficulty * data.question_weight[q] * w.difficulty[q] * w.difficulty[q];
    for (std::size_t c = 0; c < data.candidates; ++c) {
      const std::size_t cell = q * data.candidates + c;
      const double odds = w.length[c] * data.length[cell] + w.candidate[c] + w.difficulty[q];
      sum += data.weight[cell] * (std::log1p(std::exp(odds)) - data.outcome[cell] * odds);
    }
  }
  return sum;
}

TEST(FitJointLogistic, FindsTheMinimum) {
  const JointData data = drawn_data(1);
  for (const JointPenalties& penalties : {JointPenalties{1.0, 4.0}, JointPenalties{0.1, 1e8}}) {
    const JointWeights best = fit_joint_logistic(data, penalties, no_weights(data), 1e-12);
    const double least = objective(data, penalties, best);
    const auto moved = [&](auto change) {
      double lowest = INFINITY;
      for (const double step : {-1e-3, 1e-3}) {
        JointWeights beside = best;
        change(beside, step);
        lowest = std::min(lowest, objective(data, penalties, beside));
      }
      return lowest;
    };
    EXPECT_GT(moved([](JointWeights& w, double step) { w.common_length += step; }), least);
    for (std::size_t c = 0; c < data.candidates; ++c) {
      EXPECT_GT(moved([c](JointWeights& w, double step) { w.length[c] += step; }), least);
      EXPECT_GT(moved([c](JointWeights& w, double step) { w.candidate[c] += step; }), least);
    }
    for (std::size_t q = 0; q < data.questions; ++q) {
      if (data.question_weight[q] == 0.0) continue;
      EXPECT_GT(moved([q](JointWeights& w, double step) { w.difficulty[q] += step; }), least) << q;
    }
  }
}

TEST(FitJointLogistic, CountsAQuestionDrawnTwiceLikeTwoEqualOnes) {
  JointData twice = drawn_data(2);
  for (std::size_t q = 0; q < twice.questions; ++q) {
    twice.question_weight[q] = q == 0 ? 2.0 : 1.0;
    for (std::size_t c = 0; c < 3; ++c) twice.weight[3 * q + c] = twice.question_weight[q];
  }
  JointData written_out = twice;
  ++written_out.questions;
  written_out.question_weight.front() = 1.0;
  written_out.question_weight.push_back(1.0);
  for (std::size_t c = 0; c < 3; ++c) {
    written_out.length.push_back(twice.length[c]);
    written_out.outcome.push_back(twice.outcome[c]);
    written_out.weight[c] = 1.0;
    written_out.weight.push_back(1.0);
  }
  const JointPenalties penalties{1.0, 4.0};

  const auto got = fit_joint_logistic(twice, penalties, no_weights(twice), 1e-12);
  const auto expected = fit_joint_logistic(written_out, penalties, no_weights(written_out), 1e-12);

  EXPECT_NEAR(got.difficulty[0], expected.difficulty[0], 1e-10);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(got.candidate[c], expected.candidate[c], 1e-10);
    EXPECT_NEAR(got.length[c], expected.length[c], 1e-10);
  }
}

}  // namespace
}  // namespace evenhand
