#include "providers/url.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace evenhand {
namespace {

Error bad_url(std::string_view why) {
  return {.kind = ErrorKind::bad_input,
          .what = "the URL " + std::string(why),
          .hint = "write it like https://api.openai.com/v1"};
}

int default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

Result<int> port_of(std::string_view text, std::string_view scheme) {
  if (text.empty()) return default_port(scheme);
  if (text.front() != ':') return bad_url("has something odd after the host");
  const std::optional<long long> port = parse_integer(text.substr(1));
  if (!port || *port < 1 || *port > 65'535) return bad_url("has a port that is not 1 to 65535");
  return static_cast<int>(*port);
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_address_character(char c) {
  return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

Result<Url> with_authority(Url url, std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) {
    return bad_url("contains a user name; keys belong into the environment");
  }
  std::string_view host;
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return bad_url("has a '[' without its ']'");
    host = authority.substr(1, close - 1);
    port = authority.substr(close + 1);
  } else {
    host = authority.substr(0, authority.find(':'));
    port = authority.substr(host.size());
  }
  url.host = lower_case(host);
  const auto allowed = authority.starts_with('[') ? is_address_character : is_host_character;
  if (url.host.empty()) return bad_url("has no host");
  if (!std::all_of(url.host.begin(), url.host.end(), allowed)) {
    return bad_url("has a host that cannot be one");
  }
  EVENHAND_TRY(url.port, port_of(port, url.scheme));
  return url;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!printable) return bad_url("contains blanks, control characters or letters beyond ASCII");
  if (text.find('#') != std::string_view::npos) return bad_url("contains a fragment (#)");

  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return bad_url("does not begin with https:// or http://");
  Url url;
  url.scheme = lower_case(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http") {
    return bad_url("does not begin with https:// or http://");
  }
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  url.path = std::string(rest.substr(end));
  if (!url.path.starts_with('/')) url.path.insert(0, "/");
  return with_authority(std::move(url), rest.substr(0, end));
}

std::string authority_of(const Url& url) {
  const bool literal = url.host.find(':') != std::string::npos;
  std::string authority = literal ? "[" + url.host + "]" : url.host;
  if (url.port != default_port(url.scheme)) authority += ":" + std::to_string(url.port);
  return authority;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1" || host.ends_with(".localhost")) return true;
  const bool numeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return numeric && host.starts_with("127.");
}

}  // namespace evenhand
