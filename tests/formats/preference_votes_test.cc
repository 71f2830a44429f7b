#include "formats/preference_votes.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

std::string error_of(const std::string& name, const std::string& contents) {
  MemoryFileSystem files;
  files.files[name] = contents;
  const auto votes = read_preference_votes(files, name);
  return votes ? "none" : to_text(votes.error());
}

TEST(PreferenceVotes, AreTheSameInEitherFormat) {
  MemoryFileSystem files;
  files.files["v.csv"] =
      "voter,question,candidate,baseline,preference\nann,q1,ours,base,candidate\n"
      "ann,q2,ours,base,base\nbob,q2,ours,base,tie\n";
  files.files["v.jsonl"] =
      R"({"question": "q1", "candidate": "ours", "baseline": "base", "preference": "ours"})"
      "\n"
      R"({"question": "q2", "candidate": "ours", "baseline": "base", "preference": "baseline"})"
      "\n"
      R"({"question": "q2", "candidate": "ours", "baseline": "base", "preference": "tie"})";
  for (const char* name : {"v.csv", "v.jsonl"}) {
    const auto votes = read_preference_votes(files, name);
    ASSERT_TRUE(votes) << to_text(votes.error());
    ASSERT_EQ(votes->size(), 3U);
    EXPECT_EQ((*votes)[0].candidate_share, 1.0);
    EXPECT_EQ((*votes)[1].candidate_share, 0.0);
    EXPECT_EQ((*votes)[2].candidate_share, 0.5);
  }
}

TEST(PreferenceVotes, NameTheLineThatIsWrong) {
  EXPECT_EQ(error_of("v.csv", "question,candidate,baseline,preference\nq,a,b,a\nq,a,b,c\n"),
            "v.csv:3: unknown preference 'c'\n  hint: write candidate, baseline or tie, or the "
            "name of one of the two models");
  EXPECT_EQ(error_of("v.csv", "question,candidate,baseline,preference\nq,a,a,tie\n"),
            "v.csv:2: 'a' is held against itself");
  EXPECT_NE(error_of("v.jsonl", R"({"question": "q", "candidate": "a", "baseline": "b"})")
                .find("v.jsonl:1"),
            std::string::npos);
}

}  // namespace
}  // namespace evenhand
