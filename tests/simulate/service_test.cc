#include "simulate/service.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/manual_clock.h"

namespace evenhand {
namespace {

std::string asking(const std::string& model, const std::string& question = "Why?") {
  return R"({"model":")" + model + R"(","messages":[{"role":"user","content":")" + question +
         R"("}]})";
}

class SimulatedServiceTest : public testing::Test {
 protected:
  ManualClock clock;
  SimulatedService service{7, "", clock};
};

TEST_F(SimulatedServiceTest, GivesTheSameReplyHoweverOftenItIsAsked) {
  const std::string body = asking("sim-candidate?quality=1");

  const ServiceReply once = service.chat("", body);
  const ServiceReply again = service.chat("", body);

  EXPECT_EQ(once.status, 200);
  EXPECT_EQ(once.body, again.body);
  EXPECT_EQ(service.requests_served(), 2u);
}

TEST_F(SimulatedServiceTest, RefusesUnknownModelsAndNamesTheKnown) {
  const ServiceReply reply = service.chat("", asking("gpt-4"));

  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body,
            R"({"error":{"message":"the model 'gpt-4' does not exist; known: sim-candidate, )"
            R"(sim-candidate?quality=0.3&words=180, sim-judge, )"
            R"(sim-judge?noise=1&length_bias=0.8&first_bias=0.2",)"
            R"("type":"invalid_request_error","param":null,"code":"model_not_found"}})");
}

TEST_F(SimulatedServiceTest, RefusesBodiesThatItCannotRead) {
  EXPECT_EQ(service.chat("", "what?").status, 400);
  EXPECT_EQ(service.requests_served(), 1u);
}

TEST_F(SimulatedServiceTest, FailsAtTheRateGivenAndAnswersWhenAskedAgain) {
  int failures = 0;
  int answered_at_last = 0;
  for (int question = 0; question < 200; ++question) {
    const std::string body = asking("sim-candidate?error_rate=0.5", std::to_string(question));
    int status = 0;
    for (int attempt = 0; attempt < 20 && status != 200; ++attempt) {
      status = service.chat("", body).status;
      if (status == 500) ++failures;
    }
    if (status == 200) ++answered_at_last;
  }

  EXPECT_EQ(answered_at_last, 200);
  // One failure before each answer on the mean, with a standard error of 20 in 200.
  EXPECT_NEAR(failures, 200, 80);
}

TEST_F(SimulatedServiceTest, FailsTheSameWayInEveryServerOfTheSameSeed) {
  SimulatedService same(7, "", clock);
  for (int attempt = 0; attempt < 20; ++attempt) {
    const std::string body = asking("sim-candidate?error_rate=0.5");
    EXPECT_EQ(service.chat("", body).status, same.chat("", body).status);
  }
}

TEST_F(SimulatedServiceTest, LetsAFickleJudgeDrawAnewEachTime) {
  const std::string grading =
      R"(Rate the answer as \"[[rating]]\", for example: \"Rating: [[5]]\".\n\n[Question]\nWhy?\n\n)"
      R"([The Start of Assistant's Answer]\nSo.\n[The End of Assistant's Answer])";
  const auto replies = [&](const std::string& model) {
    std::set<std::string> different;
    for (int i = 0; i < 20; ++i) different.insert(service.chat("", asking(model, grading)).body);
    return different.size();
  };
  EXPECT_EQ(replies("sim-judge?noise=2"), 1u);
  EXPECT_GT(replies("sim-judge?noise=2&fickle=1"), 3u);
}

TEST_F(SimulatedServiceTest, LetsOnlySoManyRequestsInPerSecond) {
  const std::string body = asking("sim-judge?rate_limit=2");

  EXPECT_EQ(service.chat("", body).status, 200);
  EXPECT_EQ(service.chat("", body).status, 200);
  const ServiceReply refused = service.chat("", body);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.retry_after_seconds, 1);

  clock.advance(std::chrono::milliseconds(500));
  EXPECT_EQ(service.chat("", body).status, 200);
  EXPECT_EQ(service.chat("", body).status, 429);
}

TEST_F(SimulatedServiceTest, CountsRatesByModel) {
  EXPECT_EQ(service.chat("", asking("sim-judge?rate_limit=1")).status, 200);
  EXPECT_EQ(service.chat("", asking("sim-judge?rate_limit=1&label=b")).status, 200);
}

TEST_F(SimulatedServiceTest, SaysHowLongToDelay) {
  EXPECT_EQ(service.chat("", asking("sim-judge?delay_ms=200")).delay.count(), 200);
  EXPECT_EQ(service.chat("", asking("sim-judge")).delay.count(), 0);
}

TEST_F(SimulatedServiceTest, WithholdsWhatTheFilterCatches) {
  const ServiceReply reply = service.chat("", asking("sim-candidate?filter_rate=1"));

  EXPECT_NE(reply.body.find(R"("content":"")"), std::string::npos);
  EXPECT_NE(reply.body.find(R"("finish_reason":"content_filter")"), std::string::npos);
}

TEST_F(SimulatedServiceTest, PutsReasoningWhereItIsWanted) {
  const std::string apart = service.chat("", asking("sim-candidate?reasoning=1")).body;
  const std::string inline_ = service.chat("", asking("sim-candidate?reasoning=2")).body;

  EXPECT_NE(apart.find(R"("reasoning_content":")"), std::string::npos);
  EXPECT_EQ(inline_.find("reasoning_content"), std::string::npos);
  EXPECT_NE(inline_.find(R"("content":"<think>\n)"), std::string::npos);
}

TEST_F(SimulatedServiceTest, WantsItsKey) {
  SimulatedService locked(7, "sesame", clock);

  EXPECT_EQ(locked.chat("", asking("sim-judge")).status, 401);
  EXPECT_EQ(locked.models("Bearer other").status, 401);
  EXPECT_EQ(locked.chat("Bearer sesame", asking("sim-judge")).status, 200);
  EXPECT_EQ(locked.models("Bearer sesame").status, 200);
}

}  // namespace
}  // namespace evenhand
