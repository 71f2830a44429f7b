#include "report/arena_table.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "report/terminal_text.h"
#include "stats/rating_spread.h"

namespace evenhand {
namespace {

/// Half to even, as the processor rounds unless told otherwise.
long long rounded(double value) { return static_cast<long long>(std::nearbyint(value)); }

}  // namespace

std::string arena_score(const ArenaRow& row) { return std::to_string(rounded(row.rating)); }

std::string arena_interval(const ArenaRow& row) {
  return fmt::format("+{}/-{}", rounded(row.interval.high - row.rating),
                     rounded(row.rating - row.interval.low));
}

std::vector<ArenaRow> rank_arena_rows(std::vector<ArenaRow> rows, std::size_t hidden_up_to) {
  std::erase_if(rows, [&](const ArenaRow& row) { return row.battles <= hidden_up_to; });
  std::vector<Interval> intervals;
  for (const ArenaRow& row : rows) intervals.push_back(row.interval);
  const std::vector<std::size_t> ranks = upper_bound_ranks(intervals);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].rank = ranks[i];
  std::stable_sort(rows.begin(), rows.end(), [](const ArenaRow& a, const ArenaRow& b) {
    return std::tuple(a.rank, -a.rating) < std::tuple(b.rank, -b.rating);
  });
  return rows;
}

std::string arena_table(const std::vector<ArenaRow>& rows) {
  std::string table =
      "| Rank* (UB) | Model | Arena Score | 95% CI | Votes |\n| ---: | --- | ---: | ---: | ---: "
      "|\n";
  for (const ArenaRow& row : rows) {
    table += fmt::format("| {} | {} | {} | {} | {} |\n", row.rank,
                         replaced(terminal_line(row.model), "|", "\\|"), arena_score(row),
                         arena_interval(row), row.battles);
  }
  return table;
}

}  // namespace evenhand
