#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/result.h"
#include "providers/http_transport.h"
#include "providers/proxy_settings.h"
#include "providers/url.h"
#include "providers/watchdog.h"

struct x509_store_st;

namespace evenhand {

/// The certificates that are trusted, loaded once and shared by all connections.
class TrustStore {
 public:
  TrustStore();
  TrustStore(const TrustStore&) = delete;
  TrustStore& operator=(const TrustStore&) = delete;
  ~TrustStore();

  /// Filled when it is first asked for: reading a bundle takes 17 ms, which only TLS needs. Safe
  /// from several threads at once.
  x509_store_st* store() const;
  const std::string& folder() const { return folder_; }

 private:
  x509_store_st* store_;
  mutable std::once_flag filled_;
  std::string folder_;  // of certificates named by their hashes; read as needed
};

/// What a connection needs to be opened.
struct Route {
  Url url;  // its path does not matter
  std::optional<Proxy> proxy;
  const TrustStore& trust;
  Watchdog& watchdog;
};

/// A connection to one server, kept alive between calls. Used by one thread at a time.
class HttplibConnection {
 public:
  static std::unique_ptr<HttplibConnection> to(const Route& route);

  virtual ~HttplibConnection() = default;

  /// Connects if need be. One call is at most one request on the wire.
  virtual Result<HttpResponse> send(const HttpRequest& request, const std::string& path) = 0;

  /// False when the peer has closed it, or has said something nobody asked for. Closes it then.
  virtual bool is_fresh() = 0;

  /// Whether it is still open after the last call.
  virtual bool is_open() const = 0;
};

}  // namespace evenhand
