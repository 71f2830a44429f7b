#include "providers/url.h"

#include <gtest/gtest.h>

#include "providers/endpoint_address.h"

namespace evenhand {
namespace {

TEST(ParseUrl, TakesUrlsApart) {
  const struct {
    const char* text;
    const char* host;
    int port;
    const char* path;
    const char* authority;
  } cases[] = {
      {"https://api.openai.com/v1", "api.openai.com", 443, "/v1", "api.openai.com"},
      {"http://LOCALHOST:8000", "localhost", 8000, "/", "localhost:8000"},
      {"http://[::1]:8000/a/b?c=d", "::1", 8000, "/a/b?c=d", "[::1]:8000"},
      {"https://h?x=1", "h", 443, "/?x=1", "h"},
  };
  for (const auto& c : cases) {
    const Result<Url> url = parse_url(c.text);
    ASSERT_TRUE(url) << c.text;
    EXPECT_EQ(url->host, c.host) << c.text;
    EXPECT_EQ(url->port, c.port) << c.text;
    EXPECT_EQ(url->path, c.path) << c.text;
    EXPECT_EQ(authority_of(*url), c.authority) << c.text;
  }
}

TEST(ParseUrl, C21_RefusesWhatMustNotBeUsed) {
  const struct {
    const char* text;
    const char* what;
  } cases[] = {
      {"api.openai.com/v1", "the URL does not begin with https:// or http://"},
      {"ftp://h/", "the URL does not begin with https:// or http://"},
      {"https://user:secret@h/", "the URL contains a user name; keys belong into the environment"},
      {"https://h/#part", "the URL contains a fragment (#)"},
      {"https://h /", "the URL contains blanks, control characters or letters beyond ASCII"},
      {"https://h\r\nX: y/", "the URL contains blanks, control characters or letters beyond ASCII"},
      {"https:///v1", "the URL has no host"},
      {"https://h:0/", "the URL has a port that is not 1 to 65535"},
      {"https://h:65536/", "the URL has a port that is not 1 to 65535"},
      {"https://h:8x/", "the URL has a port that is not 1 to 65535"},
      {"https://[::1/", "the URL has a '[' without its ']'"},
      {"https://a%20b/", "the URL has a host that cannot be one"},
  };
  for (const auto& c : cases) {
    const Result<Url> url = parse_url(c.text);
    ASSERT_FALSE(url) << c.text;
    EXPECT_EQ(url.error().what, c.what) << c.text;
  }
}

TEST(Loopback, IsThisMachineOnly) {
  for (const char* host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"127.example.org", "localhost.example.org", "10.0.0.1", "::2"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

EndpointOptions options_for(std::string url, EndpointKind kind = EndpointKind::openai) {
  return {.name = {"ours"}, .kind = kind, .base_url = std::move(url), .api_key = "sk-1"};
}

TEST(EndpointAddress, KeepsPrefixesAndDropsSlashes) {
  const struct {
    const char* base;
    const char* chat;
  } cases[] = {
      {"https://h/v1", "https://h/v1/chat/completions"},
      {"https://h/v1///", "https://h/v1/chat/completions"},
      {"https://h/a/b/v1/", "https://h/a/b/v1/chat/completions"},
      {"https://h/v1/chat/completions", "https://h/v1/chat/completions"},
      {" https://h/v1 ", "https://h/v1/chat/completions"},
      {"https://h", "https://h/chat/completions"},
      {"http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions"},
      {"https://h/v1?tenant=7", "https://h/v1/chat/completions?tenant=7"},
  };
  for (const auto& c : cases) {
    const Result<EndpointAddress> address = EndpointAddress::from(options_for(c.base));
    ASSERT_TRUE(address) << c.base;
    EXPECT_EQ(address->chat_url("m"), c.chat) << c.base;
  }
}

TEST(EndpointAddress, SpeaksAzure) {
  const struct {
    const char* base;
    const char* version;
    const char* chat;
    const char* models;
  } cases[] = {
      {"https://r.openai.azure.com", "2024-10-21",
       "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions"
       "?api-version=2024-10-21",
       "https://r.openai.azure.com/openai/models?api-version=2024-10-21"},
      {"https://r.openai.azure.com/openai/", "2024-10-21",
       "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions"
       "?api-version=2024-10-21",
       "https://r.openai.azure.com/openai/models?api-version=2024-10-21"},
      {"https://r.openai.azure.com/openai/deployments/d", "v",
       "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=v",
       "https://r.openai.azure.com/openai/models?api-version=v"},
      {"https://r.openai.azure.com/openai/v1/", "",
       "https://r.openai.azure.com/openai/v1/chat/completions",
       "https://r.openai.azure.com/openai/v1/models"},
  };
  for (const auto& c : cases) {
    EndpointOptions options = options_for(c.base, EndpointKind::azure);
    options.api_version = c.version;
    const Result<EndpointAddress> address = EndpointAddress::from(options);
    ASSERT_TRUE(address) << c.base;
    EXPECT_EQ(address->chat_url("my gpt"), c.chat) << c.base;
    EXPECT_EQ(address->models_url(), c.models) << c.base;
  }
}

TEST(EndpointAddress, NeedsAVersionForAzuresOwnPaths) {
  for (const char* base : {"https://r.openai.azure.com", "https://r.openai.azure.com/openai",
                           "https://r.openai.azure.com/openai/deployments/d"}) {
    const auto address = EndpointAddress::from(options_for(base, EndpointKind::azure));
    ASSERT_FALSE(address) << base;
    EXPECT_EQ(address.error().what, "endpoint 'ours': Azure needs 'api_version'");
  }
  EXPECT_TRUE(EndpointAddress::from(
      options_for("https://r.openai.azure.com/openai?api-version=v", EndpointKind::azure)));
}

TEST(EndpointAddress, C21_SendsNoKeyInClearTextToOthers) {
  EndpointOptions options = options_for("http://example.org/v1");
  const Result<EndpointAddress> address = EndpointAddress::from(options);
  ASSERT_FALSE(address);
  EXPECT_EQ(to_text(address.error()),
            "endpoint 'ours': the key would go to example.org in clear text\n"
            "  hint: use https://, or allow clear text for this endpoint");
  options.clear_text = ClearText::allow;
  EXPECT_TRUE(EndpointAddress::from(options));
  options.clear_text = ClearText::refuse;
  options.api_key.clear();
  EXPECT_TRUE(EndpointAddress::from(options));
  EXPECT_TRUE(EndpointAddress::from(options_for("http://127.0.0.1:8000/v1")));
}

TEST(UsableKey, K02_IsOneWordOfAscii) {
  EXPECT_EQ(*usable_key("sk-1\n", "K"), "sk-1");
  EXPECT_EQ(*usable_key("", "K"), "");
  for (const char* key : {"sk 1", "sk-1\r\nX: y", "sk-\xC3\xA9", "sk\x7f"}) {
    const Result<std::string> usable = usable_key(key, "OUR_KEY");
    ASSERT_FALSE(usable) << key;
    EXPECT_EQ(to_text(usable.error()),
              "OUR_KEY contains blanks, control characters or letters beyond ASCII\n"
              "  hint: copy the key again; it is one word");
  }
}

}  // namespace
}  // namespace evenhand
