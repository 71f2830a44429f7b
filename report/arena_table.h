#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stats/bootstrap.h"

namespace evenhand {

/// A model as Chatbot Arena's leaderboard shows it.
struct ArenaRow {
  std::string model;
  double rating = 0.0;
  Interval interval = {};
  std::size_t battles = 0;
  std::size_t rank = 0;  // of rank_arena_rows()
};

/// "1235": half a point goes to the even number.
std::string arena_score(const ArenaRow& row);

/// "+6/-5": from the rating to either end, each rounded by itself.
std::string arena_interval(const ArenaRow& row);

/// Leaves out models of so many battles or fewer, ranks those left by the overlap of their
/// intervals, and orders them by rank and rating.
std::vector<ArenaRow> rank_arena_rows(std::vector<ArenaRow> rows, std::size_t hidden_up_to);

/// A Markdown table: rank, model, score, interval, votes.
std::string arena_table(const std::vector<ArenaRow>& rows);

}  // namespace evenhand
