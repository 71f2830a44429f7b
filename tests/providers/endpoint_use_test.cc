#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "providers/endpoint.h"
#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

std::string with_usage(const std::string& object, int input, int output) {
  return object.substr(0, object.size() - 1) + R"(,"usage":{"prompt_tokens":)" +
         std::to_string(input) + R"(,"completion_tokens":)" + std::to_string(output) + "}}";
}

void expect_no_use(const Error& error) {
  EXPECT_FALSE(error.use.may_be_paid_for);
  EXPECT_EQ(error.use.usage.input_tokens, std::nullopt);
  EXPECT_EQ(error.use.usage.output_tokens, std::nullopt);
}

bool has_left(const EndpointWorld& world, const ChatRequest& request) {
  for (const auto& entry : world.log.entries()) {
    if (entry.start.key == key_of(request)) return true;
  }
  return false;
}

TEST(EndpointUse, OfARefusalIsNotThatOfLaterCalls) {
  for (const char* refusal :
       {R"({"error":{"code":401}})", R"({"error":{"code":"model_not_found"}})"}) {
    SCOPED_TRACE(refusal);
    EndpointWorld world({http_reply(200, with_usage(refusal, 100, 2000)), good_reply()});
    const Result<ChatReply> first = world.endpoint().reply_to(a_question());
    ASSERT_FALSE(first);
    EXPECT_TRUE(first.error().use.may_be_paid_for);
    EXPECT_EQ(first.error().use.usage.output_tokens, 2000);

    const Result<ChatReply> second = world.endpoint().reply_to(a_question("another"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().what, first.error().what);
    expect_no_use(second.error());
    EXPECT_EQ(world.network.requests().size(), 1U);
  }
}

// Each question is told a usage of its own, by which its failure is known again.
TEST(EndpointUse, OfAnOutageThatIsGivenUpIsThatOfEachCall) {
  EndpointWorld world({});
  world.options.in_flight = 4;
  world.network.answer = [](const HttpRequest& request) -> Result<HttpResponse> {
    const std::size_t number = request.body.find("number ") + 7;
    return http_reply(504,
                      with_usage(R"({"error":{}})", std::stoi(request.body.substr(number)), 1));
  };
  world.endpoint();
  const auto question = [](int number) {
    return a_question("number " + std::to_string(number));
  };
  std::vector<Error> errors(24);
  std::vector<std::thread> askers;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&, i] {
      for (int j = i * 3; j < i * 3 + 3; ++j) {
        const Result<ChatReply> reply = world.endpoint().reply_to(question(j));
        if (!reply) errors[static_cast<std::size_t>(j)] = reply.error();
      }
    });
  }
  for (std::thread& asker : askers) asker.join();
  errors.push_back(world.endpoint().reply_to(question(24)).error());
  EXPECT_FALSE(has_left(world, question(24)));
  for (int i = 0; i < 25; ++i) {
    SCOPED_TRACE(i);
    const Error& error = errors[static_cast<std::size_t>(i)];
    EXPECT_EQ(error.kind, ErrorKind::overloaded);
    if (!has_left(world, question(i))) {
      expect_no_use(error);
      continue;
    }
    EXPECT_TRUE(error.use.may_be_paid_for);
    EXPECT_EQ(error.use.usage.input_tokens, i);
  }
}

TEST(EndpointUse, OfACallThatIsTurnedAwayIsThatOfItsOwnAttempt) {
  const HttpResponse refusals[] = {
      http_reply(401, ""),
      http_reply(404, R"({"error":{"code":"model_not_found"}})"),
      http_reply(200, with_usage(R"({"error":{"code":"model_not_found"}})", 1, 1)),
  };
  for (const HttpResponse& refusal : refusals) {
    SCOPED_TRACE(refusal.body);
    EndpointWorld world(
        {http_reply(200, with_usage(R"({"choices":[]})", 100, 2000)), refusal, good_reply()});
    // Asked when a reply has come: meanwhile another call is refused.
    bool refused = false;
    world.options.price = [&](const std::string&, const Usage&) -> std::optional<double> {
      const bool first = !std::exchange(refused, true);
      EXPECT_TRUE(!first || !world.endpoint().reply_to(a_question("two")));
      return {};
    };
    const Result<ChatReply> reply = world.endpoint().reply_to(a_question("one"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, ErrorKind::endpoint_refused);
    EXPECT_TRUE(reply.error().use.may_be_paid_for);
    EXPECT_EQ(reply.error().use.usage.input_tokens, 100);
    EXPECT_EQ(reply.error().use.usage.output_tokens, 2000);
    EXPECT_EQ(world.network.requests().size(), 2U);
  }
}

TEST(EndpointUse, OfACallWhoseNextAttemptCannotBeLoggedIsThatOfItsLast) {
  EndpointWorld world({});
  world.network.answer = [&](const HttpRequest&) -> Result<HttpResponse> {
    world.log.begin_error = Error{.kind = ErrorKind::over_budget, .what = "no money is left"};
    return http_reply(200, with_usage(R"({"choices":[]})", 100, 2000));
  };
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::over_budget);
  EXPECT_TRUE(reply.error().use.may_be_paid_for);
  EXPECT_EQ(reply.error().use.usage.output_tokens, 2000);
}

}  // namespace
}  // namespace evenhand
