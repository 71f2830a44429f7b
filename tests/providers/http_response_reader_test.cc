#include "providers/http_response_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace evenhand {
namespace {

using State = HttpResponseReader::State;

/// Everything at once, then the end of the stream.
Result<HttpResponse> read_all(std::string_view bytes) {
  HttpResponseReader reader;
  EVENHAND_TRY(State state, reader.feed(bytes));
  if (state == State::needs_more) {
    EVENHAND_TRY(state, reader.end_of_stream());
  }
  return reader.take();
}

std::string error_of(std::string_view bytes) {
  const Result<HttpResponse> response = read_all(bytes);
  return response ? "no error" : response.error().what;
}

TEST(HttpResponseReader, ReadsEveryFramingByteByByte) {
  const std::string cases[] = {
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: "
      "1\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\nhello",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
  };
  for (const std::string& bytes : cases) {
    HttpResponseReader reader;
    State state = State::needs_more;
    for (const char byte : bytes) {
      const Result<State> next = reader.feed(std::string_view(&byte, 1));
      ASSERT_TRUE(next) << bytes << next.error().what;
      state = *next;
    }
    if (state == State::needs_more) {
      ASSERT_TRUE(reader.end_of_stream()) << bytes;
    }
    EXPECT_EQ(reader.take().body, "hello") << bytes;
  }
}

TEST(HttpResponseReader, C13_RefusesBrokenFraming) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const struct {
    std::string bytes;
    std::string error;
  } cases[] = {
      {"", "the server closed the connection without a response"},
      {"hello\r\n", "broken HTTP response: it does not begin with HTTP/1.1"},
      {"PRI * HTTP/2.0\r\n\r\n", "broken HTTP response: it does not begin with HTTP/1.1"},
      {"HTTP/1.1 20x OK\r\n\r\n",
       "broken HTTP response: its status is not a number from 100 to 599"},
      {"HTTP/1.1 2000\r\n\r\n", "broken HTTP response: its status is not a number"},
      {"HTTP/1.1 101 X\r\n\r\n", "broken HTTP response: it switches to another protocol"},
      {head + "Content-Length: 5\r\n\r\nhell",
       "broken HTTP response: it ends before it is complete"},
      {head + "Content-Length: -5\r\n\r\n",
       "broken HTTP response: its Content-Length is not one number"},
      {head + "Content-Length: 18446744073709551616\r\n\r\n",
       "broken HTTP response: its Content-Length is not one number"},
      {head + "Content-Length: 8589934592\r\n\r\n",
       "broken HTTP response: its body is larger than 32 MiB"},
      {head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
       "broken HTTP response: its Content-Length is not one number"},
      {head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
       "broken HTTP response: it is framed in two ways"},
      {head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
       "broken HTTP response: it is framed in two ways"},
      {head + "Transfer-Encoding: gzip\r\n\r\n",
       "broken HTTP response: its Transfer-Encoding is unknown"},
      {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
       "broken HTTP response: a chunk has no proper size"},
      {head + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
       "broken HTTP response: a chunk has no proper size"},
      {head + "Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
       "broken HTTP response: a chunk is longer than its size says"},
      {head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
       "broken HTTP response: it ends before it is complete"},
      {head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
       "broken HTTP response: it ends before it is complete"},
      {head + "Content-Length: 5\r\n\r\nhello, world",
       "broken HTTP response: there are bytes after its end"},
      {head + "X: a" + std::string(1, '\0') + "b\r\n\r\n",
       "broken HTTP response: a header contains what it must not"},
      {head + "no colon\r\n\r\n", "broken HTTP response: a header has no name"},
      {head + "X: 1\r\n folded\r\n\r\n", "broken HTTP response: a header has no name"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.bytes), c.error) << c.bytes;
}

TEST(HttpResponseReader, C12_HasLimits) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  std::string many = head;
  for (int i = 0; i < 1'000; ++i) many += "X: 1\r\n";
  EXPECT_EQ(error_of(many), "broken HTTP response: it has too many headers");
  EXPECT_EQ(error_of("HTTP/1.1 200 " + std::string(1 << 20, 'x')),
            "broken HTTP response: a line of the head is too long");
  EXPECT_EQ(error_of(head + "X: " + std::string(1 << 20, 'x')),
            "broken HTTP response: a line of the head is too long");
  std::string interim;
  for (int i = 0; i < 10'000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(error_of(interim), "broken HTTP response: it never comes, only interim responses do");
  EXPECT_EQ(error_of(head + "\r\n" + std::string(kMaxResponseBody + 1, 'x')),
            "broken HTTP response: its body is larger than 32 MiB");
}

TEST(HttpResponseReader, KnowsWhetherTheConnectionGoesOn) {
  const struct {
    std::string bytes;
    bool keeps_alive;
  } cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true},
      {"HTTP/1.1 204 No Content\r\n\r\n", true},
      {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false},
      {"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false},
      {"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", true},
  };
  for (const auto& c : cases) {
    HttpResponseReader reader;
    ASSERT_TRUE(reader.feed(c.bytes)) << c.bytes;
    EXPECT_EQ(reader.keeps_alive(), c.keeps_alive) << c.bytes;
  }
}

TEST(HttpResponseReader, C14_AnyCutOfAResponseIsAnError) {
  const std::string whole =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_FALSE(read_all(whole.substr(0, cut))) << cut;
  }
}

}  // namespace
}  // namespace evenhand
