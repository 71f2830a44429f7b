#include "providers/token_span.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace evenhand {
namespace {

// Beginning of text, a role, a line end: no server puts more before a text.
constexpr std::size_t kMostSpecial = 4;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_part_of_character(char byte) { return static_cast<unsigned char>(byte) >= 0x80; }

/// "<0x0A>": how tokenizers with bytes to fall back on write one.
std::optional<char> byte_in(std::string_view token) {
  constexpr std::size_t kSize = 6;
  if (token.size() != kSize || !token.starts_with("<0x") || token.back() != '>') {
    return std::nullopt;
  }
  unsigned value = 0;
  const auto [end, error] = std::from_chars(token.data() + 3, token.data() + 5, value, 16);
  if (error != std::errc{} || end != token.data() + 5) return std::nullopt;
  return static_cast<char>(value);
}

/// Walks through a text, token by token.
class TokenWalk {
 public:
  explicit TokenWalk(std::string text) : text_(std::move(text)) {}

  std::size_t place() const { return place_; }
  bool is_done() const { return place_ == text_.size(); }

  /// Whether nothing is left but bytes that tokens without a text of their own may stand for.
  bool may_be_done() const {
    return is_done() || (loose_ && std::all_of(text_.begin() + static_cast<long>(place_),
                                               text_.end(), is_part_of_character));
  }

  /// Where the token begins; nullopt where it does not follow. Then nothing has changed.
  std::optional<std::size_t> take(std::string_view token) {
    const std::size_t place = place_;
    const bool loose = loose_;
    const std::optional<std::size_t> begin = take_pieces(token);
    if (begin) return begin;
    place_ = place;
    loose_ = loose;
    return std::nullopt;
  }

 private:
  std::optional<std::size_t> take_pieces(std::string_view token) {
    if (token.starts_with("bytes:\\x")) token = kReplacement;
    std::optional<std::size_t> begin;
    for (std::size_t cut = 0; cut != std::string_view::npos;) {
      cut = token.find(kReplacement);
      const std::optional<std::size_t> at = take_piece(token.substr(0, cut));
      if (!at) return std::nullopt;
      if (!begin) begin = at;
      if (cut == std::string_view::npos && !token.empty()) break;
      loose_ = true;
      if (cut != std::string_view::npos) token.remove_prefix(cut + kReplacement.size());
    }
    return begin;
  }

  std::optional<std::size_t> take_piece(std::string_view piece) {
    if (piece.empty()) return place_;
    if (const auto byte = byte_in(piece); byte && !follows(place_, piece)) {
      if (is_done() || text_[place_] != *byte) return std::nullopt;
      return move_behind(place_, 1);
    }
    // A tokenizer's own blank before the first word.
    if (place_ == 0 && piece.front() == ' ' && !follows(0, piece)) piece.remove_prefix(1);
    std::size_t at = place_;
    while (loose_ && !follows(at, piece) && at < text_.size() && is_part_of_character(text_[at])) {
      ++at;
    }
    const std::size_t begin = at;
    while (!follows(at, piece) && at < text_.size() && text_[at] == ' ') ++at;
    if (!follows(at, piece)) return std::nullopt;
    return move_behind(begin, at - begin + piece.size());
  }

  bool follows(std::size_t at, std::string_view piece) const {
    return std::string_view(text_).substr(at).starts_with(piece);
  }

  std::size_t move_behind(std::size_t begin, std::size_t size) {
    place_ = begin + size;
    loose_ = false;
    return begin;
  }

  std::string text_;
  std::size_t place_ = 0;
  bool loose_ = false;  // tokens went by whose bytes are not known
};

}  // namespace

std::optional<TokenSpan> token_span(std::span<const std::string> tokens, std::string_view before,
                                    std::string_view continuation, std::size_t generated) {
  EVENHAND_CHECK(!continuation.empty());
  TokenWalk walk(std::string(before) + std::string(continuation));
  const std::size_t echoed = tokens.size() - std::min(generated, tokens.size());
  std::optional<TokenSpan> span;
  std::size_t i = 0;
  for (; i < tokens.size() && !walk.is_done(); ++i) {
    if (i >= echoed && walk.may_be_done()) break;
    const auto begin = walk.take(tokens[i]);
    if (!begin && walk.place() == 0 && i < kMostSpecial) continue;
    if (!begin) return std::nullopt;
    const bool within = walk.place() > before.size() || *begin >= before.size();
    if (within && !span) span = TokenSpan{.first = i, .straddles = *begin < before.size()};
  }
  if (!span || !walk.may_be_done()) return std::nullopt;
  span->end = i;
  return span;
}

}  // namespace evenhand
