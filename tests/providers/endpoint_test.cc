#include "providers/endpoint.h"

#include <gtest/gtest.h>

#include "tests/providers/endpoint_fixture.h"

namespace evenhand {
namespace {

TEST(Endpoint, SendsAQuestionAndReadsTheReply) {
  EndpointWorld world({good_reply()});
  const Result<ChatReply> reply = world.endpoint().reply_to(a_question());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text, "Paris.");
  EXPECT_EQ(reply->served_model, "served-1");

  const std::vector<HttpRequest> requests = world.network.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].url, "http://127.0.0.1:1/v1/chat/completions");
  EXPECT_EQ(*header_value(requests[0].headers, "authorization"), "Bearer sk-test-0123456789");
}

TEST(Endpoint, LogsEveryAttempt) {
  EndpointWorld world({http_reply(503, "busy"), good_reply()});
  world.options.price = [](const std::string&, const Usage&) {
    return 0.25;
  };
  ASSERT_TRUE(world.endpoint().reply_to(a_question()));

  const auto entries = world.log.entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].start.body.find("sk-test"), std::string::npos);
  EXPECT_EQ(entries[0].end->http_status, 503);
  EXPECT_EQ(entries[0].end->raw_body, "busy");
  EXPECT_FALSE(entries[0].end->accepted);
  EXPECT_EQ(entries[0].end->error->kind, ErrorKind::overloaded);
  EXPECT_TRUE(entries[1].end->accepted);
  EXPECT_EQ(entries[1].end->raw_body, good_body());
  EXPECT_EQ(entries[1].end->cost, 0.25);
}

}  // namespace
}  // namespace evenhand
