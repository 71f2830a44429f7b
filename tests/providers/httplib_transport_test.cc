#include "providers/httplib_transport.h"

#include <gtest/gtest.h>

#include <thread>

#include "providers/socket.h"
#include "tests/fakes/raw_server.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const std::string kGood = "HTTP/1.1 200 OK\r\nX-Id: 7\r\nContent-Length: 5\r\n\r\nhello";

const std::string kGoodAndClosed =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";

HttpRequest post_to(const std::string& url) {
  return {.url = url + "/v1/x", .headers = {{"Content-Type", "application/json"}}, .body = "{}"};
}

HttpRequest post_to(const RawServer& server) { return post_to(server.url()); }

TEST(HttplibTransport, SendsARequestAndReadsTheResponse) {
  RawServer server({{read_request(), send_bytes(kGood)}});
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

TEST(HttplibTransport, SendsLargeBodiesWhole) {
  RawServer server({{read_request(), send_bytes(kGood)}});
  HttplibTransport network;
  HttpRequest request = post_to(server);
  request.body = std::string(1 << 20, 'x');
  ASSERT_TRUE(network.send(request));
  EXPECT_TRUE(server.requests()[0].ends_with("\r\n\r\n" + request.body));
}

TEST(HttplibTransport, GetsWithoutABody) {
  RawServer server({{read_request(), send_bytes(kGood)}});
  HttplibTransport network;
  HttpRequest request = post_to(server);
  request.method = HttpMethod::get;
  request.body.clear();
  ASSERT_TRUE(network.send(request));
  EXPECT_TRUE(server.requests()[0].starts_with("GET /v1/x HTTP/1.1\r\n"));
}

TEST(HttplibTransport, KeepsTheConnection) {
  RawServer server({{read_request(), send_bytes(kGood), read_request(), send_bytes(kGood)}});
  HttplibTransport network;
  ASSERT_TRUE(network.send(post_to(server)));
  ASSERT_TRUE(network.send(post_to(server)));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttplibTransport, C01_LeavesAConnectionThatTheServerHasClosed) {
  const std::vector<RawServer::Script> scripts[] = {
      {{read_request(), send_bytes(kGood), close_connection()}},
      {{read_request(), send_bytes(kGood), reset_connection()}},
      {{read_request(), send_bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"),
        close_connection()}},
  };
  for (const auto& script : scripts) {
    RawServer server(script);
    HttplibTransport network;
    for (int i = 0; i < 3; ++i) {
      const Result<HttpResponse> response = network.send(post_to(server));
      ASSERT_TRUE(response) << response.error().what;
      // The server goes on to its next connection only after it has closed this one.
      while (server.closed() <= i) std::this_thread::yield();
    }
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(server.requests().size(), 3u);
  }
}

TEST(HttplibTransport, LeavesAConnectionOnWhichThereIsGarbage) {
  RawServer server(
      {{read_request(), send_bytes(kGood), wait_for(milliseconds(5)),
        send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), close_connection()}});
  HttplibTransport network;
  ASSERT_TRUE(network.send(post_to(server)));
  while (server.closed() < 1) std::this_thread::yield();
  EXPECT_EQ(network.send(post_to(server))->body, "hello");
}

