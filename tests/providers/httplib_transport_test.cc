#include "providers/httplib_transport.h"

#include <gtest/gtest.h>

#include "tests/fakes/raw_server.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kGood = "HTTP/1.1 200 OK\r\nX-Id: 7\r\nContent-Length: 5\r\n\r\nhello";

HttpRequest post_to(const RawServer& server) {
  return {.url = server.url() + "/v1/x",
          .headers = {{"Content-Type", "application/json"}},
          .body = "{}",
          .timeouts = {
              .connect = milliseconds(200), .idle = milliseconds(100), .total = milliseconds(250)}};
}

TEST(HttplibTransport, SendsARequestAndReadsTheResponse) {
  RawServer server({{read_request(), send_bytes(std::string(kGood)), wait_for(milliseconds(50))}});
  HttplibTransport network;
  const Result<HttpResponse> response = network.send(post_to(server));
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(*header_value(response->headers, "x-id"), "7");
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_TRUE(server.requests()[0].starts_with("POST /v1/x HTTP/1.1\r\n")) << server.requests()[0];
  EXPECT_TRUE(server.requests()[0].ends_with("\r\n\r\n{}")) << server.requests()[0];
}

TEST(HttplibTransport, KeepsTheConnection) {
  RawServer server({{read_request(), send_bytes(std::string(kGood)), read_request(),
                     send_bytes(std::string(kGood)), wait_for(milliseconds(20))}});
  HttplibTransport network;
  ASSERT_TRUE(network.send(post_to(server)));
  ASSERT_TRUE(network.send(post_to(server)));
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace evenhand
