#include "run/other_grammar.h"

#include <gtest/gtest.h>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

const Game kGame{.question = {"q2"}, .candidate = {"ours"}, .judge = {"judge"}};

TEST(OtherGrammar, ReadsTheFirstMarkWhereOursReadsTheLast) {
  SampleWorld sample;
  const RunSetting strict = sample.setting({"protocol=graded"});
  const OtherGrammar upstream(strict);
  EXPECT_FALSE(upstream.reads_differently({.text = "As [1] shows.\n\nRating: [[7]]"}, kGame,
                                          Grade{.points = 7}));
  EXPECT_TRUE(upstream.reads_differently({.text = "It says [[9]] of itself.\n\nRating: [[3]]"},
                                         kGame, Grade{.points = 3}))
      << "upstream takes the first match: 9, not 3";
  EXPECT_FALSE(upstream.reads_differently({.text = "No mark."}, kGame,
                                          Unreadable{.reason = "no verdict line"}));
}

TEST(OtherGrammar, IsNoneWhereNoWordsAreRead) {
  SampleWorld sample;
  const RunSetting setting = sample.setting({"protocol=logprob"});
  EXPECT_FALSE(OtherGrammar(setting).reads_differently({.text = "m"}, kGame, Preference{}));
}

}  // namespace
}  // namespace evenhand
