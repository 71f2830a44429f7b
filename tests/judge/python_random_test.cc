#include "judge/python_random.h"

#include <gtest/gtest.h>

#include "base/file_system.h"
#include "documents/readers.h"
#include "judge/games.h"

namespace evenhand {
namespace {

// python3 -c 'import random; r = random.Random("evenhand"); print(r.random(), r.random())'
TEST(PythonRandom, DrawsAsPythonDoes) {
  PythonRandom random("evenhand");
  EXPECT_DOUBLE_EQ(random.random(), 0.7945732545310266);
  EXPECT_DOUBLE_EQ(random.random(), 0.5523081571916104);
}

Seating seating_for(const std::string& instruction, std::uint64_t seed) {
  const Question question{.id = {"q"}, .category = "", .turns = {{.user = instruction}}};
  const Answer ours{.question = {"q"}, .model = {"ours"}, .turns = {{.text = "a"}}};
  const Answer base{.question = {"q"}, .model = {"base"}, .turns = {{.text = "b"}}};
  const auto games =
      games_between({question, ours, &base}, {.seats = Seats::drawn_as_alpaca_eval, .seed = seed});
  EXPECT_EQ(games.size(), 1U);
  return games.front().seating;
}

// python3 -c 'import random; print(random.Random("is_switched_outputs" + "Hello!" + "0").random())'
TEST(SeatsOfAlpacaEval, PutTheCandidateFirstFromOneHalfOn) {
  struct {
    const char* instruction;
    std::uint64_t seed;
    Seating seating;
  } const cases[] = {
      {"", 0, Seating::baseline_first},        // 0.1471
      {"", 2, Seating::candidate_first},       // 0.5116
      {"a", 0, Seating::candidate_first},      // 0.7191
      {"Hello!", 0, Seating::baseline_first},  // 0.3651
      {"Hello!", 1, Seating::baseline_first},  // 0.3833
      {"日本", 0, Seating::candidate_first},   // 0.7262
      {"日本", 7, Seating::candidate_first},   // 0.6192
  };
  for (const auto& c : cases) {
    EXPECT_EQ(seating_for(c.instruction, c.seed), c.seating) << c.instruction << c.seed;
  }
}

/// Made by AlpacaEval's own code: which instructions are read with their outputs exchanged.
TEST(SeatsOfAlpacaEval, AreItsOwn) {
  const DiskFileSystem files;
  const std::string path = EVENHAND_SOURCE_DIR "/../shared/vectors/alpaca_eval/seeded_choice.json";
  if (!files.exists(path)) GTEST_SKIP() << "needs " << path;
  const auto contents = files.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto root = read_json(*contents, path);
  ASSERT_TRUE(root);
  ASSERT_GT(root->list()->size(), 10U);
  for (const Node& node : *root->list()) {
    const auto instruction = as_text(*node.find("instruction"));
    const auto seed = as_integer(*node.find("seed"));
    ASSERT_TRUE(instruction && seed);
    PythonRandom random("is_switched_outputs" + *instruction + std::to_string(*seed));
    EXPECT_DOUBLE_EQ(random.random(), *as_number(*node.find("first_random")));
    const bool switched = *as_flag(*node.find("is_switched"));
    EXPECT_EQ(seating_for(*instruction, static_cast<std::uint64_t>(*seed)),
              switched ? Seating::candidate_first : Seating::baseline_first);
  }
}

/// 406 of the 805 standard instructions are read with their outputs exchanged.
TEST(SeatsOfAlpacaEval, AreFairOnTheStandardSet) {
  const DiskFileSystem files;
  const std::string path = EVENHAND_SOURCE_DIR
      "/../shared/data/alpaca_eval/reference/gpt4_1106_preview_model_outputs.json";
  if (!files.exists(path)) GTEST_SKIP() << "needs " << path;
  const auto contents = files.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto root = read_json(*contents, path);
  ASSERT_TRUE(root);
  int switched = 0;
  for (const Node& node : *root->list()) {
    if (seating_for(*as_text(*node.find("instruction")), 0) == Seating::candidate_first) ++switched;
  }
  EXPECT_EQ(switched, 406);
}

}  // namespace
}  // namespace evenhand
