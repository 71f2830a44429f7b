#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "simulate/growing_pool.h"
#include "simulate/service.h"
#include "simulate/simulated_server.h"
#include "simulate/wire.h"

namespace evenhand {
namespace {

constexpr const char* kHost = "127.0.0.1";
// A judge's prompt with two long conversations stays far below.
constexpr std::size_t kMostBodyBytes = std::size_t{32} << 20;
// Longer than any client keeps a connection unused.
constexpr time_t kIdleSeconds = 300;
// Clients open hundreds of connections at the same moment; httplib's own backlog is 5.
constexpr int kBacklog = 4096;

/// httplib's seam to threads. Newer versions of it want to be told whether there was room.
class ConnectionThreads : public httplib::TaskQueue {
 public:
  explicit ConnectionThreads(std::size_t most) : pool_(most) {}

  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));
  Enqueued enqueue(std::function<void()> job) override {
    pool_.run(std::move(job));
    return Enqueued(true);
  }
  void shutdown() override { pool_.finish(); }

 private:
  GrowingPool pool_;
};

/// Lets handlers sleep, and wakes them all when the server ends.
class Sleepers {
 public:
  void sleep(std::chrono::milliseconds duration) {
    std::unique_lock lock(mutex_);
    end_.wait_for(lock, duration, [this] { return ended_; });
  }

  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    end_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable end_;
  bool ended_ = false;
};

int local_port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family != AF_INET) return 0;
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

/// Ends the reading side of all our connections. httplib's threads look at nothing but their
/// socket while they wait for the next request, and tell nobody which socket that is.
void end_connections_of(int port) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", ignored)) {
    const auto descriptor = parse_integer(entry.path().filename().string());
    if (!descriptor || local_port_of(static_cast<int>(*descriptor)) != port) continue;
    ::shutdown(static_cast<int>(*descriptor), SHUT_RD);
  }
}

void send(const ServiceReply& reply, httplib::Response& response) {
  response.status = reply.status;
  if (reply.retry_after_seconds) {
    response.set_header("Retry-After", std::to_string(*reply.retry_after_seconds));
  }
  response.set_content(reply.body, "application/json");
}

class HttplibSimulatedServer : public SimulatedServer {
 public:
  explicit HttplibSimulatedServer(const SimulationOptions& options)
      : service_(options.seed, options.api_key, clock_, options.keys) {
    configure(options.max_connections);
    route();
  }

  ~HttplibSimulatedServer() override {
    if (!listener_.joinable()) return;
    sleepers_.end();
    server_.stop();
    while (!listener_ended(std::chrono::milliseconds(2))) end_connections_of(port_);
    listener_.join();
  }

  Result<void> listen(int port) {
    port_ = port == 0 ? server_.bind_to_any_port(kHost) : port;
    const bool bound = port == 0 ? port_ > 0 : server_.bind_to_port(kHost, port);
    if (!bound || ::listen(socket_, kBacklog) != 0) return port_error(port);
    try {
      listener_ = std::thread([this] {
        server_.listen_after_bind();
        ended_.set_value();
      });
    } catch (const std::system_error& error) {
      return Error{.kind = ErrorKind::io_failed,
                   .what = std::string("cannot start a thread: ") + error.what()};
    }
    // httplib forgets a stop() that comes before its loop runs, so we wait for that.
    while (!server_.is_running()) {
      if (listener_ended(std::chrono::milliseconds(1))) return port_error(port);
    }
    return {};
  }

  std::string base_url() const override {
    return "http://" + std::string(kHost) + ":" + std::to_string(port_) + "/v1";
  }

  std::uint64_t requests_served() const override { return service_.requests_served(); }

 private:
  static Error port_error(int port) {
    return {.kind = ErrorKind::io_failed,
            .what = "cannot listen on " + std::string(kHost) + ":" + std::to_string(port),
            .hint = "another program may use this port; 0 takes any free one"};
  }

  bool listener_ended(std::chrono::milliseconds wait) {
    return listener_end_.wait_for(wait) == std::future_status::ready;
  }

  void configure(std::size_t max_connections) {
    server_.new_task_queue = [max_connections] {
      return new ConnectionThreads(max_connections);
    };
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(SIZE_MAX);
    server_.set_keep_alive_timeout(kIdleSeconds);
    server_.set_payload_max_length(kMostBodyBytes);
    server_.set_socket_options([this](auto socket) {
      // Not SO_REUSEPORT, httplib's default: with it, a second server could take the same port.
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
      socket_ = socket;
    });
    server_.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
      if (!response.body.empty()) return;
      response.set_content(error_json("HTTP " + std::to_string(response.status) + " for " +
                                          request.method + " " + valid_utf8(request.path),
                                      "invalid_request_error", ""),
                           "application/json");
    });
  }

  void route() {
    server_.Get("/v1/models", [this](const httplib::Request& request, httplib::Response& response) {
      send(service_.models(request.get_header_value("Authorization")), response);
    });
    post("/v1/chat/completions", &SimulatedService::chat);
    post("/v1/completions", &SimulatedService::completion);
  }

  using Serve = ServiceReply (SimulatedService::*)(std::string_view authorization,
                                                   std::string_view body);

  void post(const char* path, Serve serve) {
    server_.Post(path, [this, serve](const httplib::Request& request, httplib::Response& response,
                                     const httplib::ContentReader& reader) {
      answer(request, response, reader, serve);
    });
  }

  void answer(const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader& reader, Serve serve) {
    std::string body;
    // httplib checks the length that a client declares; what is chunked declares none.
    const bool whole = reader([&body](const char* data, std::size_t size) {
      if (size > kMostBodyBytes - body.size()) return false;
      body.append(data, size);
      return true;
    });
    if (!whole) {
      response.status = 413;
      return;
    }
    const ServiceReply reply = (service_.*serve)(request.get_header_value("Authorization"), body);
    if (reply.delay.count() > 0) sleepers_.sleep(reply.delay);
    send(reply, response);
  }

  SystemClock clock_;
  SimulatedService service_;
  Sleepers sleepers_;
  httplib::Server server_;
  int socket_ = -1;
  int port_ = 0;
  std::promise<void> ended_;
  std::future<void> listener_end_ = ended_.get_future();
  std::thread listener_;
};

constexpr int kHighestPort = 65'535;

}  // namespace

Result<std::unique_ptr<SimulatedServer>> SimulatedServer::start(const SimulationOptions& options) {
  if (options.port < 0 || options.port > kHighestPort) {
    return Error{.what = std::to_string(options.port) + " is no port",
                 .hint = "it takes a number from 0 to " + std::to_string(kHighestPort)};
  }
  if (options.max_connections == 0) return Error{.what = "max_connections is 0"};
  auto server = std::make_unique<HttplibSimulatedServer>(options);
  EVENHAND_OK(server->listen(options.port));
  return std::unique_ptr<SimulatedServer>(std::move(server));
}

}  // namespace evenhand
