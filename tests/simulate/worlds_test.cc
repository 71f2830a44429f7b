// The numbers that docs/simulation.md promises, found again by playing.
#include <gtest/gtest.h>

#include <cmath>

#include "simulate/candidate.h"
#include "simulate/draws.h"
#include "simulate/judge.h"
#include "tests/simulate/judge_prompts_for_tests.h"

namespace evenhand {
namespace {

constexpr int kQuestions = 3000;
// Four standard errors of a mean of 3,000 questions, each judged from both seats.
constexpr double kMargin = 0.03;

std::string answer_of(const SimulatedModel& model, const std::string& name, int question) {
  ChatTask task{.model = name,
                .messages = {{.role = Role::user, .text = "Question " + std::to_string(question)}}};
  return candidate_reply(7, model, task).text;
}

/// What the first seat gets: 1, 0.5 or 0.
double share_of_a(const SimulatedModel& judge, const std::string& a, const std::string& b) {
  const std::string text = judge_reply(7, judge, fenced_task(kThreeWay, a, b)).text;
  if (text.ends_with("[[C]]")) return 0.5;
  return text.ends_with("[[A]]") ? 1.0 : 0.0;
}

double win_rate(const SimulatedModel& one, const SimulatedModel& other,
                const SimulatedModel& judge) {
  double sum = 0.0;
  for (int question = 0; question < kQuestions; ++question) {
    const std::string ours = answer_of(one, "one", question);
    const std::string theirs = answer_of(other, "other", question);
    sum += share_of_a(judge, ours, theirs) + 1.0 - share_of_a(judge, theirs, ours);
  }
  return sum / (2.0 * kQuestions);
}

/// The formula of docs/simulation.md: the mean over normal differences of worth of
/// (S((d - t) / n) + S((d + t) / n)) / 2, by the trapezoid rule.
double expected_win_rate(double lead, double spread, double noise, double tie_band) {
  double sum = 0.0;
  double mass = 0.0;
  for (double z = -8.0; z <= 8.0; z += 0.01) {
    const double weight = std::exp(-z * z / 2.0);
    const double d = lead + std::sqrt(2.0) * spread * z;
    const double win = logistic_share((d - tie_band) / noise);
    const double win_or_tie = logistic_share((d + tie_band) / noise);
    sum += weight * (win + win_or_tie) / 2.0;
    mass += weight;
  }
  return sum / mass;
}

TEST(World, HasTheWinRateThatTheDocumentComputes) {
  EXPECT_NEAR(expected_win_rate(0.5, 0.7, 1.0, 0.2), 0.6017, 0.0001);

  EXPECT_NEAR(win_rate({.quality = 0.5}, {.quality = 0.0}, {.noise = 1.0}), 0.6017, kMargin);
  EXPECT_NEAR(win_rate({.quality = 1.0}, {.quality = 0.0}, {.noise = 0.5}), 0.7739, kMargin);
}

TEST(World, IsEvenBetweenEquals) {
  EXPECT_NEAR(win_rate({.quality = 0.5}, {.quality = 0.5}, {.noise = 1.0}), 0.5, kMargin);
}

TEST(World, PrefersTheLongerAnswerUnderALengthBias) {
  const SimulatedModel longer{.words = 300};
  const SimulatedModel shorter{.words = 150};

  EXPECT_NEAR(win_rate(longer, shorter, {.noise = 1.0}), 0.5, kMargin);
  EXPECT_NEAR(win_rate(longer, shorter, {.noise = 1.0, .length_bias = 0.8}), 0.6125, kMargin);
}

TEST(World, HidesAFirstBiasWhenBothSeatsAreTried) {
  EXPECT_NEAR(win_rate({.quality = 0.5}, {.quality = 0.5}, {.noise = 1.0, .first_bias = 1.0}), 0.5,
              kMargin);
}

TEST(World, ShowsAFirstBiasInOneSeat) {
  double sum = 0.0;
  for (int question = 0; question < kQuestions; ++question) {
    sum += share_of_a({.noise = 1.0, .first_bias = 1.0}, answer_of({}, "one", question),
                      answer_of({}, "other", question));
  }

  EXPECT_NEAR(sum / kQuestions, expected_win_rate(1.0, 0.7, 1.0, 0.2), kMargin);
}

TEST(World, SaysByLogprobsHowOftenItWouldRuleSo) {
  const SimulatedModel judge{.noise = 1.0, .tie_band = 0.0};
  double sum = 0.0;
  for (int question = 0; question < kQuestions; ++question) {
    const SimulatedReply reply =
        judge_reply(7, judge,
                    output_task(answer_of({.quality = 0.5}, "one", question),
                                answer_of({}, "other", question)));
    double first = 0.0;
    double second = 0.0;
    for (const TokenLogprob& top : reply.logprobs.at(0).top) {
      if (top.token == "m") first = std::exp(top.logprob);
      if (top.token == "M") second = std::exp(top.logprob);
    }
    sum += first / (first + second);
  }

  EXPECT_NEAR(sum / kQuestions, expected_win_rate(0.5, 0.7, 1.0, 0.0), kMargin);
}

}  // namespace
}  // namespace evenhand
