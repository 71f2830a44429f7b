#include "providers/scoring_record.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

/// An odd reply to a call that left when all that counts so far was known.
bool on_odd(ScoringRecord& record, long long call) {
  return record.on_odd("m", call, record.doubts("m"));
}

const Error kRefusal{.kind = ErrorKind::endpoint_refused, .what = "no"};

TEST(ScoringRecord, FindsAModelUnableAtItsThirdOddCall) {
  ScoringRecord record;
  EXPECT_FALSE(on_odd(record, 1));
  EXPECT_FALSE(on_odd(record, 2));
  EXPECT_EQ(record.doubts("another"), 0U);
  EXPECT_TRUE(on_odd(record, 3));
  EXPECT_TRUE(record.on_odd("m", 4, 0)) << "it was under way meanwhile, and ends as they do";
}

TEST(ScoringRecord, CountsACallOnceHoweverOftenItIsTried) {
  ScoringRecord record;
  for (int attempt = 0; attempt < 10; ++attempt) EXPECT_FALSE(on_odd(record, 1));
  EXPECT_EQ(record.doubts("m"), 1U);
}

TEST(ScoringRecord, CountsCallsThatWereUnderWayAtOnceAsOne) {
  ScoringRecord record;
  for (long long call = 1; call <= 10; ++call) EXPECT_FALSE(record.on_odd("m", call, 0));
  EXPECT_EQ(record.doubts("m"), 1U);
  for (long long call = 11; call <= 20; ++call) EXPECT_FALSE(record.on_odd("m", call, 1));
  EXPECT_EQ(record.doubts("m"), 2U);
  EXPECT_TRUE(record.on_odd("m", 21, 2));
}

TEST(ScoringRecord, HasNoDoubtsOfAModelThatHasScoredAText) {
  ScoringRecord record;
  on_odd(record, 1);
  on_odd(record, 2);
  record.on_scored("m");
  EXPECT_EQ(record.so_far("m"), Scored::texts);
  for (long long call = 3; call < 10; ++call) EXPECT_FALSE(on_odd(record, call)) << call;
  record.refuse("m", kRefusal);
  EXPECT_FALSE(record.refusal_of("m"));
}

TEST(ScoringRecord, TakesARefusalBackWhenATextIsScored) {
  ScoringRecord record;
  EXPECT_FALSE(record.refusal_of("m"));
  record.refuse("m", kRefusal);
  EXPECT_EQ(record.refusal_of("m").value().what, "no");
  EXPECT_FALSE(record.refusal_of("another"));
  record.on_scored("m");
  EXPECT_FALSE(record.refusal_of("m"));
}

}  // namespace
}  // namespace evenhand
