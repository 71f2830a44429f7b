#include "report/row_values.h"

namespace evenhand {

std::array<std::pair<const char*, std::size_t>, 10> counts_of(const Coverage& coverage) {
  return {{{"expected", coverage.expected},
           {"answered", coverage.answered},
           {"judged", coverage.judged},
           {"truncated", coverage.truncated},
           {"failed", coverage.failed},
           {"missing", coverage.missing},
           {"games", coverage.games},
           {"unreadable", coverage.unreadable},
           {"failed_games", coverage.failed_games},
           {"missing_games", coverage.missing_games}}};
}

std::optional<Estimate> turn_of(const CandidateRow& row, std::size_t turn) {
  if (turn >= row.by_turn.size()) return std::nullopt;
  return row.by_turn[turn];
}

}  // namespace evenhand
