#include "run/requirement.h"

#include <gtest/gtest.h>

#include "base/rng.h"

namespace evenhand {
namespace {

TEST(ParseRequirement, ReadsOneComparison) {
  const struct {
    const char* text;
    const char* left;
    Relation relation;
    double right;
  } cases[] = {
      {"win_rate.low > 0.5", "win_rate.low", Relation::more, 0.5},
      {"win_rate.low>0.5", "win_rate.low", Relation::more, 0.5},
      {"  diff >= -2% ", "diff", Relation::at_least, -0.02},
      {"diff.p<.05", "diff.p", Relation::less, 0.05},
      {"coverage.judged <= 1e3", "coverage.judged", Relation::at_most, 1000.0},
      {"turns.1 == +8.5", "turns.1", Relation::equal, 8.5},
      {"rank != 1", "rank", Relation::not_equal, 1.0},
      {"judges.gpt-4 > 0", "judges.gpt-4", Relation::more, 0.0},
      {"categories.'common sense'.low > 0", "categories.common sense.low", Relation::more, 0.0},
      {"judges.\"gpt-4.1\" > 0", "judges.gpt-4.1", Relation::more, 0.0},
  };
  for (const auto& c : cases) {
    const auto requirement = parse_requirement(c.text);
    ASSERT_TRUE(requirement) << to_text(requirement.error());
    EXPECT_EQ(requirement->left.field, c.left) << c.text;
    EXPECT_EQ(requirement->relation, c.relation) << c.text;
    ASSERT_TRUE(requirement->right.number) << c.text;
    EXPECT_DOUBLE_EQ(*requirement->right.number, c.right) << c.text;
  }
}

TEST(ParseRequirement, TakesFieldsOnBothSidesAndNumbersOnTheLeft) {
  const auto fields = parse_requirement("second_turn > first_turn.low");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->right.field, "first_turn.low");
  EXPECT_EQ(fields->right.column, 15);
  const auto turned = parse_requirement("0.5 < win_rate");
  ASSERT_TRUE(turned);
  EXPECT_EQ(turned->left.number, 0.5);
  EXPECT_EQ(turned->left.text, "0.5");
}

TEST(ParseRequirement, PointsAtWhatItCannotRead) {
  const struct {
    const char* text;
    int column;
    const char* what;
  } cases[] = {
      {"", 1, "expected a field or a number here"},
      {"win_rate", 9, "expected one of < <= > >= == != here"},
      {"win_rate >", 11, "expected a field or a number here"},
      {"win_rate = 0.5", 10, "expected one of < <= > >= == != here"},
      {"win_rate => 0.5", 10, "expected one of < <= > >= == != here"},
      {"win_rate > 0.5.5", 12, "'0.5.5' is no number"},
      {"win_rate > inf", 0, nullptr},
      {"win_rate > -", 12, "'-' is no number"},
      {"win_rate > 0.5 and x > 1", 16, "one requirement is one comparison"},
      {"win_rate > 0.5 %", 16, "one requirement is one comparison"},
      {"win_rate. > 0.5", 10, "expected a field or a number here"},
      {".low > 0.5", 1, "'.' is no number"},
      {"categories.'math > 0.5", 12, "this quote does not end"},
      {"win rate > 0.5", 5, "expected one of < <= > >= == != here"},
      {"(win_rate > 0.5)", 1, "expected a field or a number here"},
      {"1 > 0", 1, "a requirement needs a field, such as win_rate.low"},
      {"\xC3\xA9 > 0", 1, "expected a field or a number here"},
  };
  for (const auto& c : cases) {
    const auto requirement = parse_requirement(c.text);
    if (c.what == nullptr) {
      EXPECT_TRUE(requirement) << c.text << ": a field of that name is unknown later";
      continue;
    }
    ASSERT_FALSE(requirement) << c.text;
    EXPECT_EQ(requirement.error().what, c.what) << c.text;
    ASSERT_TRUE(requirement.error().place);
    EXPECT_EQ(requirement.error().place->column, c.column) << c.text;
  }
  EXPECT_FALSE(parse_requirement(std::string(2'000, 'x') + " > 0"));
}

TEST(ParseRequirement, ShowsTheLineWithACaret) {
  EXPECT_EQ(to_text(parse_requirement(" win_rate = 0.5").error()),
            "--require:1:10: expected one of < <= > >= == != here\n"
            "    win_rate = 0.5\n"
            "             ^\n"
            "  hint: equality is written ==");
}

TEST(ParseRequirement, SurvivesAnyText) {
  Rng rng(4);
  for (int round = 0; round < 5'000; ++round) {
    constexpr std::string_view kBytes = "win_rate.low<>=!0.5%'\" -+e\xC3\0/";
    std::string text;
    for (std::size_t i = rng.below(16); i > 0; --i) text += kBytes[rng.below(kBytes.size())];
    const auto requirement = parse_requirement(text);
    if (!requirement) {
      ASSERT_TRUE(requirement.error().place) << text;
      EXPECT_LE(requirement.error().place->column, static_cast<int>(text.size()) + 1);
    }
  }
}

TEST(Holds, ComparesAsWritten) {
  EXPECT_TRUE(holds(0.5, Relation::at_least, 0.5));
  EXPECT_TRUE(holds(0.5, Relation::at_most, 0.5));
  EXPECT_TRUE(holds(0.5, Relation::equal, 0.5));
  EXPECT_FALSE(holds(0.5, Relation::more, 0.5));
  EXPECT_FALSE(holds(0.5, Relation::less, 0.5));
  EXPECT_FALSE(holds(0.5, Relation::not_equal, 0.5));
}

}  // namespace
}  // namespace evenhand
