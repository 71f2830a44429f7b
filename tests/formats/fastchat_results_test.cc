#include "formats/fastchat_results.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "documents/readers.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/mt_bench/";

SingleJudgment single(const char* model, int turn, std::optional<double> score,
                      const char* question = "1") {
  return {.question = {question}, .model = {model}, .judge = {}, .turn = turn, .score = score};
}

PairJudgment pair(const char* one, const char* two, PairWinner first, PairWinner second) {
  return {.model_1 = {one}, .model_2 = {two}, .first_game = first, .second_game = second};
}

TEST(SingleStandings, AverageRowsAndNotTurns) {
  const std::vector<SingleJudgment> rows = {single("m", 0, 8.0), single("m", 0, 8.0, "2"),
                                            single("m", 1, 2.0), single("m", 1, std::nullopt, "2")};
  const auto standings = single_standings(rows, {{{"1"}, "math"}});
  ASSERT_EQ(standings.size(), 1U);
  EXPECT_EQ(standings[0].first_turn->mean, 8.0);
  EXPECT_EQ(standings[0].second_turn->rows, 1U);
  EXPECT_EQ(standings[0].average->mean, 6.0);
  EXPECT_EQ(standings[0].by_category.at("math").mean, 5.0);
  EXPECT_EQ(standings[0].by_category.size(), 1U);
  EXPECT_EQ(standings[0].unread, 1U);
}

TEST(SingleStandings, ListAModelThatHasNoScoreLast) {
  const std::vector<SingleJudgment> rows = {single("a", 0, std::nullopt), single("b", 0, 1.0),
                                            single("c", 0, 2.0)};
  const auto standings = single_standings(rows, {});
  ASSERT_EQ(standings.size(), 3U);
  EXPECT_EQ(standings[0].model, ModelId{"c"});
  EXPECT_EQ(standings[2].model, ModelId{"a"});
  EXPECT_FALSE(standings[2].average);
}

TEST(PairStandings, CountGamesThatDisagreeAsTiesAndErrorsAsNothing) {
  const std::vector<PairJudgment> rows = {
      pair("a", "b", PairWinner::model_1, PairWinner::model_1),
      pair("a", "b", PairWinner::model_1, PairWinner::tie),
      pair("b", "a", PairWinner::tie, PairWinner::tie),
      pair("a", "b", PairWinner::model_1, PairWinner::error),
      pair("a", "c", PairWinner::error, PairWinner::error),
  };
  const auto standings = pair_standings(rows, {});
  ASSERT_EQ(standings.size(), 3U);
  EXPECT_EQ(standings[0].model, ModelId{"a"});
  EXPECT_EQ(standings[0].wins, 1U);
  EXPECT_EQ(standings[0].ties, 2U);
  EXPECT_EQ(standings[0].inconsistent, 1U);
  EXPECT_EQ(standings[0].failed, 2U);
  EXPECT_EQ(standings[0].win_rate(), 1.0 / 3.0);
  EXPECT_EQ(standings[0].win_rate_adjusted(), 2.0 / 3.0);
  EXPECT_EQ(standings[1].loss_rate(), 1.0 / 3.0);
  EXPECT_EQ(standings[2].win_rate(), std::nullopt);
}

TEST(PairStandings, KeepOtherModelsOutUnlessAskedToDoAsFastChat) {
  const std::vector<PairJudgment> rows = {
      pair("a", "b", PairWinner::model_1, PairWinner::model_1),
      pair("a", "c", PairWinner::model_1, PairWinner::model_1),
      pair("c", "a", PairWinner::model_1, PairWinner::model_1),
  };
  PairSelection selection{.models = {{"a"}, {"b"}}};
  EXPECT_EQ(pair_standings(rows, selection).size(), 2U);
  selection.filter = PairFilter::first_model;
  EXPECT_EQ(pair_standings(rows, selection).size(), 3U);
  selection = {.baseline = ModelId{"c"}, .models = {{"a"}}};
  const auto against = pair_standings(rows, selection);
  ASSERT_EQ(against.size(), 1U);
  EXPECT_EQ(against[0].wins, 1U);
  EXPECT_EQ(against[0].losses, 1U);
}

class FastChatResults : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk.exists(kVectors)) GTEST_SKIP() << "needs FastChat's numbers in " << kVectors;
  }

  Node vector(const std::string& name) {
    const auto contents = disk.read(kVectors + name, kMaxDataFile);
    EXPECT_TRUE(contents) << name;
    auto node = read_json(*contents, name);
    EXPECT_TRUE(node) << name;
    return node ? *std::move(node) : Node{};
  }

  std::vector<PairJudgment> pairs() {
    auto rows = read_pair_judgments(disk, std::string(kVectors) + "gpt-4_pair.jsonl");
    EXPECT_TRUE(rows);
    return rows ? *std::move(rows) : std::vector<PairJudgment>{};
  }

  DiskFileSystem disk;
};

double number(const Node& node, std::string_view field) {
  const Node* found = node.find(field);
  EXPECT_NE(found, nullptr) << field;
  return found == nullptr ? 0.0 : *as_number(*found);
}

