#pragma once

#include <span>
#include <string>

namespace evenhand {

/// A code that occurs in none of the texts: 64 bits of their digest as 16 hex digits. The same
/// texts have the same fence, so that a request depends on its exhibit alone; and nobody can write
/// a text that holds its own fence, as the next digest is taken then.
std::string fence_for(std::span<const std::string> texts);

}  // namespace evenhand
