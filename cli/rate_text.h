#pragma once

#include <cstddef>
#include <string>

#include "run/rate.h"

namespace evenhand {

/// For a terminal.
std::string rate_text(const RateBoard& board);

/// Chatbot Arena's own table, without the models of so few battles.
std::string rate_arena_table(const RateBoard& board, std::size_t hidden_up_to);

/// Ratings, ready to be shown with what was asked for.
struct RateShown {
  const RateBoard& board;
  const RateOrder& order;
  const std::string& method;  // as the user calls it, and so
  const std::string& ties;
};

std::string rate_json(const RateShown& shown);

}  // namespace evenhand
