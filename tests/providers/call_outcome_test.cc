#include "providers/call_outcome.h"

#include <gtest/gtest.h>

#include "tests/fakes/scripted_transport.h"

namespace evenhand {
namespace {

CallFailure failure_for(int status, const std::string& body) {
  return *outcome_of(http_reply(status, body), Clock::Wall{}).failure;
}

TEST(CallOutcome, C02_FollowsTheStatusPolicy) {
  const auto expected = [](int status) -> std::tuple<ErrorKind, Reach, Retry> {
    switch (status) {
      case 401:
      case 402:
      case 403: return {ErrorKind::endpoint_refused, Reach::endpoint, Retry::never};
      case 408:
      case 409:
      case 425: return {ErrorKind::overloaded, Reach::call, Retry::later};
      case 413: return {ErrorKind::context_too_long, Reach::call, Retry::never};
      case 429: return {ErrorKind::rate_limited, Reach::call, Retry::later};
    }
    if (status < 300) return {ErrorKind::malformed_reply, Reach::call, Retry::later};
    if (status < 500) return {ErrorKind::rejected, Reach::call, Retry::never};
    return {ErrorKind::overloaded, Reach::call, Retry::later};
  };
  for (int status = 200; status < 600; ++status) {
    const CallFailure failure = failure_for(status, "");
    EXPECT_EQ(std::tuple(failure.error.kind, failure.reach, failure.retry), expected(status))
        << status;
  }
}

TEST(CallOutcome, ReadsWhatTheBodyMeans) {
  const struct {
    int status;
    const char* body;
    ErrorKind kind;
    Reach reach;
  } cases[] = {
      {429, R"({"error":{"code":"insufficient_quota"}})", ErrorKind::endpoint_refused,
       Reach::endpoint},
      {429, R"({"error":{"type":"billing_hard_limit_reached","code":null}})",
       ErrorKind::endpoint_refused, Reach::endpoint},
      {429, R"({"error":{"code":"billing_not_active"}})", ErrorKind::endpoint_refused,
       Reach::endpoint},
      {429, "Too many", ErrorKind::rate_limited, Reach::call},
      {404, R"({"error":{"message":"The model `x` does not exist","code":"model_not_found"}})",
       ErrorKind::endpoint_refused, Reach::model},
      {404,
       R"({"object":"error","message":"The model `x` does not exist.","type":"NotFoundError"})",
       ErrorKind::endpoint_refused, Reach::model},
      {404, R"({"error":{"message":"model \"x\" not found","type":"not_found_error","code":null}})",
       ErrorKind::endpoint_refused, Reach::model},
      {404, R"({"error":{"code":"DeploymentNotFound","message":"no such deployment"}})",
       ErrorKind::endpoint_refused, Reach::model},
      {404, "404 page not found", ErrorKind::rejected, Reach::call},
      {400, R"({"error":{"message":"This model's maximum context length is 4097 tokens."}})",
       ErrorKind::context_too_long, Reach::call},
      {400, R"({"object":"error","message":"context length is only 4096 tokens","code":400})",
       ErrorKind::context_too_long, Reach::call},
      {400, R"({"error":{"code":"context_length_exceeded","message":"too long"}})",
       ErrorKind::context_too_long, Reach::call},
      {400, R"({"detail":"max_tokens must be at least 1, got -20"})", ErrorKind::context_too_long,
       Reach::call},
      {400, R"({"error":"Please reduce the length of the messages"})", ErrorKind::context_too_long,
       Reach::call},
      {422, R"({"detail":[{"loc":["body"],"msg":"input length 5000 is too long"}]})",
       ErrorKind::context_too_long, Reach::call},
      {500, R"({"error":{"message":"maximum context length is 4096"}})",
       ErrorKind::context_too_long, Reach::call},
      {500, R"({"error":{"message":"input length"}})", ErrorKind::overloaded, Reach::call},
      {400,
       R"({"error":{"code":"content_filter","message":"filtered","innererror":)"
       R"({"code":"ResponsibleAIPolicyViolation"}}})",
       ErrorKind::filtered, Reach::call},
      {400, R"({"error":{"message":"bad"}})", ErrorKind::rejected, Reach::call},
      {200, R"({"error":{"code":402,"message":"no credits"}})", ErrorKind::endpoint_refused,
       Reach::endpoint},
      {200, R"({"error":{"code":"model_not_found","message":"x"}})", ErrorKind::endpoint_refused,
       Reach::model},
  };
  for (const auto& c : cases) {
    const CallFailure failure = failure_for(c.status, c.body);
    EXPECT_EQ(name_of(failure.error.kind), name_of(c.kind)) << c.body;
    EXPECT_EQ(failure.reach, c.reach) << c.body;
  }
}

