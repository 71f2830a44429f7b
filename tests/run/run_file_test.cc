#include "run/run_file.h"

#include <gtest/gtest.h>

#include "run/endpoint_specs.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kMinimal =
    "suite: chat\n"
    "candidates: [{model: a}]\n"
    "judges: [{model: b}]\n";

Result<RunFile> read(const std::string& yaml, const std::vector<std::string>& overrides = {},
                     const std::string& path = "runs/nightly.yaml") {
  MemoryFileSystem files;
  files.files[path] = yaml;
  return read_run_file(files, path, overrides);
}

std::string message(const std::string& yaml) {
  const auto run = read(yaml);
  return run ? "read" : to_text(run.error());
}

TEST(ReadRunFile, FillsInWhatIsNotSaid) {
  const auto run = read(kMinimal);
  ASSERT_TRUE(run) << to_text(run.error());
  EXPECT_EQ(run->name, "nightly");
  EXPECT_EQ(run->folder, "runs");
  EXPECT_EQ(run->seed, 0U);
  EXPECT_EQ(run->protocol, std::nullopt);
  EXPECT_EQ(run->candidates[0].name.text, "a");
  EXPECT_EQ(run->candidates[0].endpoint.text, "openai");
  EXPECT_EQ(run->timeouts.total, std::chrono::minutes(10));
}

TEST(ReadRunFile, TakesEveryKey) {
  const auto run = read(R"(
name: full
suite: ./mine
protocol: pairwise_five
seats: drawn
verdicts: upstream
seed: 7
repeats: 3
bootstrap: 500
limit: 10
baseline: {name: base, answers: out/base.json}
candidates:
  - {name: ours, endpoint: local, model: m, system: Be brief., params: {temperature: 0.2, top_p: 0.9, max_tokens: 64, seed: 5, stop: [END], extra: {min_p: 0.1}}}
judges: [{name: j, endpoint: local, model: k}]
endpoints:
  local: {base_url: "http://127.0.0.1/v1", type: azure, api_key_env: KEY, api_version: v, in_flight: 9, requests_per_minute: 60, tokens_per_minute: 1000, allow_clear_text: true}
  sim: {simulated: {seed: 3}}
budget: {cost: 1.5, calls: 10, tokens: 99}
timeouts: {connect: 1, idle: 2.5, total: 3}
retry: {attempts: 2, outage: 4}
prices: prices.json
prompts: {pairwise: p.txt}
)");
  ASSERT_TRUE(run) << to_text(run.error());
  EXPECT_EQ(run->protocol, ProtocolId{"pairwise_five"});
  EXPECT_EQ(run->protocol_options.seats, Seats::drawn);
  EXPECT_EQ(run->protocol_options.grammar, VerdictGrammar::upstream);
  EXPECT_EQ(run->protocol_options.repeats, 3);
  EXPECT_EQ(run->protocol_options.seed, 7U);
  EXPECT_EQ(run->limit, 10U);
  EXPECT_EQ(run->baseline->answers, "runs/out/base.json");
  EXPECT_EQ(run->candidates[0].params.extra, R"({"min_p":0.1})");
  EXPECT_EQ(run->endpoints.at("local").kind, EndpointKind::azure);
  EXPECT_EQ(run->endpoints.at("sim").simulation_seed, 3U);
  EXPECT_EQ(run->budget.cost, 1.5);
  EXPECT_EQ(run->timeouts.idle, std::chrono::milliseconds(2500));
  EXPECT_EQ(run->retry.longest_outage, std::chrono::seconds(4));
  EXPECT_EQ(run->prices, "runs/prices.json");
  EXPECT_EQ(run->prompts.at("pairwise"), "runs/p.txt");
}

TEST(ReadRunFile, KnowsEveryWayToDrawSeats) {
  EXPECT_EQ(read(kMinimal, {"seats=both"})->protocol_options.seats, Seats::both);
  EXPECT_EQ(read(kMinimal, {"seats=drawn"})->protocol_options.seats, Seats::drawn);
  EXPECT_EQ(read(kMinimal, {"seats=alpaca_eval"})->protocol_options.seats,
            Seats::drawn_as_alpaca_eval);
}

