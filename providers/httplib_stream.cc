#include "providers/httplib_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <openssl/err.h>
#include <sys/socket.h>

namespace evenhand {
namespace {

using std::chrono::steady_clock;

constexpr int kToRead = 0;
constexpr int kToWrite = 1;

Error broken(std::string_view why) {
  return {.kind = ErrorKind::unreachable, .what = "the connection broke: " + std::string(why)};
}

Error tls_failure() {
  std::array<char, 256> text{};
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return broken("the server closed it");
  ERR_error_string_n(code, text.data(), text.size());
  return broken(text.data());
}

std::string seconds_text(std::chrono::milliseconds time) {
  if (time.count() % 1000 == 0) return std::to_string(time.count() / 1000) + " s";
  return std::to_string(time.count()) + " ms";
}

}  // namespace

WireStream::WireStream(int socket, SSL* tls, Exchange& exchange)
    : socket_(socket), tls_(tls), exchange_(exchange) {}

bool WireStream::is_readable() const { return true; }
bool WireStream::is_writable() const { return true; }
void WireStream::get_remote_ip_and_port(std::string&, int&) const {}
void WireStream::get_local_ip_and_port(std::string&, int&) const {}
socket_t WireStream::socket() const { return socket_; }

ssize_t WireStream::write(const char* from, std::size_t size) {
  // Head and body leave together, in one packet where they fit.
  outgoing_.append(from, size);
  return static_cast<ssize_t>(size);
}

ssize_t WireStream::read(char* to, std::size_t size) {
  if (!exchange_.response && !exchange_.error) {
    Result<HttpResponse> response = receive();
    if (response) {
      exchange_.response = std::move(*response);
      stand_in_ = stand_in();
    } else {
      exchange_.error = std::move(response.error());
    }
  }
  if (exchange_.error) return -1;
  const std::size_t taken = std::min(size, stand_in_.size());
  std::copy_n(stand_in_.data(), taken, to);
  stand_in_.remove_prefix(taken);
  return static_cast<ssize_t>(taken);
}

std::string_view WireStream::stand_in() {
  return keeps_alive_ ? "HTTP/1.1 204 No Content\r\n\r\n"
                      : "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
}

Result<void> WireStream::wait(int direction) {
  const Deadline idle = steady_clock::now() + exchange_.timeouts.idle;
  const Deadline until = std::min(idle, exchange_.deadline);
  const Ready ready =
      direction == kToWrite ? wait_writable(socket_, until) : wait_readable(socket_, until);
  if (ready == Ready::yes) return {};
  const bool total = exchange_.deadline <= idle;
  const std::string time = seconds_text(total ? exchange_.timeouts.total : exchange_.timeouts.idle);
  return Error{
      .kind = ErrorKind::timed_out,
      .what = total ? "no complete response within " + time : "the server was silent for " + time};
}

Result<std::size_t> WireStream::write_some(const char* from, std::size_t size) {
  while (true) {
    int direction = kToWrite;
    if (tls_ == nullptr) {
      const ssize_t written = ::send(socket_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (written > 0) return static_cast<std::size_t>(written);
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return broken(system_error_text(errno));
    } else {
      std::size_t written = 0;
      ERR_clear_error();
      const int outcome = SSL_write_ex(tls_, from, size, &written);
      if (outcome > 0) return written;
      const int reason = SSL_get_error(tls_, outcome);
      if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) return tls_failure();
      direction = reason == SSL_ERROR_WANT_READ ? kToRead : kToWrite;
    }
    EVENHAND_OK(wait(direction));
  }
}

Result<void> WireStream::flush() {
  std::string_view left = outgoing_;
  while (!left.empty()) {
    EVENHAND_TRY(const std::size_t written, write_some(left.data(), left.size()));
    left.remove_prefix(written);
  }
  outgoing_ = std::string();
  return {};
}

/// 0: the peer has closed its side.
Result<std::size_t> WireStream::read_some(char* to, std::size_t size) {
  while (true) {
    int direction = kToRead;
    if (tls_ == nullptr) {
      // A model takes its time: asking first would nearly always be in vain.
      EVENHAND_OK(wait(kToRead));
      const ssize_t got = ::recv(socket_, to, size, MSG_DONTWAIT);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR && errno != EAGAIN) return broken(system_error_text(errno));
      continue;
    }
    std::size_t got = 0;
    ERR_clear_error();
    const int outcome = SSL_read_ex(tls_, to, size, &got);
    if (outcome > 0) return got;
    const int reason = SSL_get_error(tls_, outcome);
    if (reason == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
    if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) return tls_failure();
    direction = reason == SSL_ERROR_WANT_WRITE ? kToWrite : kToRead;
    EVENHAND_OK(wait(direction));
  }
}

Result<HttpResponse> WireStream::receive() {
  if (exchange_.sent) return broken("the server closed it; nothing is sent a second time");
  exchange_.sent = true;
  EVENHAND_OK(flush());
  Result<HttpResponse> response = read_response();
  // The server has the whole request: it may be answering it, and somebody may pay for that.
  if (!response && response.error().kind == ErrorKind::unreachable) {
    response.error().kind = ErrorKind::broken_off;
  }
  return response;
}

Result<HttpResponse> WireStream::read_response() {
  HttpResponseReader reader;
  std::array<char, 16384> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): 16 kB a call
  while (true) {
    EVENHAND_TRY(const std::size_t got, read_some(buffer.data(), buffer.size()));
    EVENHAND_TRY(
        const HttpResponseReader::State state,
        got == 0 ? reader.end_of_stream() : reader.feed(std::string_view(buffer.data(), got)));
    if (state == HttpResponseReader::State::complete) break;
  }
  keeps_alive_ = reader.keeps_alive();
  return reader.take();
}

}  // namespace evenhand
