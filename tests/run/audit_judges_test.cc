// Judges are asked about questions: through the store, within the budget, with every vote counted.
#include "run/audit_judges.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

#include "run/audit_prompt.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJudges =
    "name: panel\n"
    "judges: [{name: one, model: judge-1}, {name: two, model: judge-2}]\n"
    "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\", in_flight: 1}}\n";

Result<HttpResponse> says(const std::string& words) {
  return http_reply(
      200, R"({"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": ")" +
               words + R"("}}], "usage": {"prompt_tokens": 5, "completion_tokens": 3}})");
}

class AuditJudges : public testing::Test {
 protected:
  AuditJudges() {
    sample.files.files["judges.yaml"] = kJudges;
    sample.network.answer = [](const HttpRequest& request) {
      if (request.body.empty()) return Result<HttpResponse>(http_reply(200, R"({"data": []})"));
      if (request.body.find("which of those") != std::string::npos) return says("No idea.");
      // The option 4 is right, wherever it stands.
      for (const char letter : {'A', 'B', 'C'}) {
        if (request.body.find(std::string{letter} + ") 4") == std::string::npos) continue;
        return says("Solved.\\n\\n[[" + std::string{letter} + "]]");
      }
      return says("Fine.\\n\\n[[ok]]");
    };
    folder = fs::temp_directory_path() / ("evenhand-audit-judges-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    order = {.subject = "items", .votes = 3, .items = {0, 1, 2, 3}};
    order.options.run_file = "judges.yaml";
    order.options.store = (folder / "store.db").string();
  }
  ~AuditJudges() override { fs::remove_all(folder); }

  Result<JudgesRound> ask() { return ask_judges(items, order, sample.world(), {}); }

  const std::vector<AuditItem> items = {
      {.id = "right", .subject = "", .question = "2 + 2?", .options = {"4", "5", "6"}, .gold = 0},
      {.id = "wrong", .subject = "", .question = "1 + 3?", .options = {"5", "4", "6"}, .gold = 2},
      {.id = "odd", .subject = "", .question = "which of those?", .options = {"x", "y"}, .gold = 0},
      {.id = "open", .subject = "", .question = "Why?", .is_open = true}};
  SampleWorld sample;
  fs::path folder;
  JudgesOrder order;
};

TEST_F(AuditJudges, VoteOnEveryQuestionAndCountWhatCannotBeRead) {
  const auto round = ask();
  ASSERT_TRUE(round) << to_text(round.error());
  EXPECT_EQ(round->requests, 24);
  EXPECT_EQ(round->votes, 24U);
  EXPECT_EQ(round->unreadable, 6U);
  EXPECT_EQ(round->missing, 0U);
  const std::vector<Finding> findings = findings_of_votes(items, round->items);
  ASSERT_EQ(findings.size(), 1U) << "what is unreadable is no verdict";
  EXPECT_EQ(findings[0].question, "wrong");
  EXPECT_EQ(findings[0].detail,
            "wrong_groundtruth: 6 of 6 votes against it (B; B; B; B; B; B), the key says C")
      << "in the letters of the question, in whatever order its options were shown";
}

TEST_F(AuditJudges, AreNotToldTheKey) {
  ASSERT_TRUE(ask());
  const auto sent = sample.network.requests();
  AuditItem other_key = items[0];
  other_key.gold = 1;
  const PromptLibrary library = *PromptLibrary::load(sample.files, "prompts");
  EXPECT_EQ(messages_about(items[0], library)->back().text,
            messages_about(other_key, library)->back().text);
}

TEST_F(AuditJudges, AreAskedOnlyForWhatIsNotStored) {
  order.options.budget.calls = 10;
  const auto first = ask();
  ASSERT_TRUE(first) << to_text(first.error());
  EXPECT_EQ(first->requests, 10);
  EXPECT_EQ(first->votes, 10U);
  EXPECT_EQ(first->missing, 14U);
  ASSERT_TRUE(first->stopped_by);
  EXPECT_EQ(first->stopped_by->kind, ErrorKind::over_budget);

  order.options.budget.calls = 24;
  const auto second = ask();
  ASSERT_TRUE(second) << to_text(second.error());
  EXPECT_EQ(second->requests, 14);
  EXPECT_EQ(second->remembered, 10);
  EXPECT_EQ(second->missing, 0U);
  EXPECT_EQ(second->spend.all.attempts, 24);

  order.options.asking = Asking::offline;
  sample.files.files[order.options.store] = "";  // what is on the disk is not in this world
  const auto third = ask();
  ASSERT_TRUE(third) << to_text(third.error());
  EXPECT_EQ(third->requests, 0);
  EXPECT_EQ(third->votes, 24U);
}

TEST_F(AuditJudges, AreNotAskedAgainWhereTheySaidNothing) {
  const auto speak = sample.network.answer;
  sample.network.answer = [speak](const HttpRequest& request) {
    if (request.body.find("judge-2") == std::string::npos) return speak(request);
    return Result<HttpResponse>(
        http_reply(200, R"({"choices": [{"message": {"content": "", "reasoning": "[[ok]]"},)"
                        R"( "finish_reason": "stop"}],)"
                        R"( "usage": {"prompt_tokens": 5, "completion_tokens": 3}})"));
  };
  const auto first = ask();
  ASSERT_TRUE(first) << to_text(first.error());
  EXPECT_EQ(first->votes, 24U);
  EXPECT_EQ(first->unreadable, 3U + 12U) << "of the judge who speaks, and of the one who does not";
  EXPECT_EQ(first->missing, 0U);

  const auto second = ask();
  ASSERT_TRUE(second) << to_text(second.error());
  EXPECT_EQ(second->requests, 0) << "silence is paid for once";
  EXPECT_EQ(second->remembered, 24);
  EXPECT_EQ(second->unreadable, 3U + 12U);
  EXPECT_EQ(second->spend.all.attempts, 24);
}

TEST_F(AuditJudges, ShowTheVotesThatAreStoredWhenTheBudgetIsReached) {
  ASSERT_TRUE(ask());
  order.options.overrides = {
      "judges=[{name: new, model: judge-3}, {name: one, model: judge-1}, {name: two, model: "
      "judge-2}]"};
  order.options.budget.calls = 24;
  const auto round = ask();
  ASSERT_TRUE(round) << to_text(round.error());
  EXPECT_EQ(round->requests, 0);
  EXPECT_EQ(round->votes, 24U);
  EXPECT_EQ(round->missing, 12U);
  ASSERT_TRUE(round->stopped_by);
  EXPECT_EQ(round->stopped_by->kind, ErrorKind::over_budget);
}

TEST_F(AuditJudges, LeaveWhatTheyWereNotAskedForMissingOffline) {
  order.options.asking = Asking::offline;
  const auto round = ask();
  ASSERT_TRUE(round) << to_text(round.error());
  EXPECT_EQ(round->missing, 24U);
  EXPECT_FALSE(fs::exists(folder)) << "nothing is written";
}

/// What an endpoint refused in an earlier invocation nobody was asked for in this one.
TEST_F(AuditJudges, TellOfNoRefusalOfEarlierOffline) {
  sample.network.answer = [](const HttpRequest& request) {
    if (request.body.empty()) return Result<HttpResponse>(http_reply(200, R"({"data": []})"));
    return Result<HttpResponse>(http_reply(401, R"({"error": {"message": "no such key"}})"));
  };
  const auto first = ask();
  ASSERT_TRUE(first) << to_text(first.error());
  EXPECT_TRUE(first->refused);

  order.options.asking = Asking::offline;
  sample.files.files[order.options.store] = "";  // what is on the disk is not in this world
  const auto second = ask();
  ASSERT_TRUE(second) << to_text(second.error());
  EXPECT_EQ(second->requests, 0);
  EXPECT_EQ(second->missing, 24U);
  EXPECT_FALSE(second->refused);
}

TEST_F(AuditJudges, ComeFromAnyRunFileThatNamesSome) {
  order.options.run_file = "run.yaml";
  EXPECT_TRUE(ask());
  sample.files.files["none.yaml"] = "name: none\n";
  order.options.run_file = "none.yaml";
  const auto none = ask();
  ASSERT_FALSE(none);
  EXPECT_EQ(to_text(none.error()),
            "none.yaml: the file names no judge\n"
            "  hint: add 'judges: [{endpoint: ..., model: ...}]'");
}

TEST(Turned, MovesOptionsRoundUnlessTheyReferToEachOther) {
  const AuditItem item{
      .id = "i", .subject = "", .question = "?", .options = {"x", "y", "z"}, .gold = 0};
  const TurnedItem moved = turned(item, 1);
  EXPECT_EQ(moved.item.options, (std::vector<std::string>{"y", "z", "x"}));
  EXPECT_EQ(moved.item.gold, 2U);
  EXPECT_EQ(moved.in_original_letters("C"), "A");
  EXPECT_EQ(moved.in_original_letters("B,C"), "A,C");
  EXPECT_EQ(moved.in_original_letters("none"), "none");
  AuditItem bound = item;
  bound.options[2] = "all of the above";
  EXPECT_EQ(turned(bound, 1).item.options, bound.options);
}

}  // namespace
}  // namespace evenhand