TEST(CallOutcome, NamesTheRejectedField) {
  const char* const rejected =
      R"({"error":{"message":"x","type":"invalid_request_error","param":"max_tokens",)"
      R"("code":"unsupported_parameter"}})";
  EXPECT_EQ(failure_for(400, rejected).rejected_field, "max_tokens");
  EXPECT_EQ(failure_for(422, rejected).rejected_field, "");
  EXPECT_EQ(failure_for(400, R"({"error":{"param":"max_tokens","code":"invalid"}})").rejected_field,
            "");
}

TEST(CallOutcome, QuotesTheServerInOneReadableLine) {
  EXPECT_EQ(failure_for(400, R"({"error":{"message":"no\n\u001b[31msuch  thing"}})").error.what,
            "status 400: no [31msuch thing");
  EXPECT_EQ(failure_for(400,
                        "a\xC2\x9B"
                        "31mb\xE2\x80\xAE"
                        "c\xC2\xA9")
                .error.what,
            "status 400: a31mbc\xC2\xA9");
  EXPECT_EQ(failure_for(502, "<html>\r\n<b>Bad</b></html>").error.what,
            "status 502: <html> <b>Bad</b></html>");
  EXPECT_EQ(failure_for(400, std::string(5'000, 'x')).error.what,
            "status 400: " + std::string(300, 'x') + "...");
  EXPECT_EQ(failure_for(200, R"({"error":{"message":"slow","code":429}})").error.what,
            "status 200 with an error of 429: slow");
  EXPECT_EQ(failure_for(200, R"({"error":{"message":"no money","code":"insufficient_quota"}})")
                .error.what,
            "status 200 with an error 'insufficient_quota': no money");
  EXPECT_EQ(
      failure_for(200, R"({"error":{"message":"x","type":"rate_limit\u001b[1m"}})").error.what,
      "status 200 with an error 'rate_limit [1m': x");
  EXPECT_EQ(failure_for(200, R"({"error":"warming up"})").error.what,
            "status 200 with an error: warming up");
}

TEST(CallOutcome, SaysWhereARedirectLeads) {
  const CallOutcome outcome =
      outcome_of(http_reply(302, "", {{"Location", "https://evil.example/"}}), Clock::Wall{});
  EXPECT_EQ(to_text(outcome.failure->error),
            "status 302: it points to https://evil.example/\n"
            "  hint: redirects are not followed");
}

TEST(CallOutcome, TakesTheServersAdvice) {
  const auto retry = [](int status, const char* advice) {
    return outcome_of(http_reply(status, "", {{"x-should-retry", advice}}), Clock::Wall{})
        .failure->retry;
  };
  EXPECT_EQ(retry(503, "false"), Retry::never);
  EXPECT_EQ(retry(400, "true"), Retry::later);
  EXPECT_EQ(retry(401, "true"), Retry::never);
}

TEST(CallOutcome, OfNoResponseMayBeTriedAgain) {
  const CallOutcome outcome =
      outcome_of(Error{.kind = ErrorKind::timed_out, .what = "late"}, Clock::Wall{});
  EXPECT_EQ(outcome.failure->retry, Retry::later);
  EXPECT_EQ(outcome.failure->error.what, "late");
}

}  // namespace
}  // namespace evenhand
