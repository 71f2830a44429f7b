#include "providers/proxy_settings.h"

#include <cstdlib>

#include "base/text.h"
#include "providers/base64.h"

namespace evenhand {
namespace {

// Read once at the start of the program, before there are threads.
std::string variable(const char* small, const char* capital) {
  const char* value = std::getenv(small);              // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr) value = std::getenv(capital);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

bool is_exempt(const std::string& host, const std::string& no_proxy) {
  if (is_loopback(host)) return true;
  for (const std::string& part : split(no_proxy, ',')) {
    std::string name = lower_case(trimmed(part));
    if (name == "*") return true;
    if (name.starts_with('.')) name.erase(0, 1);
    if (name.empty()) continue;
    if (host == name || host.ends_with("." + name)) return true;
  }
  return false;
}

Error bad_proxy(std::string_view why) {
  return {.kind = ErrorKind::bad_input,
          .what = "the proxy in the environment cannot be used: " + std::string(why),
          .hint = "write HTTPS_PROXY like http://proxy.example.org:3128"};
}

}  // namespace

ProxySettings ProxySettings::from_environment() {
  return {.https_proxy = variable("https_proxy", "HTTPS_PROXY"),
          // A capital HTTP_PROXY can be set by a CGI client; curl ignores it, we have no CGI.
          .http_proxy = variable("http_proxy", "HTTP_PROXY"),
          .no_proxy = variable("no_proxy", "NO_PROXY")};
}

Result<std::optional<Proxy>> proxy_for(const Url& url, const ProxySettings& settings) {
  std::string text = url.scheme == "https" ? settings.https_proxy : settings.http_proxy;
  if (text.empty() || is_exempt(url.host, settings.no_proxy)) return std::optional<Proxy>();

  if (text.find("://") == std::string::npos) text.insert(0, "http://");
  std::string authorization;
  const std::size_t begin = text.find("://") + 3;
  const std::size_t at = text.rfind('@');
  if (at != std::string::npos && at >= begin) {
    authorization = "Basic " + base64(std::string_view(text).substr(begin, at - begin));
    text.erase(begin, at + 1 - begin);
  }
  Result<Url> address = parse_url(text);
  if (!address) return bad_proxy(address.error().what);
  if (address->scheme != "http") return bad_proxy("only http:// proxies are supported");
  return std::optional<Proxy>(Proxy{address->host, address->port, std::move(authorization)});
}

}  // namespace evenhand
