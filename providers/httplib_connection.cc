#include "providers/httplib_connection.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include <httplib.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "providers/httplib_stream.h"
#include "providers/proxy_tunnel.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A client of httplib whose socket, deadlines and reading are ours; what stays httplib's own is
/// the writing of requests, the TLS handshake and the check of the server's certificate.
template <class Client>
class Connection : public HttplibConnection, private Client {
 public:
  explicit Connection(const Route& route)
      : Client(route.url.host, route.url.port),
        url_(route.url),
        proxy_(route.proxy),
        watchdog_(route.watchdog) {
    this->set_keep_alive(true);
    this->set_url_encode(false);
    this->set_decompress(false);
    this->set_follow_location(false);
    if constexpr (std::is_same_v<Client, httplib::SSLClient>) secure(route.trust);
  }

  Result<HttpResponse> send(const HttpRequest& request, const std::string& path) override;
  bool is_fresh() override;
  bool is_open() const override { return this->socket_.is_open(); }

 private:
  using Socket = typename Client::Socket;

  void secure(const TrustStore& trust);
  Result<FileDescriptor> connect();
  Error failure(httplib::Error error) const;
  Error tls_failure(httplib::Error error) const;

  // httplib's hooks.
  bool create_and_connect_socket(Socket& socket, httplib::Error& error) override;
  bool process_socket(const Socket& socket,
                      std::function<bool(httplib::Stream& stream)> callback) override;

  SSL* tls() const { return this->socket_.ssl; }

  Url url_;
  std::optional<Proxy> proxy_;
  Watchdog& watchdog_;
  std::optional<Watchdog::Watch> handshake_;
  Exchange* exchange_ = nullptr;  // the call under way
};

