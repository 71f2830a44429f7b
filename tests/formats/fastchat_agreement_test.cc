#include "formats/fastchat_agreement.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/mt_bench/";

Result<std::vector<PairVote>> read(const std::string& contents) {
  MemoryFileSystem files;
  files.files["v.json"] = contents;
  return read_pair_votes(files, "v.json");
}

std::string vote(const std::string& models, const std::string& winner, const std::string& judge) {
  return R"({"question_id": 81, )" + models + R"(, "winner": ")" + winner + R"(", "judge": )" +
         judge + R"(, "turn": 1})";
}

const std::string kInOrder = R"("model_a": "x", "model_b": "y")";
const std::string kTurned = R"("model_a": "y", "model_b": "x")";

TEST(Agreement, ComparesModelsAndNotSeats) {
  const auto votes = read("[" + vote(kInOrder, "model_a", "[\"gpt-4\", \"pair-v2\"]") + "," +
                          vote(kTurned, "model_b", "\"expert_1\"") + "," +
                          vote(kTurned, "tie (inconsistent)", "\"expert_2\"") + "," +
                          vote(kTurned, "model_a", "\"author_1\"") + "]");
  ASSERT_TRUE(votes) << to_text(votes.error());
  const auto compared = gpt4_human_comparisons(*votes);
  ASSERT_TRUE(compared);
  const Agreement with_gpt4 = agreement_of(*compared);
  EXPECT_EQ(with_gpt4.at(0).with_ties.compared, 2U);
  EXPECT_EQ(with_gpt4.at(0).with_ties.agreed, 1U);
  EXPECT_EQ(with_gpt4.at(0).without_ties.compared, 1U);
  EXPECT_EQ(with_gpt4.at(0).without_ties.share(), 1.0);
  const Agreement humans = agreement_of(human_comparisons(*votes));
  EXPECT_EQ(humans.at(0).with_ties.share(), 0.0);
  EXPECT_EQ(humans.at(0).without_ties.share(), std::nullopt);
}

TEST(Agreement, NeedsOneVoteOfGpt4OnASubject) {
  const std::string gpt4 = vote(kInOrder, "tie", "[\"gpt-4\", \"pair-v2\"]");
  const auto votes =
      read("[" + gpt4 + ",\n" + gpt4 + "," + vote(kInOrder, "tie", "\"expert_1\"") + "]");
  ASSERT_TRUE(votes);
  const auto agreement = gpt4_human_comparisons(*votes);
  ASSERT_FALSE(agreement);
  EXPECT_EQ(to_text(agreement.error()),
            "v.json:2: a second vote of GPT-4 on the question '81', turn 1");
}

TEST(ReadPairVotes, SaysWhatIsWrongAndWhere) {
  struct {
    std::string contents;
    const char* message;
  } const cases[] = {
      {"{}", "v.json:1: expected a list of votes, found a map"},
      {"[{}]", "v.json:1: a vote needs 'question_id'"},
      {"[" + vote(kInOrder, "model_c", "\"expert_1\"") + "]",
       "v.json:1: unknown winner 'model_c'\n  hint: did you mean 'model_a'?"},
      {"[" + vote(kInOrder, "tie", "[1]") + "]",
       "v.json:1: 'judge' must be a text, or a judge and a prompt"},
  };
  for (const auto& c : cases) {
    const auto votes = read(c.contents);
    ASSERT_FALSE(votes) << c.contents;
    EXPECT_EQ(to_text(votes.error()), c.message);
  }
}

std::string printed(const std::string& judges, const Agreement& agreement) {
  std::string text = "## judges: " + judges + "\n";
  const auto line = [](int turn, const char* what, const AgreementCount& count) {
    return fmt::format("turn {} {} tie. #total: {}, #agree: {}, ratio: {:.2f}\n", turn + 1, what,
                       count.compared, count.agreed, count.share().value());
  };
  for (const auto& [turn, counts] : agreement) {
    text += line(turn, "with", counts.with_ties) + line(turn, "without", counts.without_ties);
  }
  return text;
}

/// FastChat's own printout, word for word.
TEST(Agreement, IsWhatFastChatPrints) {
  const DiskFileSystem disk;
  if (!disk.exists(kVectors)) GTEST_SKIP() << "needs FastChat's sample votes in " << kVectors;
  auto votes = read_pair_votes(disk, std::string(kVectors) + "agreement_human_votes.json");
  const auto gpt4 = read_pair_votes(disk, std::string(kVectors) + "agreement_gpt4_votes.json");
  ASSERT_TRUE(votes) << to_text(votes.error());
  ASSERT_TRUE(gpt4) << to_text(gpt4.error());
  votes->insert(votes->end(), gpt4->begin(), gpt4->end());
  const auto with_gpt4 = gpt4_human_comparisons(*votes);
  ASSERT_TRUE(with_gpt4);
  const auto expected = disk.read(std::string(kVectors) + "agreement_expected.txt", kMaxDataFile);
  ASSERT_TRUE(expected);
  EXPECT_EQ(
      printed("gpt4-pair human", agreement_of(*with_gpt4)) + printed("human human", agreement_of(human_comparisons(*votes))),
      *expected);
}

}  // namespace
}  // namespace evenhand
