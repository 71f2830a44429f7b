#pragma once

#include <atomic>
#include <cstdio>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tests/fakes/server_script.h"

namespace evenhand {

/// TLS before a server of plain HTTP on this machine: what a client says is passed on byte by byte,
/// and so is every answer, end and reset.
class TlsFront {
 public:
  /// How a connection ends that the server behind it has closed.
  enum class Ending { with_close_notify, without };

  /// The certificate, for 127.0.0.1, is written to `certificate`: clients are to trust that file.
  TlsFront(int port_behind, Ending ending, const std::string& certificate)
      : port_behind_(port_behind), ending_of_lines_(ending), context_(make_context(certificate)) {
    listener_ = listening_socket(port_, 4096);
    thread_ = std::thread([this] { accept_all(); });
  }
  ~TlsFront() {
    ending_ = true;
    thread_.join();
    for (std::thread& line : lines_) line.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  std::string base_url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/v1"; }

 private:
  static SSL_CTX* make_context(const std::string& path) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("x"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* const host =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, host, -1);
    X509_EXTENSION_free(host);
    X509_sign(certificate, key, EVP_sha256());
    std::FILE* const file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return context;
  }

  void accept_all() {
    while (ScriptPlayer::readable(listener_, ending_)) {
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client >= 0) lines_.emplace_back([this, client] { serve(client); });
    }
  }

  int connect_behind() const {
    const int behind = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_behind_));
    ::connect(behind, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return behind;
  }

  void serve(int client) {
    SSL* const tls = SSL_new(context_);
    SSL_set_fd(tls, client);
    if (SSL_accept(tls) == 1) {
      const int behind = connect_behind();
      while (!ending_ && pass_on(tls, client, behind)) {
      }
      ::close(behind);
    }
    SSL_free(tls);
    ::close(client);
  }

  /// False: the connection is over.
  bool pass_on(SSL* tls, int client, int behind) const {
    char buffer[16384];
    pollfd waiting[] = {{client, POLLIN, 0}, {behind, POLLIN, 0}};
    ::poll(waiting, 2, SSL_pending(tls) > 0 ? 0 : 10);
    if (waiting[1].revents != 0) {
      const ssize_t got = ::recv(behind, buffer, sizeof buffer, 0);
      if (got > 0) return SSL_write(tls, buffer, static_cast<int>(got)) > 0;
      if (got == 0 && ending_of_lines_ == Ending::with_close_notify) SSL_shutdown(tls);
      if (got < 0) {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
      }
      return false;
    }
    if (waiting[0].revents == 0 && SSL_pending(tls) == 0) return true;
    const int got = SSL_read(tls, buffer, sizeof buffer);
    return got > 0 && ::send(behind, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
  }

  int port_behind_;
  Ending ending_of_lines_;
  SSL_CTX* context_;
  int port_ = 0;
  int listener_;
  std::atomic<bool> ending_{false};
  std::list<std::thread> lines_;
  std::thread thread_;
};

}  // namespace evenhand