TEST_F(FastChatResults, OfSingleMarksAreReproduced) {
  const auto rows = read_single_judgments(disk, std::string(kVectors) + "gpt-4_single.jsonl");
  ASSERT_TRUE(rows);
  std::map<QuestionId, std::string> category_of;
  const std::vector<std::string> categories = {"writing", "roleplay",   "reasoning", "math",
                                               "coding",  "extraction", "stem",      "humanities"};
  for (std::size_t c = 0; c < categories.size(); ++c) {
    category_of[{std::to_string(81 + 10 * c)}] = categories[c];
  }
  const Node expected = vector("show_result_single.json");
  const Node* by_category =
      expected.find("per_category_both_turns(radar; not printed by show_result)");
  const auto standings = single_standings(*rows, category_of);
  ASSERT_EQ(standings.size(), 4U);
  EXPECT_EQ(standings.front().model, ModelId{"model-c"});
  EXPECT_EQ(standings.back().model, ModelId{"model-b"});
  for (const SingleStanding& standing : standings) {
    const std::string& model = standing.model.text;
    EXPECT_NEAR(standing.first_turn->mean, number(*expected.find("first_turn"), model), 1e-12);
    EXPECT_NEAR(standing.second_turn->mean, number(*expected.find("second_turn"), model), 1e-12);
    EXPECT_NEAR(standing.average->mean, number(*expected.find("average"), model), 1e-12);
    EXPECT_EQ(standing.first_turn->rows, number(*expected.find("n_first"), model));
    EXPECT_EQ(standing.second_turn->rows, number(*expected.find("n_second"), model));
    EXPECT_EQ(standing.by_category.size(), 8U);
    for (const auto& [category, mean] : standing.by_category) {
      EXPECT_NEAR(mean.mean, number(*by_category->find(model), category), 1e-12) << category;
    }
  }
}

TEST_F(FastChatResults, OfPairsAreReproducedInEverySelection) {
  const std::vector<ModelId> two = {{"model-a"}, {"model-b"}};
  struct {
    const char* name;
    PairSelection selection;
  } const cases[] = {
      {"baseline_gpt-3.5-turbo", {.baseline = ModelId{"gpt-3.5-turbo"}}},
      {"baseline_models_a_b",
       {.baseline = ModelId{"gpt-3.5-turbo"}, .models = two, .filter = PairFilter::first_model}},
      {"baseline_is_model_b", {.baseline = ModelId{"model-b"}}},
      {"all", {}},
      {"all_models_a_b", {.models = two, .filter = PairFilter::first_model}},
  };
  const Node expected = vector("show_result_pairwise.json");
  const std::vector<PairJudgment> rows = pairs();
  for (const auto& c : cases) {
    const Node* board = expected.find(c.name);
    ASSERT_NE(board, nullptr) << c.name;
    const auto standings = pair_standings(rows, c.selection);
    EXPECT_EQ(standings.size(), board->map()->size()) << c.name;
    for (const PairStanding& standing : standings) {
      const Node* of_model = board->find(standing.model.text);
      ASSERT_NE(of_model, nullptr) << c.name << " " << standing.model.text;
      EXPECT_EQ(standing.wins, number(*of_model, "win"));
      EXPECT_EQ(standing.losses, number(*of_model, "loss"));
      EXPECT_EQ(standing.ties, number(*of_model, "tie"));
      EXPECT_NEAR(*standing.win_rate(), number(*of_model, "win_rate"), 1e-12);
      EXPECT_NEAR(*standing.loss_rate(), number(*of_model, "loss_rate"), 1e-12);
      EXPECT_NEAR(*standing.win_rate_adjusted(), number(*of_model, "win_rate_adjusted"), 1e-12);
    }
  }
}

PairWinner winner_named(const std::string& name) {
  if (name == "model_1") return PairWinner::model_1;
  if (name == "model_2") return PairWinner::model_2;
  return name == "tie" ? PairWinner::tie : PairWinner::error;
}

std::string named(PairOutcome outcome) {
  switch (outcome) {
    case PairOutcome::model_1: return "model_1";
    case PairOutcome::model_2: return "model_2";
    case PairOutcome::tie: return "tie";
    case PairOutcome::inconsistent: return "inconsistent";
    case PairOutcome::error: return "error";
  }
  return "";
}

std::string counted(const PairJudgment& row) {
  const auto standings = pair_standings(std::vector{row}, {});
  const PairStanding& of_1 = standings[0].model == row.model_1 ? standings.at(0) : standings.at(1);
  if (of_1.failed > 0) return "dropped";
  if (of_1.ties > 0) return "tie";
  return of_1.wins > 0 ? "model_1 wins" : "model_2 wins";
}

TEST_F(FastChatResults, OfAllSixteenPairsOfGamesAreReproduced) {
  const Node cases = vector("swap_combination.json");
  ASSERT_EQ(cases.list()->size(), 16U);
  for (const Node& c : *cases.list()) {
    const PairJudgment row = pair("a", "b", winner_named(*as_text(*c.find("g1_winner"))),
                                  winner_named(*as_text(*c.find("g2_winner"))));
    EXPECT_EQ(named(outcome_of(row)), *as_text(*c.find("loader_winner")));
    EXPECT_EQ(counted(row), *as_text(*c.find("show_result")));
  }
}

TEST_F(FastChatResults, OfItsBrowserAreReproduced) {
  const Node loaded = vector("loaded_pair_winners.json");
  std::size_t checked = 0;
  for (const PairJudgment& row : pairs()) {
    const PairJudgment ordered = in_order_of_names(row);
    const Node* winners = loaded.find("winners")->find(row.judge.model + "|" + row.judge.prompt);
    ASSERT_NE(winners, nullptr) << row.judge.prompt;
    const Node* winner = winners->find(ordered.question.text + "|" + ordered.model_1.text + "|" +
                                       ordered.model_2.text);
    ASSERT_NE(winner, nullptr) << row.line;
    EXPECT_EQ(named(outcome_of(ordered)), *as_text(*winner)) << row.line;
    ++checked;
  }
  EXPECT_EQ(checked, 96U);
}

}  // namespace
}  // namespace evenhand
