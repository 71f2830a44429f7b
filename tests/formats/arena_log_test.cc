#include "formats/arena_log.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

using nlohmann::json;

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/arena/";

Result<ArenaBattles> clean(const std::string& log, const ArenaLogRules& rules = {},
                           VoterNames names = VoterNames::addresses) {
  MemoryFileSystem files;
  files.files["log"] = log;
  return clean_arena_logs(files, {"log"}, rules, names);
}

std::vector<json> parsed(const std::string& lines) {
  std::vector<json> rows;
  for (const std::string& line : split(lines, '\n')) {
    if (!line.empty()) rows.push_back(json::parse(line));
  }
  return rows;
}

/// A vote of which parts can be told otherwise.
struct Vote {
  std::string type = "leftvote";
  std::string models = R"(["", ""])";
  std::string answer = "four";
  std::string id = "c1";
  std::string ip = "1.1.1.1";
  double tstamp = 1'700'000'000;

  std::string line() const {
    json a = {{"model_name", "alpha"},
              {"messages", json::array({json::array({"USER", "two and two"}),
                                        json::array({"ASSISTANT", answer})})},
              {"offset", 0},
              {"conv_id", id}};
    json b = a;
    b["model_name"] = "bravo";
    b["messages"][1][1] = "4";
    const json row = {{"tstamp", tstamp},
                      {"type", type},
                      {"models", json::parse(models)},
                      {"states", json::array({a, b})},
                      {"ip", ip}};
    return row.dump() + "\n";
  }
};

TEST(ArenaLog, IsCleanedAsTheOriginalDoesIt) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
  const DiskFileSystem disk;
  std::ifstream in(std::string(kVectors) + "clean_expected.json");
  const json wanted = json::parse(in);
  const ArenaLogRules rules{
      .excluded_models = wanted["exclude_model_names"].get<std::set<std::string>>(),
      .banned_addresses = wanted["ban_ip_list"].get<std::set<std::string>>()};
  const auto cleaned = clean_arena_logs(disk, {std::string(kVectors) + "clean_raw_log.jsonl"},
                                        rules, VoterNames::addresses);
  ASSERT_TRUE(cleaned) << to_text(cleaned.error());
  EXPECT_EQ(cleaned->records, wanted["rows_in_log"]);
  EXPECT_EQ(cleaned->records - cleaned->left_out.at("no_vote"), wanted["vote_rows"]);
  EXPECT_EQ(cleaned->anonymous, wanted["count_dict"]["anony"]);
  for (const auto& [name, count] : wanted["count_dict"].items()) {
    if (name == "anony") continue;
    EXPECT_EQ(cleaned->left_out.at(name), count) << name;
  }
  EXPECT_EQ(json(cleaned->leaks), wanted["count_leak"]);
  const std::vector<json> battles = parsed(cleaned->lines);
  ASSERT_EQ(battles.size(), wanted["battles"].size());
  std::map<std::string, json> by_id;
  for (json battle : wanted["battles"]) {
    battle.erase("language");  // what the vectors have of these two is made up
    for (const char* side : {"conversation_a", "conversation_b"}) {
      for (json& turn : battle[side]) turn.erase("num_tokens");
    }
    by_id[battle["question_id"]] = battle;
  }
  for (const json& battle : battles) EXPECT_EQ(battle, by_id[battle["question_id"]]);
}

TEST(ArenaLog, NamesWhyAVoteMakesNoBattle) {
  const std::pair<Vote, const char*> cases[] = {
      {{.type = "flag"}, "no_vote 1"},
      {{.models = R"([null, ""])"}, "no_selector 1"},
      {{.models = R"(["", "bravo"])"}, "invalid 1"},
      {{.models = R"(["bravo", "alpha"])"}, "invalid 1"},
      {{.answer = ""}, "none_msg 1"},
      {{.answer = "I am Claude."}, "leaked_identity 1"},
      {{.answer = "I am TÜLU."}, "leaked_identity 1"},
      {{.answer = "**API REQUEST ERROR** Reason: none"}, "error 1"},
      {{.answer = "fo▌"}, "unfinished 1"},
  };
  for (const auto& [vote, why] : cases) {
    const auto cleaned = clean(vote.line());
    ASSERT_FALSE(cleaned) << why;
    EXPECT_EQ(to_text(cleaned.error()),
              std::string("no battle is left of 1 records\n  hint: ") + why);
  }
}

TEST(ArenaLog, LooksForNamesAsWordsWhereAskedTo) {
  const std::string log = Vote{.answer = "bombarded by palm trees"}.line() +
                          Vote{.answer = "I am Bard.", .id = "c2"}.line();
  EXPECT_FALSE(clean(log));
  const auto words =
      clean(log + Vote{.answer = "embargoed", .id = "c3"}.line(), {.identity = IdentityRule::word});
  ASSERT_TRUE(words);
  EXPECT_EQ(words->battles, 1U) << "a palm tree is still a palm";
  EXPECT_EQ(words->leaks, (std::map<std::string, std::size_t>{{"bard", 1}, {"palm", 1}}));
  EXPECT_EQ(clean(log, {.identity = IdentityRule::none})->battles, 2U);
}

