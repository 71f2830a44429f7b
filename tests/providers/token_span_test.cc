#include "providers/token_span.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenhand {
namespace {

using Tokens = std::vector<std::string>;

struct SpanCase {
  const char* what;
  Tokens tokens;
  const char* before;
  const char* continuation;
  std::size_t first;
  std::size_t end;
  bool straddles = false;
};

TEST(TokenSpan, FindsTheContinuationHoweverServersWriteTokens) {
  const SpanCase cases[] = {
      {"plain", {"Q", ":", " Red", " apple", "."}, "Q:", " Red apple", 2, 4},
      {"nothing generated", {"Q", ":", " Red"}, "Q:", " Red", 2, 3},
      {"special tokens at the head", {"<|begin|>", "", "Q:", " Red", "x"}, "Q:", " Red", 3, 4},
      {"a tokenizer's own blank", {"<s>", " Q", ":", " Red", "x"}, "Q:", " Red", 3, 4},
      {"blanks that decoding lost", {"Q", ":", "Red", "apple", "x"}, "Q:", " Red apple", 2, 4},
      {"bytes to fall back on", {"Q", "<0x0A>", "A:", " Red", "x"}, "Q\nA:", " Red", 3, 4},
      {"characters in pieces",
       {"Q:", " \xEF\xBF\xBD", "\xEF\xBF\xBD", " no", "x"},
       "Q:",
       " \xF0\x9F\x8D\x8E no",
       1,
       4},
      {"pieces as OpenAI writes them",
       {"Q:", " ", "bytes:\\xf0\\x9f", "bytes:\\x8d\\x8e", "!", "x"},
       "Q:",
       " \xF0\x9F\x8D\x8E!",
       1,
       5},
      {"pieces as nothing", {"Q:", " ", "", "", "!", "x"}, "Q:", " \xF0\x9F\x8D\x8E!", 1, 5},
      {"a piece at the end", {"Q:", " ", "\xEF\xBF\xBD", "x"}, "Q:", " \xC3\xA9", 1, 3},
      {"pieces before it",
       {"\xEF\xBF\xBD", "\xEF\xBF\xBD", ":", " Red", "x"},
       "\xC3\xA9:",
       " Red",
       3,
       4},
      {"a token over the border", {"Q", ": R", "ed", "x"}, "Q:", " Red", 1, 3, true},
      {"the same, and no more", {"Q", ": Red", "x"}, "Q:", " Red", 1, 2, true},
      {"the generated one looks alike", {"Q:", " no", " no"}, "Q:", " no", 1, 2},
  };
  for (const SpanCase& c : cases) {
    const auto span = token_span(c.tokens, c.before, c.continuation, 1);
    ASSERT_TRUE(span) << c.what;
    EXPECT_EQ(span->first, c.first) << c.what;
    EXPECT_EQ(span->end, c.end) << c.what;
    EXPECT_EQ(span->straddles, c.straddles) << c.what;
  }
}

TEST(TokenSpan, IsNoneWhereTheTokensAreAnotherText) {
  const std::vector<Tokens> others = {
      {},
      {"x"},
      {"Q", ":"},
      {"Q", ":", " Re"},
      {"Q", ":", " Blue", "x"},
      {"Q", ";", " Red", "x"},
      {"Q", ":", "  Red", "x"},
      {"<a>", "<b>", "<c>", "<d>", "<e>", "Q", ":", " Red"},
      {"Q", "<x>", ":", " Red", "x"},
      {"Q:", "\xEF\xBF\xBD", "x"},
  };
  for (const Tokens& tokens : others) {
    EXPECT_FALSE(token_span(tokens, "Q:", " Red", 1)) << testing::PrintToString(tokens);
  }
}

}  // namespace
}  // namespace evenhand
