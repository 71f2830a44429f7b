#pragma once

#include <memory>

#include "providers/http_transport.h"
#include "providers/proxy_settings.h"

namespace evenhand {

/// The real network, by cpp-httplib over sockets of our own. Connections are kept alive, one call
/// on each at a time. TLS is always verified against SSL_CERT_FILE and SSL_CERT_DIR, or the
/// system's certificates. Response bodies are limited to 32 MiB; compression is not asked for.
///
/// Constructing the first one makes the process ignore SIGPIPE: OpenSSL writes to sockets that the
/// peer may have closed.
class HttplibTransport : public HttpTransport {
 public:
  explicit HttplibTransport(ProxySettings proxies = {});
  ~HttplibTransport() override;

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  class Pools;
  std::unique_ptr<Pools> pools_;
};

}  // namespace evenhand