template <class Client>
void Connection<Client>::secure(const TrustStore& trust) {
  X509_STORE_up_ref(trust.store());
  this->set_ca_cert_store(trust.store());
  // Without a folder httplib would load the whole bundle again, for every connection.
  this->set_ca_cert_path("", trust.folder());
  this->enable_server_certificate_verification(true);
  SSL_CTX_set_min_proto_version(this->ssl_context(), TLS1_2_VERSION);
  SSL_CTX_set_mode(this->ssl_context(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

template <class Client>
Result<FileDescriptor> Connection<Client>::connect() {
  if (!proxy_) return connect_to(url_.host, url_.port, exchange_->connect_deadline);
  EVENHAND_TRY(FileDescriptor socket,
               connect_to(proxy_->host, proxy_->port, exchange_->connect_deadline));
  if (url_.scheme == "https") {
    EVENHAND_OK(open_tunnel(socket.number(), url_, *proxy_, exchange_->connect_deadline));
  }
  return socket;
}

template <class Client>
bool Connection<Client>::create_and_connect_socket(Socket& socket, httplib::Error& error) {
  Result<FileDescriptor> connected = connect();
  if (!connected) {
    exchange_->error = std::move(connected.error());
    error = httplib::Error::Connection;
    return false;
  }
  socket.sock = connected->release();
  if (url_.scheme == "https") {
    handshake_.emplace(watchdog_, socket.sock, exchange_->connect_deadline);
    if (!handshake_->holds()) {
      // httplib blocks in the handshake: without the watchdog it might do so for ever.
      ::close(std::exchange(socket.sock, INVALID_SOCKET));
      exchange_->error =
          Error{.kind = ErrorKind::unreachable,
                .what = "no secure connection to " + authority_of(url_) + ": too many open files"};
      error = httplib::Error::Connection;
      return false;
    }
  }
  return true;
}

template <class Client>
bool Connection<Client>::process_socket(const Socket& socket,
                                        std::function<bool(httplib::Stream& stream)> callback) {
  if (handshake_) {
    handshake_.reset();
    // httplib leaves the socket blocking after the handshake.
    make_non_blocking(socket.sock);
  }
  WireStream stream(socket.sock, socket.ssl, *exchange_);
  return callback(stream);
}

template <class Client>
Error Connection<Client>::tls_failure(httplib::Error error) const {
  if (steady_clock::now() >= exchange_->connect_deadline) {
    return {.kind = ErrorKind::unreachable,
            .what = "the TLS handshake with " + authority_of(url_) + " took too long"};
  }
  std::string why = httplib::to_string(error);
  if constexpr (std::is_same_v<Client, httplib::SSLClient>) {
    const long code = this->get_openssl_verify_result();
    if (error == httplib::Error::SSLServerVerification) {
      why = code == X509_V_OK ? "it was made out for another host"
                              : X509_verify_cert_error_string(code);
      return {.kind = ErrorKind::endpoint_refused,
              .what = "the certificate of " + authority_of(url_) + " cannot be trusted: " + why,
              .hint = "SSL_CERT_FILE or SSL_CERT_DIR name the certificates to trust"};
    }
  }
  return {.kind = ErrorKind::unreachable,
          .what = "no secure connection to " + authority_of(url_) + ": " + why};
}

template <class Client>
Error Connection<Client>::failure(httplib::Error error) const {
  if (exchange_->error) return *exchange_->error;
  if (!exchange_->sent && url_.scheme == "https") return tls_failure(error);
  return {.kind = ErrorKind::unreachable,
          .what = "the connection broke: " + httplib::to_string(error)};
}

template <class Client>
Result<HttpResponse> Connection<Client>::send(const HttpRequest& request, const std::string& path) {
  const Deadline now = steady_clock::now();
  Exchange exchange{.timeouts = request.timeouts, .deadline = now + request.timeouts.total};
  exchange.connect_deadline = std::min(now + request.timeouts.connect, exchange.deadline);
  exchange_ = &exchange;
  this->set_connection_timeout(request.timeouts.connect);

  httplib::Request out;
  out.method = request.method == HttpMethod::get ? "GET" : "POST";
  const bool absolute = proxy_ && url_.scheme == "http";
  out.path = absolute ? "http://" + authority_of(url_) + path : path;
  for (const HttpHeader& header : request.headers) out.headers.emplace(header.name, header.value);
  if (absolute && !proxy_->authorization.empty()) {
    out.headers.emplace("Proxy-Authorization", proxy_->authorization);
  }
  out.body = request.body;

  httplib::Response in;
  auto error = httplib::Error::Success;
  Client::send(out, in, error);
  handshake_.reset();
  if (exchange.response) {
    if (exchange.error) this->stop();
    exchange_ = nullptr;
    return std::move(*exchange.response);
  }
  Error why = failure(error);
  exchange_ = nullptr;
  this->stop();
  return why;
}

template <class Client>
bool Connection<Client>::is_fresh() {
  if (!is_open()) return false;
  char byte = 0;
  bool fresh = false;
  if (tls() == nullptr) {
    fresh = ::recv(this->socket_.sock, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
  } else {
    // Takes in what TLS itself had to say, such as new session tickets.
    ERR_clear_error();
    const int got = SSL_peek(tls(), &byte, 1);
    fresh = got <= 0 && SSL_get_error(tls(), got) == SSL_ERROR_WANT_READ;
  }
  if (!fresh) this->stop();
  return fresh;
}

std::string certificate_folder() {
  const char* named =
      std::getenv(X509_get_default_cert_dir_env());  // NOLINT(concurrency-mt-unsafe)
  return named == nullptr ? X509_get_default_cert_dir() : named;
}

/// Whether OpenSSL can find certificates there by the hash of their names.
bool has_hashed_names(const std::string& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".0") return true;
  }
  return false;
}

/// The bundle named by the user; else the system's own where there is no folder to read from,
/// because it costs 17 ms and 1 MB.
const char* certificate_bundle(const std::string& folder) {
  const char* named =
      std::getenv(X509_get_default_cert_file_env());  // NOLINT(concurrency-mt-unsafe)
  if (named != nullptr) return named;
  return has_hashed_names(folder) ? nullptr : X509_get_default_cert_file();
}

}  // namespace

TrustStore::TrustStore() : store_(X509_STORE_new()), folder_(certificate_folder()) {}

x509_store_st* TrustStore::store() const {
  std::call_once(filled_, [this] {
    const char* bundle = certificate_bundle(folder_);
    if (bundle != nullptr) X509_STORE_load_file(store_, bundle);
    X509_STORE_load_path(store_, folder_.c_str());
    ERR_clear_error();
  });
  return store_;
}

TrustStore::~TrustStore() { X509_STORE_free(store_); }

std::unique_ptr<HttplibConnection> HttplibConnection::to(const Route& route) {
  if (route.url.scheme == "https") return std::make_unique<Connection<httplib::SSLClient>>(route);
  return std::make_unique<Connection<httplib::ClientImpl>>(route);
}

}  // namespace evenhand