TEST(ReadRunFile, IsOverriddenFromTheCommandLine) {
  const auto run = read(kMinimal, {"seed=9", "candidates.0.params.temperature=0.2"});
  ASSERT_TRUE(run) << to_text(run.error());
  EXPECT_EQ(run->seed, 9U);
  EXPECT_EQ(run->candidates[0].params.temperature, 0.2);
  const auto wrong = read(kMinimal, {"candidates.3.name=x"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().what,
            "--set candidates.3.name=x: there is no entry 3; the list has 1 and counts from 0");
}

TEST(ReadRunFile, SaysWhatIsWrongAndTheWayOut) {
  struct {
    const char* yaml;
    const char* message;
  } const cases[] = {
      {"suit: chat\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:1:1: unknown key 'suit' in the run file\n"
       "    suit: chat\n"
       "    ^\n"
       "  hint: did you mean 'suite'?"},
      {"suite: chat\ncandidates: []\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:13: expected a list with at least one candidate, found a list\n"
       "    candidates: []\n"
       "                ^"},
      {"suite: chat\ncandidates: [{model: a}, {model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:26: two candidates are called 'a'\n"
       "    candidates: [{model: a}, {model: a}]\n"
       "                             ^\n"
       "  hint: give each a 'name' of its own"},
      {"suite: chat\ncandidates: [{model: a, answers: x}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:14: a candidate has both 'answers' and 'model'\n"
       "    candidates: [{model: a, answers: x}]\n"
       "                 ^\n"
       "  hint: 'answers' is for answers that exist already, 'model' for a model to be asked"},
      {"suite: chat\ncandidates: [{model: a, endpoint: lcal}]\njudges: [{model: b}]\n"
       "endpoints: {local: {}, remote: {}}\n",
       "runs/nightly.yaml:2:14: unknown endpoint 'lcal' of 'a'\n"
       "    candidates: [{model: a, endpoint: lcal}]\n"
       "                 ^\n"
       "  hint: did you mean 'local'?"},
      {"suite: chat\nseats: bth\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:8: unknown seats 'bth'\n"
       "    seats: bth\n"
       "           ^\n"
       "  hint: did you mean 'both'?"},
      {"suite: chat\ncandidates: [{model: a}]\njudges: [{answers: b}]\n",
       "runs/nightly.yaml:3:10: judge 'b' has 'answers'\n"
       "    judges: [{answers: b}]\n"
       "             ^\n"
       "  hint: a judge is asked: give it 'endpoint' and 'model'"},
      {"suite: chat\nrepeats: 0\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:10: 'repeats' must be between 1 and 100\n"
       "    repeats: 0\n"
       "             ^"},
      {"", "runs/nightly.yaml: expected the run file with its keys, found nothing"},
      {"suite: chat\nname: ''\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:7: 'name' must not be blank\n"
       "    name: ''\n"
       "          ^"},
      {"suite: chat\nname: ' '\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:7: 'name' must not be blank\n"
       "    name: ' '\n"
       "          ^"},
      {"suite: chat\nname:\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:1: 'name' must not be blank\n"
       "    name:\n"
       "    ^"},
      {"suite: chat\nprotocol: pairwize\ncandidates: [{model: a}]\njudges: [{model: b}]\n",
       "runs/nightly.yaml:2:11: unknown protocol 'pairwize'\n"
       "    protocol: pairwize\n"
       "              ^\n"
       "  hint: did you mean 'pairwise'?"},
      {"suite: chat\ncandidates: [{model: a, params: {extra: {top_k: 1, model: x}}}]\n"
       "judges: [{model: b}]\n",
       "runs/nightly.yaml:2:52: 'model' cannot be in 'extra': it is set by evenhand itself\n"
       "    candidates: [{model: a, params: {extra: {top_k: 1, model: x}}}]\n"
       "                                                       ^\n"
       "  hint: temperature, top_p, max_tokens, seed and stop stand in 'params' itself"},
  };
  for (const auto& c : cases) EXPECT_EQ(message(c.yaml), c.message);
}

TEST(ReadRunFile, RefusesExtraFieldsThatAreSetForEveryChat) {
  for (const char* field : {"model", "messages", "stream", "n", "temperature", "top_logprobs"}) {
    for (const char* who : {"candidates", "judges"}) {
      const std::string at = std::string(who) + ".0.params.extra.";
      const auto run = read(kMinimal, {at + field + "=1"});
      ASSERT_FALSE(run) << at << field;
      EXPECT_EQ(run.error().what,
                "'" + std::string(field) + "' cannot be in 'extra': it is set by evenhand itself");
      EXPECT_TRUE(read(kMinimal, {at + "echo=true"}));
    }
  }
}

TEST(CheckAddresses, TakesAzureWhereACallCanWork) {
  const auto checked = [](const std::string& endpoint) {
    const auto run = read(kMinimal, {"endpoints.x={type: azure, " + endpoint + "}"});
    return run ? check_addresses(run->endpoints) : Result<void>(run.error());
  };
  EXPECT_TRUE(checked("base_url: 'https://r.openai.azure.com', api_version: 2024-10-21"));
  EXPECT_TRUE(checked("base_url: 'https://r.openai.azure.com/openai/v1/'"));
  EXPECT_TRUE(checked("base_url: 'https://r.openai.azure.com/openai?api-version=2024-10-21'"));
  EXPECT_FALSE(checked("base_url: 'https://r.openai.azure.com/openai/deployments/d'"));
}

TEST(CheckAddresses, SayWhereAnAddressIsThatNoCallCanBeMadeAt) {
  const auto run = read(
      "suite: chat\ncandidates: [{model: a}]\njudges: [{model: b}]\n"
      "endpoints: {x: {type: azure, base_url: 'https://r.openai.azure.com'}}\n");
  ASSERT_TRUE(run) << "what is stored can be shown all the same";
  const auto checked = check_addresses(run->endpoints);
  ASSERT_FALSE(checked);
  EXPECT_EQ(
      to_text(checked.error()),
      "runs/nightly.yaml:4:16: endpoint 'x': Azure needs 'api_version'\n"
      "    endpoints: {x: {type: azure, base_url: 'https://r.openai.azure.com'}}\n"
      "                   ^\n"
      "  hint: the version that your resource shows, such as 2024-10-21; none is needed where "
      "'base_url' ends with /openai/v1");
}

}  // namespace
}  // namespace evenhand
