// Certificates that cannot be trusted, shown by OpenSSL's own server (C-18).
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "providers/httplib_transport.h"
#include "providers/socket.h"
#include "tests/fakes/server_script.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("evenhand-tls-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    ::unsetenv("SSL_CERT_FILE");
    if (!run("openssl version")) GTEST_SKIP() << "the program openssl is missing";
  }
  void TearDown() override {
    stop();
    ::unsetenv("SSL_CERT_FILE");
    fs::remove_all(folder);
  }

  bool run(const std::string& command) const {
    const std::string quiet = "cd '" + folder.string() + "' && " + command + " >/dev/null 2>&1";
    return std::system(quiet.c_str()) == 0;
  }

  /// A certificate that signs itself, for such a name and so many days from now.
  void make_certificate(const std::string& name, int days) const {
    ASSERT_TRUE(
        run("openssl req -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=x -out x.csr && "
            "printf 'subjectAltName=" +
            name +
            "' > x.ext && "
            "openssl x509 -req -in x.csr -signkey key.pem -days " +
            std::to_string(days) + " -extfile x.ext -out cert.pem"));
  }

  void serve(const std::string& more = {}) {
    int port = 0;
    ::close(listening_socket(port));
    url = "https://127.0.0.1:" + std::to_string(port);
    server = ::fork();
    if (server == 0) {
      const std::string command =
          "cd '" + folder.string() + "' && exec openssl s_server -accept " + std::to_string(port) +
          " -cert cert.pem -key key.pem -www -quiet " + more + " >/dev/null 2>&1";
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      ::_exit(1);
    }
    for (int i = 0; i < 1'000 && !listens(port); ++i) {
      std::this_thread::sleep_for(milliseconds(5));
    }
  }

  static bool listens(int port) {
    return static_cast<bool>(
        connect_to("127.0.0.1", port, steady_clock::now() + milliseconds(100)));
  }

  void stop() {
    if (server <= 0) return;
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
    server = 0;
  }

  void trust_it() const { ::setenv("SSL_CERT_FILE", (folder / "cert.pem").c_str(), 1); }

  Result<HttpResponse> get() const {
    HttplibTransport network;
    return network.send({.method = HttpMethod::get,
                         .url = url + "/",
                         .headers = {},
                         .timeouts = {.connect = milliseconds(3'000)}});
  }

  std::string refusal() const {
    const Result<HttpResponse> response = get();
    if (response) return "it was taken";
    EXPECT_EQ(response.error().kind, ErrorKind::endpoint_refused) << "never tried again";
    const std::string& what = response.error().what;
    return what.substr(what.find("cannot be trusted: ") + 19);
  }

  fs::path folder;
  std::string url;
  pid_t server = 0;
};

TEST_F(Tls, C18_TakesACertificateThatTheUserTrusts) {
  make_certificate("IP:127.0.0.1", 2);
  serve();
  trust_it();
  const Result<HttpResponse> response = get();
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 200);
}

TEST_F(Tls, C18_RefusesACertificateThatNobodyVouchesFor) {
  make_certificate("IP:127.0.0.1", 2);
  serve();
  EXPECT_EQ(refusal(), "self-signed certificate");
}

TEST_F(Tls, C18_RefusesACertificateThatHasExpired) {
  make_certificate("IP:127.0.0.1", -1);
  serve();
  trust_it();
  EXPECT_EQ(refusal(), "certificate has expired");
}

TEST_F(Tls, C18_RefusesACertificateOfAnotherHost) {
  for (const char* name : {"DNS:other.example", "IP:127.0.0.2"}) {
    make_certificate(name, 2);
    serve();
    trust_it();
    EXPECT_EQ(refusal(), "it was made out for another host") << name;
    stop();
  }
}

TEST_F(Tls, C18_SpeaksNoOldTls) {
  make_certificate("IP:127.0.0.1", 2);
  serve("-tls1_1 -cipher DEFAULT:@SECLEVEL=0");
  trust_it();
  const Result<HttpResponse> response = get();
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().what.starts_with("no secure connection to 127.0.0.1:"))
      << response.error().what;
}

}  // namespace
}  // namespace evenhand
