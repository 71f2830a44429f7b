#include "base/text.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

using std::string_literals::operator""s;

TEST(Trimmed, TakesBlanksOffBothEnds) {
  EXPECT_EQ(trimmed(" \t a b \r\n"), "a b");
  EXPECT_EQ(trimmed(" \n "), "");
}

TEST(Split, KeepsEmptyPieces) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
}

TEST(Replaced, DoesNotSearchWhatItPutIn) { EXPECT_EQ(replaced("aXbX", "X", "XX"), "aXXbXX"); }

TEST(NearestName, FindsSlipsOfTheFingersOnly) {
  const std::vector<std::string> known = {"temperature", "top_p", "seed"};
  struct {
    const char* name;
    const char* nearest;
  } const cases[] = {
      {"sede", "seed"}, {"temprature", "temperature"},
      {"Seed", "seed"}, {"topp", "top_p"},
      {"banana", ""},   {"", ""},
  };
  for (const auto& c : cases)
    EXPECT_EQ(nearest_name(c.name, known).value_or(""), c.nearest) << c.name;
}

TEST(DidYouMean, ListsWhatThereIsWhenNothingIsNear) {
  const std::vector<std::string> known = {"both", "drawn"};
  EXPECT_EQ(did_you_mean("bth", known), "did you mean 'both'?");
  EXPECT_EQ(did_you_mean("random", known), "known: both, drawn");
  EXPECT_EQ(did_you_mean("random", {}), "");
}

TEST(CodePoints, CountCharactersAndNotBytes) {
  struct {
    std::string text;
    std::size_t count;
  } const cases[] = {
      {"", 0},
      {"abc", 3},
      {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 3},  // two, three and four bytes
      {"\xFF\xFE", 2},                              // invalid bytes count as one each
      {"\xED\xA0\x80", 3},                          // a surrogate is no character
      {"\xC0\xAF", 2},                              // nor is an overlong form
      {"a\0b"s, 3},
  };
  for (const auto& c : cases) EXPECT_EQ(code_points(c.text), c.count) << c.text;
}

TEST(ValidUtf8, KeepsValidTextAndMarksTheRest) {
  EXPECT_EQ(valid_utf8("gr\xC3\xBC\xC3\x9F"), "gr\xC3\xBC\xC3\x9F");
  EXPECT_EQ(valid_utf8("a\xFF\x62"), "a\xEF\xBF\xBD\x62");
  EXPECT_EQ(valid_utf8("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(ParseNumber, K08_TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number("1.5"), 1.5);
  EXPECT_EQ(parse_number("-2e3"), -2000.0);
  for (const char* text : {"", "1.5x", " 1", "1,5", "inf", "nan", "1e999", "0x10"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(ParseInteger, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_integer("-12"), -12);
  for (const char* text : {"", "1.0", "12a", "99999999999999999999"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(ShortestText, ReadsBackAsTheSameNumber) {
  for (const double number : {0.1, 1.0 / 3.0, 1e-300, -2.5, 12345678.9}) {
    EXPECT_EQ(parse_number(shortest_text(number)), number);
  }
}

TEST(ShellWord, IsQuotedOnlyWhereItMustBe) {
  struct {
    const char* text;
    const char* word;
  } const cases[] = {
      {"runs/nightly.yaml", "runs/nightly.yaml"},
      {"seed=7", "seed=7"},
      {"my run.yaml", "'my run.yaml'"},
      {"it's", "'it'\\''s'"},
      {"a;rm", "'a;rm'"},
      {"$HOME", "'$HOME'"},
      {"", "''"},
  };
  for (const auto& c : cases) EXPECT_EQ(shell_word(c.text), c.word) << c.text;
}

TEST(FirstCodePoints, CutsBetweenCharacters) {
  struct {
    const char* text;
    std::size_t most;
    const char* start;
  } const cases[] = {
      {"abc", 2, "ab"},
      {"äöü", 2, "äö"},
      {"ab", 5, "ab"},
      {"ab", 0, ""},
      {"\xFF\xFFx", 2, "\xFF\xFF"},
  };
  for (const auto& c : cases) EXPECT_EQ(first_code_points(c.text, c.most), c.start) << c.text;
}

}  // namespace
}  // namespace evenhand
