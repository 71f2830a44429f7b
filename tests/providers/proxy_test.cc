#include <gtest/gtest.h>

#include "providers/httplib_transport.h"
#include "providers/proxy_settings.h"
#include "tests/fakes/raw_server.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string kGood = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

HttpRequest get(const std::string& url) { return {.method = HttpMethod::get, .url = url}; }

TEST(ProxySettings, C20_SayWhereToGo) {
  const ProxySettings settings{.https_proxy = "http://user:pw@proxy.test:3128/",
                               .http_proxy = "plain.test:8080",
                               .no_proxy = "internal.test, .corp.test,10.0.0.7"};
  const struct {
    const char* url;
    const char* host;  // "": directly
    int port;
    const char* authorization;
  } cases[] = {
      {"https://api.test/v1", "proxy.test", 3128, "Basic dXNlcjpwdw=="},
      {"http://api.test/v1", "plain.test", 8080, ""},
      {"https://internal.test/", "", 0, ""},
      {"https://a.internal.test/", "", 0, ""},
      {"https://a.corp.test/", "", 0, ""},
      {"https://notcorp.test/", "proxy.test", 3128, "Basic dXNlcjpwdw=="},
      {"https://10.0.0.7/", "", 0, ""},
      {"http://127.0.0.1:8000/", "", 0, ""},
      {"http://localhost/", "", 0, ""},
  };
  for (const auto& c : cases) {
    const auto proxy = proxy_for(*parse_url(c.url), settings);
    ASSERT_TRUE(proxy) << c.url;
    EXPECT_EQ(proxy->has_value(), *c.host != '\0') << c.url;
    if (!*proxy) continue;
    EXPECT_EQ((*proxy)->host, c.host) << c.url;
    EXPECT_EQ((*proxy)->port, c.port) << c.url;
    EXPECT_EQ((*proxy)->authorization, c.authorization) << c.url;
  }
}

TEST(ProxySettings, MayExemptEverybody) {
  const ProxySettings settings{.https_proxy = "http://proxy.test", .no_proxy = "*"};
  EXPECT_FALSE(proxy_for(*parse_url("https://api.test/"), settings)->has_value());
}

TEST(ProxySettings, ThatCannotBeUsedAreNamedWithoutTheirPassword) {
  for (const char* text : {"socks5://user:secret@proxy.test", "http://user:secret@pro xy"}) {
    const auto proxy = proxy_for(*parse_url("https://api.test/"), {.https_proxy = text});
    ASSERT_FALSE(proxy) << text;
    EXPECT_EQ(proxy.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(to_text(proxy.error()).find("secret"), std::string::npos);
  }
}

TEST(Proxy, PassesPlainRequestsOn) {
  RawServer proxy({{read_request(), send_bytes(kGood)}});
  HttplibTransport network(
      {.http_proxy = "http://user:pw@127.0.0.1:" + std::to_string(proxy.port())});
  const Result<HttpResponse> response = network.send(get("http://api.test/v1/models"));
  ASSERT_TRUE(response) << response.error().what;
  const std::string request = proxy.requests().at(0);
  EXPECT_TRUE(request.starts_with("GET http://api.test/v1/models HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Proxy-Authorization: Basic dXNlcjpwdw==\r\n"), std::string::npos);
}

TEST(Proxy, C20_IsAskedForATunnel) {
  const struct {
    const char* answer;
    const char* what;
  } cases[] = {
      {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "refused with status 407"},
      {"HTTP/1.1 502\r\n\r\n", "refused with status 502"},
      {"hello\r\n\r\n", "answered with something that is not HTTP"},
      {"HTTP/1.1", "closed the connection"},
      {"", "closed the connection"},
  };
  for (const auto& c : cases) {
    RawServer proxy({{read_request(), send_bytes(c.answer), close_connection()}});
    const std::string place = "127.0.0.1:" + std::to_string(proxy.port());
    HttplibTransport network({.https_proxy = "http://" + place});
    const Result<HttpResponse> response = network.send(get("https://api.test/v1"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
    EXPECT_EQ(response.error().what, "the proxy " + place + " " + c.what);
    EXPECT_EQ(proxy.requests().at(0),
              "CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\n\r\n");
  }
}

TEST(Proxy, C10_IsWaitedForNoLongerThanForAnyConnection) {
  RawServer proxy({{read_request(), wait_for(seconds(20))}});
  const std::string place = "127.0.0.1:" + std::to_string(proxy.port());
  HttplibTransport network({.https_proxy = "http://" + place});
  HttpRequest request = get("https://api.test/v1");
  request.timeouts.connect = milliseconds(100);
  const Result<HttpResponse> response = network.send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(response.error().what, "the proxy " + place + " did not answer");
}

}  // namespace
}  // namespace evenhand
