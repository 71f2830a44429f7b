#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenhand {

struct HttpHeader {
  std::string name;
  std::string value;
};

/// How long a call may take: to connect (TLS included), between two bytes, and altogether.
struct HttpTimeouts {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds idle{120'000};
  std::chrono::milliseconds total{600'000};
};

enum class HttpMethod { get, post };

struct HttpRequest {
  HttpMethod method = HttpMethod::post;
  std::string url;
  std::vector<HttpHeader> headers;
  std::string body = {};
  HttpTimeouts timeouts = {};
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;
};

/// The door to the network; the only one in the house. HttplibTransport is the real
/// one, ScriptedTransport replays canned responses in tests.
///
/// Any complete response is a success here, a 429 too: what a status means is the business of
/// the endpoint. An error means that no complete response came:
/// - unreachable: no connection came about, or it broke before the whole request had left;
/// - broken_off: it broke, or what came broke the rules of HTTP, after the request had left;
/// - timed_out: the idle or the total deadline passed on a connection that stood;
/// - endpoint_refused: the certificate of the server cannot be trusted;
/// - bad_input: the URL or the proxy's is none.
/// After broken_off and timed_out somebody may pay for a reply that was lost or came too late.
/// One call is at most one request on the wire; redirects are not followed.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// Safe to call from several threads at once.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

/// The value of the first header of that name, whatever its case; nullptr where there is none.
const std::string* header_value(const std::vector<HttpHeader>& headers, std::string_view name);

}  // namespace evenhand