TEST(HttplibTransport, C01_SendsNothingASecondTime) {
  const struct {
    RawServer::Script script;
    const char* what;
  } cases[] = {
      {{read_request(), close_connection()}, "the server closed the connection without a response"},
      {{read_request(), reset_connection()}, "the connection broke: Connection reset by peer"},
      {{read_request(), send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"),
        close_connection()},
       "broken HTTP response: it ends before it is complete"},
      {{read_request(),
        send_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        close_connection()},
       "broken HTTP response: it ends before it is complete"},
      {{read_request(), send_bytes("HTTP/1.1 200 " + std::string(100'000, 'x')),
        close_connection()},
       "broken HTTP response: a line of the head is too long"},
  };
  for (const auto& c : cases) {
    RawServer server({c.script});
    HttplibTransport network;
    const Result<HttpResponse> response = network.send(post_to(server));
    ASSERT_FALSE(response) << c.what;
    EXPECT_EQ(response.error().kind, ErrorKind::broken_off) << "the server had the request";
    EXPECT_EQ(response.error().what, c.what);
    while (server.closed() < 1) std::this_thread::yield();
    EXPECT_EQ(server.connections(), 1) << c.what;
    EXPECT_EQ(server.requests().size(), 1u) << c.what;
  }
}

// The server would be silent, or drip, for much longer than any of these deadlines, and a busy
// machine may notice late that one has passed: only the far end of a case is bounded.
constexpr milliseconds kMuchLater{5'000};

TEST(HttplibTransport, C10_KeepsToItsDeadlines) {
  const HttpTimeouts silence{.idle = milliseconds(100)};
  const HttpTimeouts whole{.total = milliseconds(250)};
  const struct {
    RawServer::Script script;
    HttpTimeouts timeouts;
    const char* what;
    int least;
  } cases[] = {
      {{read_request(), wait_for(2 * kMuchLater)},
       silence,
       "the server was silent for 100 ms",
       100},
      {{read_request(), drip_bytes(std::string(500, 'H'), milliseconds(20))},
       whole,
       "no complete response within 250 ms",
       250},
      {{read_request(), send_bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
        drip_bytes(std::string(500, 'x'), milliseconds(20))},
       whole,
       "no complete response within 250 ms",
       250},
  };
  for (const auto& c : cases) {
    RawServer server({c.script});
    HttplibTransport network;
    HttpRequest request = post_to(server);
    request.timeouts = c.timeouts;
    const auto begin = steady_clock::now();
    const Result<HttpResponse> response = network.send(request);
    const auto took = steady_clock::now() - begin;
    ASSERT_FALSE(response) << c.what;
    EXPECT_EQ(response.error().kind, ErrorKind::timed_out);
    EXPECT_EQ(response.error().what, c.what);
    EXPECT_GE(took, milliseconds(c.least));
    EXPECT_LT(took, kMuchLater);
  }
}

TEST(HttplibTransport, C19_FollowsNoRedirect) {
  RawServer other({{read_request(), send_bytes(kGood)}});
  RawServer server({{read_request(), send_bytes("HTTP/1.1 307 Temporary Redirect\r\nLocation: " +
                                                other.url() + "/\r\nContent-Length: 0\r\n\r\n")}});
  HttplibTransport network;
  EXPECT_EQ(network.send(post_to(server))->status, 307);
  EXPECT_EQ(other.connections(), 0);
}

TEST(HttplibTransport, SaysWhyNobodyIsThere) {
  HttplibTransport network;
  std::string url;
  {
    const RawServer gone(std::vector<RawServer::Script>(1));
    url = gone.url();
  }
  const Result<HttpResponse> refused = network.send(post_to(url));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(refused.error().what, "cannot connect to " + url.substr(7) + ": Connection refused");
  EXPECT_EQ(network.send(post_to("ftp://x")).error().kind, ErrorKind::bad_input);
}

/// Listens, and takes no connection: beyond the first ones, packets are dropped.
class Deaf {
 public:
  Deaf() : listener_(listening_socket(port_, 0)) {
    const Deadline soon = steady_clock::now() + milliseconds(50);
    while (Result<FileDescriptor> one = connect_to("127.0.0.1", port_, soon)) {
      queued_.push_back(std::move(*one));
    }
  }
  ~Deaf() { ::close(listener_); }
  Deaf(const Deaf&) = delete;
  Deaf& operator=(const Deaf&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int port_ = 0;
  int listener_;
  std::vector<FileDescriptor> queued_;
};

HttpRequest hasty_post_to(const std::string& url) {
  HttpRequest request = post_to(url);
  request.timeouts.connect = milliseconds(200);
  return request;
}

TEST(HttplibTransport, C10_GivesUpOnAHostThatDropsEveryPacket) {
  const Deaf nobody;
  HttplibTransport network;
  const auto begin = steady_clock::now();
  const Result<HttpResponse> response = network.send(hasty_post_to(nobody.url()));
  const auto took = steady_clock::now() - begin;
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(response.error().what,
            "cannot connect to " + nobody.url().substr(7) + ": no answer in time");
  EXPECT_GE(took, milliseconds(200));
  EXPECT_LT(took, kMuchLater);
}

TEST(HttplibTransport, C10_BoundsTheTlsHandshake) {
  // A server that speaks no TLS: silent, and dripping.
  const RawServer::Script scripts[] = {
      {wait_for(2 * kMuchLater)},
      {drip_bytes(std::string("\x16\x03\x03\x40", 4) + std::string(500, 'x'), milliseconds(20))}};
  for (const auto& script : scripts) {
    RawServer server({script});
    HttplibTransport network;
    const auto begin = steady_clock::now();
    const Result<HttpResponse> response =
        network.send(hasty_post_to("https://127.0.0.1:" + std::to_string(server.port())));
    const auto took = steady_clock::now() - begin;
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::unreachable) << response.error().what;
    EXPECT_GE(took, milliseconds(200));
    EXPECT_LT(took, kMuchLater);
    EXPECT_TRUE(server.requests().empty());
  }
}

TEST(HttplibTransport, ServesManyThreads) {
  RawServer server({{read_request(), send_bytes(kGoodAndClosed), close_connection()}});
  HttplibTransport network;
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        good += network.send(post_to(server)) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
  EXPECT_EQ(server.requests().size(), 80u);
}

}  // namespace
}  // namespace evenhand
