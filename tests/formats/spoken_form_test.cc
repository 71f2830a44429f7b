#include "formats/spoken_form.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

using Kind = JsonScalar::Kind;

SpokenSide side_with(std::initializer_list<std::pair<const char*, JsonScalar>> fields) {
  SpokenSide side("conversation_a");
  for (const auto& [path, value] : fields) side.take(path, value);
  return side;
}

JsonScalar text(std::string_view words) { return {.kind = Kind::text, .text = words}; }

TEST(SpokenForm, IsOfTheAssistantsWordsAlone) {
  const auto form = side_with({{"conversation_a[].role", text("user")},
                               {"conversation_a[].content", text("# not this")},
                               {"conversation_b[].content", text("# nor this")},
                               {"conversation_a[].content", text("# one")},
                               {"conversation_a[].role", text("assistant")},
                               {"conversation_a[].role", text("assistant")},
                               {"conversation_a[].content", text("- two\n**b**")}})
                        .form();
  ASSERT_TRUE(form);
  EXPECT_EQ(form->marks.header_count(), 1U);
  EXPECT_EQ(form->marks.list_count(), 1U);
  EXPECT_EQ(form->marks.bold_count(), 1U);
  EXPECT_EQ(form->characters, 17U);
  EXPECT_FALSE(form->tokens);
}

TEST(SpokenForm, HasTokensOnlyWhereEveryTurnHas) {
  const auto all = side_with({{"conversation_a[].role", text("assistant")},
                              {"conversation_a[].content", text("x")},
                              {"conversation_a[].num_tokens", {Kind::number, "3"}},
                              {"conversation_a[].role", text("assistant")},
                              {"conversation_a[].content", text("y")},
                              {"conversation_a[].num_tokens", {Kind::number, "4"}}})
                       .form();
  ASSERT_TRUE(all);
  EXPECT_EQ(all->tokens, 7.0);
  const auto some = side_with({{"conversation_a[].role", text("assistant")},
                               {"conversation_a[].content", text("x")},
                               {"conversation_a[].num_tokens", {Kind::number, "3"}},
                               {"conversation_a[].role", text("assistant")},
                               {"conversation_a[].content", text("y")}})
                        .form();
  ASSERT_TRUE(some);
  EXPECT_FALSE(some->tokens);
}

TEST(SpokenForm, IsNothingWhereNothingWasSaid) {
  EXPECT_FALSE(side_with({}).form());
  EXPECT_FALSE(
      side_with({{"conversation_a[].role", text("user")}, {"conversation_a[].content", text("x")}})
          .form());
  EXPECT_FALSE(side_with({{"conversation_a[].role", text("assistant")},
                          {"conversation_a[].content", {Kind::null, ""}}})
                   .form());
}

}  // namespace
}  // namespace evenhand
