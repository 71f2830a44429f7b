#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "providers/url.h"

namespace evenhand {

/// Which proxy stands between us and a host, in the words of the usual environment variables.
struct ProxySettings {
  std::string https_proxy;  // "http://user:password@host:port"; empty: none
  std::string http_proxy;
  std::string no_proxy;  // "localhost,.example.org,10.0.0.7" or "*"

  /// HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the same in small letters (which win, as with curl).
  static ProxySettings from_environment();
};

struct Proxy {
  std::string host;
  int port = 0;
  std::string authorization;  // the value of Proxy-Authorization; empty: none
};

/// nullopt: go there directly; this machine is always reached directly. bad_input for a proxy
/// that is not "http://[user:password@]host:port".
Result<std::optional<Proxy>> proxy_for(const Url& url, const ProxySettings& settings);

}  // namespace evenhand
