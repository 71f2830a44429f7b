#include "providers/httplib_transport.h"

#include <csignal>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "providers/httplib_connection.h"

namespace evenhand {
namespace {

/// The idle connections to one server. The one used last goes out first: it is the least likely
/// to have been closed by the peer.
class Pool {
 public:
  explicit Pool(Route route) : route_(std::move(route)) {}

  std::unique_ptr<HttplibConnection> take() {
    while (true) {
      std::unique_ptr<HttplibConnection> connection = pop();
      if (!connection) return HttplibConnection::to(route_);
      if (connection->is_fresh()) return connection;
    }
  }

  void put_back(std::unique_ptr<HttplibConnection> connection) {
    if (!connection->is_open()) return;
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }

 private:
  std::unique_ptr<HttplibConnection> pop() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<HttplibConnection> connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  Route route_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<HttplibConnection>> idle_;
};

}  // namespace

class HttplibTransport::Pools {
 public:
  explicit Pools(ProxySettings proxies) : proxies_(std::move(proxies)) {}

  Result<Pool*> of(const Url& url) {
    const std::string server = url.scheme + "://" + authority_of(url);
    {
      const std::shared_lock lock(mutex_);
      const auto known = pools_.find(server);
      if (known != pools_.end()) return known->second.get();
    }
    EVENHAND_TRY(std::optional<Proxy> proxy, proxy_for(url, proxies_));
    const std::unique_lock lock(mutex_);
    std::unique_ptr<Pool>& pool = pools_[server];
    if (!pool) {
      pool = std::make_unique<Pool>(
          Route{.url = url, .proxy = std::move(proxy), .trust = trust_, .watchdog = watchdog_});
    }
    return pool.get();
  }

 private:
  ProxySettings proxies_;
  TrustStore trust_;
  Watchdog watchdog_;
  std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<Pool>> pools_;
};

HttplibTransport::HttplibTransport(ProxySettings proxies)
    : pools_(std::make_unique<Pools>(std::move(proxies))) {
  std::signal(SIGPIPE, SIG_IGN);
}

HttplibTransport::~HttplibTransport() = default;

Result<HttpResponse> HttplibTransport::send(const HttpRequest& request) {
  EVENHAND_TRY(const Url url, parse_url(request.url));
  EVENHAND_TRY(Pool* const pool, pools_->of(url));
  std::unique_ptr<HttplibConnection> connection = pool->take();
  Result<HttpResponse> response = connection->send(request, url.path);
  pool->put_back(std::move(connection));
  return response;
}

}  // namespace evenhand
