#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace evenhand {

inline constexpr std::size_t kFenceDigits = 16;  // hex: 64 bits

/// A code that occurs in none of the texts: the first hex digits of their digest. The same
/// texts have the same fence, so that a request depends on its exhibit alone; and nobody can write
/// a text that holds its own fence, as the next digest is taken then.
std::string fence_for(std::span<const std::string> texts, std::size_t digits = kFenceDigits);

}  // namespace evenhand
