// A bare cpp-httplib loop, a thread a connection, that parses each reply and stores nothing: the
// peer of bench/throughput.py.
//
//     httplib_loop URL CALLS IN_FLIGHT     URL: http[s]://host:port/path; SSL_CERT_FILE names the
//     trusted certificate
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>
#include <nlohmann/json.hpp>

namespace {

// Posts the same question again and again over one connection. False: a reply was not a completion.
bool ask_until_done(const std::string& origin, const std::string& path,
                    std::atomic<long>& calls_left) {
  httplib::Client client(origin);
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_read_timeout(60);
  if (const char* certificate = std::getenv("SSL_CERT_FILE")) {
    client.set_ca_cert_path(certificate);
  }
  const nlohmann::json question = {
      {"model", "fixed"},
      {"messages", {{{"role", "user"}, {"content", "Question: " + std::string(80, 'x')}}}},
      {"temperature", 0.7},
      {"max_tokens", 2048}};
  while (calls_left.fetch_sub(1) > 0) {
    const auto reply = client.Post(path, question.dump(), "application/json");
    if (!reply || reply->status != 200) {
      return false;
    }
    const auto body = nlohmann::json::parse(reply->body, nullptr, false);
    if (body.is_discarded() || !body["choices"][0]["message"]["content"].is_string()) {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: httplib_loop URL CALLS IN_FLIGHT\n");
    return 2;
  }
  const std::string url = argv[1];
  const std::size_t slash = url.find('/', url.find("://") + 3);
  std::atomic<long> calls_left = std::atol(argv[2]);
  std::atomic<bool> failed = false;
  std::vector<std::thread> connections;
  for (long i = 0; i < std::atol(argv[3]); ++i) {
    connections.emplace_back([&] {
      if (!ask_until_done(url.substr(0, slash), url.substr(slash), calls_left)) {
        failed = true;
      }
    });
  }
  for (std::thread& connection : connections) {
    connection.join();
  }
  return failed ? 1 : 0;
}
