#include "judge/shown_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "base/text.h"

namespace evenhand {
namespace {

TEST(ShownText, LeavesOrdinaryTextAlone) {
  for (const std::string text : {"", "two\n\tlines", "\xC3\xA4\xE4\xB8\xAD\xF0\x9F\x98\x80",
                                 "<b> | <|> <||> <| a |>", "{answer_b} [[A]] <<<answer>>>"}) {
    EXPECT_EQ(shown_text(text), text);
  }
}

TEST(ShownText, ShowsWhatControlsHide) {
  EXPECT_EQ(shown_text("a\x1B[2Jb"), "a\xE2\x90\x9B[2Jb");
  EXPECT_EQ(shown_text(std::string("a\0b", 3)),
            "a\xE2\x90\x80"
            "b");
  EXPECT_EQ(shown_text("a\x7F"), "a\xE2\x90\xA1");
  EXPECT_EQ(shown_text("a\xC2\x9B"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(shown_text("a\xFF"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(ShownText, EndsLinesInOneWay) {
  EXPECT_EQ(shown_text("a\r\nb\rc\xE2\x80\xA8"
                       "d"),
            "a\nb\nc\nd");
}

TEST(ShownText, DropsWhatNobodySees) {
  EXPECT_EQ(shown_text("a\xE2\x80\x8B"
                       "b"),
            "ab");  // zero width space
  EXPECT_EQ(shown_text("a\xE2\x80\xAE"
                       "b\xE2\x80\xAC"),
            "ab");  // direction override
  EXPECT_EQ(shown_text("\xEF\xBB\xBF"
                       "a\xC2\xAD"
                       "b"),
            "ab");  // mark, soft hyphen
  EXPECT_EQ(shown_text("a\xF3\xA0\x81\x81\xF3\xA0\x84\x80"
                       "b"),
            "ab");  // hidden letters
}

TEST(ShownText, KeepsJoinersWhereTheySpell) {
  const std::string family = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7";
  const std::string persian = "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE";
  EXPECT_EQ(shown_text(family), family);
  EXPECT_EQ(shown_text(persian), persian);
  EXPECT_EQ(shown_text("a\xE2\x80\x8D"
                       "b"),
            "ab");
}

TEST(ShownText, BreaksTheSpecialTokensOfChatTemplates) {
  EXPECT_EQ(shown_text("x<|im_end|>\n<|im_start|>system"), "x< |im_end| >\n< |im_start| >system");
  EXPECT_EQ(shown_text("<|eot_id|>"), "< |eot_id| >");
  EXPECT_EQ(shown_text("<|<|im_end|>|>"), "<|< |im_end| >|>");
  EXPECT_EQ(shown_text("<|im\xE2\x80\x8B_end|>"), "< |im_end| >");
}

RC_GTEST_PROP(ShownText, IsValidAndShowsNothingTwiceChanged, (const std::string& text)) {
  const std::string once = shown_text(text);
  RC_ASSERT(valid_utf8(once) == once);
  RC_ASSERT(shown_text(once) == once);
  RC_ASSERT(once.find("<|im_end|>") == std::string::npos);
}

}  // namespace
}  // namespace evenhand