TEST(ArenaLog, FindsNamesAtTheEndsOfMessages) {
  const auto words =
      clean(Vote{.answer = "I am Bard"}.line() + Vote{.answer = "x", .id = "c2"}.line(),
            {.identity = IdentityRule::word});
  ASSERT_TRUE(words);
  EXPECT_EQ(words->battles, 1U) << "what follows is another message";
}

TEST(ArenaLog, CountsTheFirstOfSeveralVotesOnOneConversation) {
  const auto cleaned =
      clean(Vote{.type = "rightvote", .models = R"(["alpha", "bravo"])", .tstamp = 2}.line() +
            Vote{.tstamp = 1}.line());
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(cleaned->left_out, (std::map<std::string, std::size_t>{{"repeated", 1}}));
  EXPECT_EQ(parsed(cleaned->lines)[0]["winner"], "model_a");
  EXPECT_EQ(cleaned->anonymous, 1U);
}

TEST(ArenaLog, NumbersVotersOverAllTheirVotes) {
  std::string log;
  const char* addresses[] = {"9.9.9.9", "1.1.1.1", "9.9.9.9"};
  for (std::size_t i = 0; i < 3; ++i) {
    log += Vote{.id = "c" + std::to_string(i), .ip = addresses[i]}.line();
  }
  const auto cleaned = clean(log, {}, VoterNames::numbers);
  ASSERT_TRUE(cleaned);
  std::vector<std::string> judges;
  for (const json& battle : parsed(cleaned->lines)) judges.push_back(battle["judge"]);
  EXPECT_EQ(judges, (std::vector<std::string>{"arena_user_1", "arena_user_2", "arena_user_1"}));
}

TEST(ArenaLog, TagsBattlesWithWhatClassifiersSay) {
  MemoryFileSystem files;
  files.files["log"] = Vote().line() + Vote{.id = "c2"}.line();
  files.files["math"] = R"({"question_id": "c1", "judgment": "<decision>yes</decision>"})"
                        "\n"
                        R"({"question_id": "c2", "judgment": "$ERROR$"})";
  CategoryTags tags;
  ASSERT_TRUE(add_category_tags(files, "math", "math_v0.1", tags));
  EXPECT_EQ(tags.unread, 1U);
  const auto cleaned = clean_arena_logs(files, {"log"}, {}, VoterNames::addresses, tags);
  const std::vector<json> battles = parsed(cleaned->lines);
  EXPECT_EQ(battles[0]["category_tag"], json({{"math_v0.1", {{"math", true}}}}));
  EXPECT_FALSE(battles[1].contains("category_tag")) << "a failure is no answer";
  const auto again = add_category_tags(files, "math", "math_v0.1", tags);
  ASSERT_FALSE(again);
  EXPECT_EQ(to_text(again.error()), "math:1: the question_id 'c1' came before for math_v0.1");
}

TEST(ArenaLog, TakesTheTextOfMessagesWithPictures) {
  std::string log = Vote().line();
  const std::string text = R"("two and two")";
  log.replace(log.find(text), text.size(), R"(["two and two", ["a.png"]])");
  const auto cleaned = clean(log);
  ASSERT_TRUE(cleaned) << to_text(cleaned.error());
  EXPECT_EQ(parsed(cleaned->lines)[0]["conversation_a"][0]["content"], "two and two");
}

TEST(ArenaLog, SaysWhatIsWrongAndWhere) {
  const std::pair<std::string, std::string> cases[] = {
      {"{\n", "log:1:1: this is not JSON"},
      {R"({"tstamp": 1})", "log:1: a vote needs 'type'"},
      {R"({"type": "leftvote"})", "log:1: a vote needs 'models'"},
      {R"({"type": "leftvote", "models": "x"})", "log:1: 'models' must be a list, found 'x'"},
      {R"({"type": "leftvote", "models": ["x"]})", "log:1: 'models' must have two items, found 1"},
      {R"({"type": "leftvote", "models": ["", ""], "states": [{}, {}]})",
       "log:1: a vote needs 'messages'"},
      {R"({"type": "leftvote", "models": ["", ""], "states": [{"messages": ["x"]}, {}]})",
       "log:1: a message is a list of role and text, found 'x'"},
      {R"({"type": "leftvote", "models": ["", ""], "states": [{"messages": [], "offset": -1}, {}]})",
       "log:1: 'offset' cannot be negative"},
      {R"({"type": "leftvote", "models": ["", ""], "states": [{"messages": []}, {"messages": []}]})",
       "log:1: a vote needs 'tstamp'"},
  };
  for (const auto& [log, wanted] : cases) {
    const auto cleaned = clean(log);
    ASSERT_FALSE(cleaned) << wanted;
    EXPECT_EQ(to_text(cleaned.error()).substr(0, wanted.size()), wanted);
  }
}

}  // namespace
}  // namespace evenhand
