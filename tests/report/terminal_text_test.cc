#include "report/terminal_text.h"

#include <gtest/gtest.h>

#include <string>

namespace evenhand {
namespace {

TEST(TerminalText, K10_ShowsWhatWouldSteerTheTerminalOrHide) {
  struct {
    std::string untrusted;
    const char* shown;
  } const cases[] = {
      {"plain, tabs\tand\nlines", "plain, tabs\tand\nlines"},
      {"\x1b]52;c;ZXZpbA==\a", "\\x1b]52;c;ZXZpbA==\\x07"},            // clipboard
      {"\x1b]8;;http://evil\x1b\\x", "\\x1b]8;;http://evil\\x1b\\x"},  // link
      {"\x1b[2J", "\\x1b[2J"},                                         // clear the screen
      {"\x1bP1$r\x1b\\", "\\x1bP1$r\\x1b\\"},                          // device control
      {"\xC2\x9B"
       "2J",
       "\\u{9b}2J"},  // C1 as UTF-8
      {"\x9B"
       "2J",
       "\\x9b2J"},  // C1 as a byte
      {std::string("a\0b\r\x7f", 5), "a\\x00b\\x0d\\x7f"},
      {"a\u202Eb\u2066c\u2069", "a\\u{202e}b\\u{2066}c\\u{2069}"},
      {"a\u200Bb\u200Dc\uFEFFd\u2060", "a\\u{200b}b\\u{200d}c\\u{feff}d\\u{2060}"},
      {"a\u2028b\U000E0041", "a\\u{2028}b\\u{e0041}"},
      {"\xFF\xC3(", "\\xff\\xc3("},
      {"\xED\xA0\x80", "\\xed\\xa0\\x80"},  // a surrogate
      {"na\u00EFve \u6A21\u578B \U0001F438", "na\u00EFve \u6A21\u578B \U0001F438"},
  };
  for (const auto& c : cases) EXPECT_EQ(terminal_text(c.untrusted), c.shown) << c.shown;
}

TEST(TerminalText, K10_LeavesNoEscapeCharacterWhateverTheByte) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string bytes = {static_cast<char>(a), static_cast<char>(b)};
      for (const char c : terminal_line(bytes)) {
        const auto byte = static_cast<unsigned char>(c);
        ASSERT_TRUE(byte >= 0x20 && byte != 0x7F) << a << " " << b;
      }
    }
  }
}

TEST(TerminalLine, StaysOnItsLine) { EXPECT_EQ(terminal_line("a\nb\tc"), "a\\x0ab\\x09c"); }

TEST(TerminalLine, IsAsciiWhereTheTerminalIs) {
  EXPECT_EQ(terminal_line("\u6A21-7", Charset::ascii), "\\u{6a21}-7");
}

TEST(DisplayWidth, CountsColumns) {
  struct {
    const char* text;
    std::size_t width;
  } const cases[] = {{"", 0}, {"abc", 3}, {"\u6A21\u578B", 4}, {"e\u0301", 1}, {"\U0001F438", 2}};
  for (const auto& c : cases) EXPECT_EQ(display_width(c.text), c.width) << c.text;
}

TEST(ShortenToWidth, TakesTheMiddleAway) {
  struct {
    const char* text;
    std::size_t width;
    const char* shortened;
  } const cases[] = {
      {"short", 5, "short"},
      {"meta-llama-instruct", 9, "meta…ruct"},
      {"meta-llama-instruct", 10, "meta-…ruct"},
      {"\u6A21\u578B\u6A21\u578B", 5, "\u6A21…\u578B"},
      {"\u6A21\u578B\u6A21\u578B", 4, "\u6A21…"},
      {"ae\u0301xxxxe\u0301z", 5, "ae\u0301…e\u0301z"},
      {"abc", 1, "…"},
      {"abc", 0, ""},
  };
  for (const auto& c : cases) EXPECT_EQ(shorten_to_width(c.text, c.width), c.shortened) << c.text;
  EXPECT_EQ(shorten_to_width("meta-llama-instruct", 9, Charset::ascii), "met...uct");
}

TEST(WrappedToWidth, BreaksAtBlanks) {
  EXPECT_EQ(wrapped_to_width("one two three incomprehensible x", 8),
            "one two\n  three\n  inc…le\n  x\n");
}

}  // namespace
}  // namespace evenhand
