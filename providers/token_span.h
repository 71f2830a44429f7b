#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace evenhand {

/// Tokens [first, end) that a continuation is made of. `straddles`: the first of them begins with
/// the end of the text before it.
struct TokenSpan {
  std::size_t first = 0;
  std::size_t end = 0;
  bool straddles = false;
};

/// Finds a continuation among the tokens of `before` + `continuation`, as a server echoes them:
/// perhaps with special tokens at their head, with blanks that decoding lost, with bytes of
/// characters that are cut between tokens (U+FFFD, "<0xE2>", "bytes:\xe2" or nothing at all).
/// `generated`: how many tokens at the end are the model's own. nullopt where the tokens are not
/// this text. Requires a continuation that is not empty.
std::optional<TokenSpan> token_span(std::span<const std::string> tokens, std::string_view before,
                                    std::string_view continuation, std::size_t generated);

}  // namespace evenhand
