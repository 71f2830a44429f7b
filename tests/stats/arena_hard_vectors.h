#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "stats/arena_hard.h"

namespace evenhand {

/// What upstream's own programs made of made-up judgements; null where it is not here.
inline nlohmann::json arena_hard_vectors(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/arena_hard/" + name);
  return in ? nlohmann::json::parse(in) : nlohmann::json();
}

#define SKIP_WITHOUT(cases) \
  if (cases.is_null()) GTEST_SKIP() << "the vectors of Arena-Hard are not here"

/// The rows that the vectors' rounds hold: a small generator that starts again with each call.
inline RowPicker rows_of_vectors() {
  return [](std::size_t round, std::size_t rows) {
    std::vector<std::size_t> picked(rows);
    std::uint64_t x = 1 + round;
    for (std::size_t& row : picked) {
      x = x * 6364136223846793005ULL + 1442695040888963407ULL;
      row = static_cast<std::size_t>((x >> 33U) % rows);
    }
    return picked;
  };
}

}  // namespace evenhand
