#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace evenhand {

/// An absolute http or https URL, taken apart.
struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 literal without its brackets
  int port = 0;
  std::string path;  // begins with "/"; with the query, if there is one
};

/// bad_input for anything that is not a plain absolute URL: other schemes, user info, fragments,
/// blanks, control characters, bytes beyond ASCII.
Result<Url> parse_url(std::string_view text);

/// "example.org:8080", "[::1]:8080"; the port is left out where it is the scheme's own.
std::string authority_of(const Url& url);

/// Whether the host is this machine: localhost, 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view host);

}  // namespace evenhand
