#include "simulate/scored_text.h"

#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>

#include "simulate/service.h"
#include "tests/fakes/manual_clock.h"

namespace evenhand {
namespace {

using Json = nlohmann::json;

std::string asking(const std::string& prompt, const std::string& model = "sim-candidate") {
  return Json{
      {"model", model}, {"prompt", prompt}, {"max_tokens", 1}, {"logprobs", 1}, {"echo", true}}
      .dump();
}

TEST(SimulatedCompletions, EchoTheTextWithALogProbabilityForEachToken) {
  ManualClock clock;
  SimulatedService service(7, "", clock);
  const std::string prompt = "Q: Wie spät?\nA: Ökonomisch 日本語 spät.";
  const ServiceReply reply = service.completion("", asking(prompt));
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, service.completion("", asking(prompt)).body);
  const Json choice = Json::parse(reply.body)["choices"][0];
  const Json& logprobs = choice["logprobs"];
  std::string text;
  for (const Json& token : logprobs["tokens"]) text += token.get<std::string>();
  EXPECT_EQ(text, prompt + "\n");
  EXPECT_EQ(choice["text"], text);
  EXPECT_EQ(logprobs["token_logprobs"].size(), logprobs["tokens"].size());
  EXPECT_EQ(logprobs["text_offset"].size(), logprobs["tokens"].size());
  EXPECT_TRUE(logprobs["token_logprobs"][0].is_null());
  EXPECT_LT(logprobs["token_logprobs"][1], 0.0);
}

TEST(SimulatedCompletions, RefuseWhatIsNotSimulated) {
  ManualClock clock;
  SimulatedService service(7, "", clock);
  const std::pair<const char*, const char*> cases[] = {
      {R"({"model":"sim-candidate","prompt":"x","logprobs":1,"max_tokens":1})",
       "completions are simulated with 'echo': true and 'logprobs' alone"},
      {R"({"model":"sim-candidate","prompt":"x","echo":true,"logprobs":1,"max_tokens":9})",
       "'max_tokens' is not a whole number from 0 to 1"},
      {R"({"model":"sim-candidate","prompt":"x","echo":true,"logprobs":1})",
       "'max_tokens' is neither 0 nor 1"},
      {R"({"model":"sim-candidate","prompt":["x"],"echo":true,"logprobs":1,"max_tokens":1})",
       "'prompt' is not a text"},
      {"{", "the body is not JSON"}};
  for (const auto& [body, message] : cases) {
    const ServiceReply reply = service.completion("", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(Json::parse(reply.body)["error"]["message"], message);
  }
  EXPECT_EQ(service.completion("", asking("x", "gpt-4")).status, 404);
}

double logprob_of(const SimulatedModel& model, const std::string& question, std::size_t option) {
  const std::string before = "Q: " + question + "\nA:";
  const std::string continuation = " Option number " + std::to_string(option) + ".";
  const ChatTask task{.model = "m" + std::to_string(model.quality),
                      .messages = {{.role = Role::user, .text = before + continuation}}};
  const SimulatedKey key{.text = "A, B",
                         .options = 4,
                         .scored = ScoredOption{.option = option, .before = before.size()}};
  const auto tokens = scored_text(7, model, task, &key);
  double sum = 0.0;
  std::string text;
  for (const TokenLogprob& token : tokens) {
    if (text.size() >= before.size()) sum += token.logprob;
    text += token.token;
  }
  EXPECT_EQ(text, before + continuation);
  return sum;
}

double share_right(double quality) {
  constexpr int kQuestions = 2'000;
  const SimulatedModel model{.quality = quality};
  int right = 0;
  for (int q = 0; q < kQuestions; ++q) {
    const std::string question = std::to_string(q) + "?";
    const double best = logprob_of(model, question, 0);
    bool likeliest = true;
    for (std::size_t option = 1; option < 4; ++option) {
      likeliest = likeliest && best > logprob_of(model, question, option);
    }
    right += likeliest ? 1 : 0;
  }
  return static_cast<double>(right) / kQuestions;
}

// A candidate knows with probability logistic(worth) and guesses one of four otherwise.
TEST(SimulatedCompletions, HoldTheBestOptionForTheLikeliestAsOftenAsTheirQualitySays) {
  EXPECT_NEAR(share_right(-30.0), 0.25, 0.03);
  EXPECT_NEAR(share_right(0.0), 0.625, 0.03);
  EXPECT_DOUBLE_EQ(share_right(30.0), 1.0);
}

}  // namespace
}  // namespace evenhand
