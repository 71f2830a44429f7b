#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/ids.h"
#include "report/number_text.h"
#include "report/report_data.h"
#include "stats/paired.h"

namespace evenhand {

/// Something in which two runs differ. Where it `forbids`, a difference of their numbers says
/// nothing of the candidates; where it is to be `known`, it may.
struct Mismatch {
  enum class Weight { forbids, known };

  std::string what;  // "suite", "judges"
  std::string a;
  std::string b;
  Weight weight = Weight::forbids;
};

/// A candidate as one of the two sides of a comparison.
struct DiffSide {
  std::string results;  // the folder
  std::string run;
  ModelId model;
  std::string served;                // the model's name at its endpoint, or its file of answers
  std::optional<Estimate> headline;  // win rate in [0, 1], or grade in points
  std::size_t expected = 0;          // questions
  std::size_t judged = 0;
  std::optional<double> mean_length = {};
  std::optional<double> cost = {};  // US dollars; of the calls whose price is known
  std::size_t unknown_cost = 0;     // calls whose price is not known
};

/// A question's score on either side, in the headline's unit; nullopt where there is none.
struct QuestionPair {
  QuestionId question;
  std::optional<double> a;
  std::optional<double> b;
  std::string asked = {};  // the first turn; empty where the suite was not found
  // What was said, where the answers were read.
  const Answer* answer_a = nullptr;
  const Answer* answer_b = nullptr;
};

/// Two candidates, question by question. All differences are B minus A, in the headline's unit.
struct Comparison {
  DiffSide a;
  DiffSide b;
  PairedDifference difference = {};
  double p_holm = 1.0;       // the test's p, adjusted for all comparisons of the diff
  Interval if_missing = {};  // the least and the most it could be, had nothing been missing
  std::vector<QuestionPair> questions = {};
  std::size_t only_a = 0;  // questions with a score on one side only, and on none
  std::size_t only_b = 0;
  std::size_t neither = 0;
  /// Places in `questions`: what B has won that A had not, and the reverse; of grades, where they
  /// rose and fell. The largest differences first.
  std::vector<std::size_t> gained = {};
  std::vector<std::size_t> lost = {};
  std::optional<double> cost_difference = {};  // nullopt where a price is not known
  std::optional<double> length_difference = {};
};

/// Two runs, or two candidates of one.
struct DiffData {
  Scale scale = Scale::percent;
  std::vector<Mismatch> mismatches = {};
  std::vector<Comparison> comparisons = {};
  std::vector<Answer> answers_a = {};  // that the comparisons point to
  std::vector<Answer> answers_b = {};

  bool comparable() const;
};

/// Can a difference of these runs' numbers be put down to the candidates?
bool comparable(const std::vector<Mismatch>& mismatches);

}  // namespace evenhand
