#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <httplib.h>

#include "providers/http_response_reader.h"
#include "providers/socket.h"

namespace evenhand {

/// One call on a connection: how long it may take, and what came of it.
struct Exchange {
  HttpTimeouts timeouts;
  Deadline deadline;          // of the whole call
  Deadline connect_deadline;  // of connecting, TLS included
  bool sent = false;          // a request has gone out, so no other one may
  std::optional<Error> error = {};
  std::optional<HttpResponse> response = {};
};

/// What httplib reads from and writes to while it believes to talk to the server.
///
/// httplib writes the request; the response is read by HttpResponseReader, because httplib 0.11
/// takes a cut chunked body for a complete one, has no limits, no deadline, and matches the status
/// line with std::regex. httplib itself is told "204" in its place.
class WireStream : public httplib::Stream {
 public:
  /// `tls` is an SSL* or nullptr.
  WireStream(int socket, SSL* tls, Exchange& exchange);

  // Not marked override: newer releases of httplib have more or fewer of these.
  bool is_readable() const;
  bool is_writable() const;
  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  void get_remote_ip_and_port(std::string& ip, int& port) const;
  void get_local_ip_and_port(std::string& ip, int& port) const;
  socket_t socket() const;

 private:
  Result<void> flush();
  Result<std::size_t> write_some(const char* from, std::size_t size);
  Result<HttpResponse> receive();
  Result<HttpResponse> read_response();
  Result<std::size_t> read_some(char* to, std::size_t size);
  Result<void> wait(int direction);
  std::string_view stand_in();

  int socket_;
  SSL* tls_;
  Exchange& exchange_;
  bool keeps_alive_ = false;
  std::string outgoing_;
  std::string_view stand_in_;  // what is left of it
};

}  // namespace evenhand
