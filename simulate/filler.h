#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/rng.h"

namespace evenhand {

/// English prose about the question that means nothing: paragraphs, sometimes a list, and a code
/// block where the question asks for code. About `words` words, at least one sentence.
std::string filler_text(std::string_view question, std::size_t words, Rng rng);

}  // namespace evenhand
