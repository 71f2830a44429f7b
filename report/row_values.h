#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "report/report_data.h"

namespace evenhand {

// What the files of a leaderboard take from its rows, each in its own form.

/// The counts behind a number with the names that they have in files, in this order.
std::array<std::pair<const char*, std::size_t>, 10> counts_of(const Coverage& coverage);

/// Of the turn, which counts from 0; nullopt where the row has fewer turns.
std::optional<Estimate> turn_of(const CandidateRow& row, std::size_t turn);

}  // namespace evenhand
