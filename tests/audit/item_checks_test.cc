#include "audit/item_checks.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace evenhand {
namespace {

std::string checks_of(const AuditItem& item) {
  std::vector<std::string> names;
  for (const Finding& finding : check_item(item)) names.emplace_back(finding.check);
  return joined(names, " ");
}

std::string checks_of(const std::string& question, std::vector<std::string> options) {
  return checks_of(
      {.id = "q", .subject = "s", .question = question, .options = std::move(options), .gold = 0});
}

TEST(CheckItem, FindsWhatIsBroken) {
  struct {
    const char* question;
    std::vector<std::string> options;
    const char* checks;
  } const cases[] = {
      {"Which river is the longest of them?", {"Nile", "Rhine"}, ""},
      {" ", {"a1", "b1"}, "schema very_short_stem"},
      {"Which river is the longest of them?", {"Nile", " "}, "schema"},
      {"Which river is the longest of them?", {"Nile"}, "schema"},
      {"Which number is even, all told?",
       {"2", "2 ", "3"},
       "duplicate_option duplicate_option_is_gold"},
      {"How much is one half of it?", {"50%", "1/2", "2"}, "numeric_equal_options"},
      {"Which sets of it are open?", {"0", "0,1", "0,4"}, ""},
      {"The cost of it.",
       {"1, 2", "1, 3", "2, 3"},
       "item_list_options item_list_options_without_list fragment_stem"},
      {"Which hold? 1. Ice melts. 2. Fire warms. 3. Air is thin.",
       {"1, 2", "1, 3", "2, 3"},
       "item_list_options"},
      {"In the figure above, which angle is right?", {"x", "y"}, "context_reference"},
      {"Those that build a nest are birds, or so?", {"x", "y"}, "dangling_pronoun"},
      {"It is known that ice floats, is it?", {"x", "y"}, ""},
      {"Why did caf\xC3\x83\xC2\xA9 owners strike?", {"x", "y"}, "bad_characters"},
      {"How does H<sub>2</sub>O freeze, then?", {"x", "y"}, "markup_residue"},
      {"The animal that barks is called a", {"dog", "owl"}, "article_cue_to_gold"},
      {"The animal that hoots is called a", {"owl", "dog"}, "article_mismatch_with_gold"},
      {"Who is the latest champion of it?", {"x", "y"}, "time_sensitive"},
      {"Which of them is not a bird?", {"x", "y"}, "negation_not_emphasised"},
      {"Which of them is NOT a bird?", {"x", "both A and C"}, "order_dependent_option"},
      {"When was it that he died, B.C.?", {"x", "y"}, "punctuation_before_question_mark"},
      {"Ice floats owing to (A) hydrogen bonds",
       {"hydrogen bonds", "salt"},
       "option_label_in_stem gold_at_end_of_stem gold_verbatim_in_stem"},
  };
  for (const auto& c : cases) EXPECT_EQ(checks_of(c.question, c.options), c.checks) << c.question;
}

TEST(CheckItem, TakesOpenQuestionsAsTheyAre) {
  EXPECT_EQ(checks_of({.id = "q",
                       .subject = "s",
                       .question = "Write a poem about the sea, please.",
                       .is_open = true}),
            "");
  EXPECT_EQ(checks_of({.id = "q",
                       .subject = "s",
                       .question = "Sum up the passage, in one line.",
                       .is_open = true}),
            "context_reference");
  EXPECT_EQ(checks_of({.id = "q",
                       .subject = "s",
                       .question = "Write a poem about the sea, please.",
                       .references = {"bad \xEF\xBF\xBD"},
                       .is_open = true}),
            "bad_characters");
}

}  // namespace
}  // namespace evenhand
