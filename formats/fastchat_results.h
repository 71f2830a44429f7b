#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formats/fastchat_judgments.h"

namespace evenhand {

/// The numbers that FastChat's show_result prints, and those that it does not: how many rows each
/// stands on, and how many were lost. Every row of a file is one unit, repeats included.

struct MeanScore {
  double mean = 0.0;
  std::size_t rows = 0;
};

struct SingleStanding {
  ModelId model;
  std::optional<MeanScore> first_turn = {};
  std::optional<MeanScore> second_turn = {};
  std::optional<MeanScore> average = {};  // over rows, not over the means of the turns
  std::map<std::string, MeanScore> by_category = {};
  std::size_t unread = 0;  // rows without a score, which are in no mean
};

/// Best average first; equal ones, and at the end those without any, by name. Rows whose question
/// is not in `category_of` are in no category.
std::vector<SingleStanding> single_standings(std::span<const SingleJudgment> rows,
                                             const std::map<QuestionId, std::string>& category_of);

/// What both games together say, as FastChat's browser has it: the games of `inconsistent` name
/// different winners, or one of them is an error.
enum class PairOutcome { model_1, model_2, tie, inconsistent, error };
PairOutcome outcome_of(const PairJudgment& row);

/// The same row with the two names in alphabetical order, as FastChat's browser keeps them.
PairJudgment in_order_of_names(PairJudgment row);

/// How a list of models chooses among rows. FastChat looks at model_1 only, so that other models
/// get into its tables, with fewer games than they played.
enum class PairFilter { both_models, first_model };

struct PairSelection {
  std::optional<ModelId> baseline = {};  // rows with it only; its own standing is left out
  std::vector<ModelId> models = {};      // empty: all. The baseline need not be among them
  PairFilter filter = PairFilter::both_models;
};

struct PairStanding {
  ModelId model;
  std::size_t wins = 0;  // both games name the model
  std::size_t losses = 0;
  std::size_t ties = 0;          // everything else, as FastChat counts
  std::size_t inconsistent = 0;  // those ties whose games disagree
  std::size_t failed = 0;        // rows with an error in either game, which count for nothing

  // Of wins, losses and ties; nullopt where there are none.
  std::optional<double> win_rate() const;
  std::optional<double> loss_rate() const;
  std::optional<double> win_rate_adjusted() const;  // a tie counts one half
};

/// Best adjusted win rate first; equal ones, and at the end those without any, by name.
std::vector<PairStanding> pair_standings(std::span<const PairJudgment> rows,
                                         const PairSelection& selection);

}  // namespace evenhand
