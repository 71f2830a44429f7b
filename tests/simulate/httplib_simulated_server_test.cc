#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>

#include "simulate/simulated_server.h"

namespace evenhand {
namespace {

constexpr const char* kQuestion =
    R"({"model":"sim-candidate?quality=1&words=40","messages":[{"role":"user","content":"Why?"}]})";
constexpr const char* kChat = "/v1/chat/completions";

std::unique_ptr<SimulatedServer> started(const SimulationOptions& options) {
  auto server = SimulatedServer::start(options);
  EXPECT_TRUE(server) << server.error().what;
  return server ? std::move(*server) : nullptr;
}

/// "http://127.0.0.1:40123", as httplib's client wants it.
std::string origin_of(const SimulatedServer& server) {
  const std::string url = server.base_url();
  return url.substr(0, url.size() - std::string("/v1").size());
}

int port_of(const SimulatedServer& server) {
  const std::string origin = origin_of(server);
  return std::stoi(origin.substr(origin.rfind(':') + 1));
}

std::string body_of(const httplib::Result& result) { return result ? result->body : "no reply"; }

TEST(SimulatedServerDoor, AnswersOverHttp) {
  const auto server = started({.seed = 7});
  httplib::Client client(origin_of(*server));

  const auto models = client.Get("/v1/models");
  const auto chat = client.Post(kChat, kQuestion, "application/json");

  ASSERT_TRUE(models);
  EXPECT_EQ(models->status, 200);
  EXPECT_NE(models->body.find("sim-judge"), std::string::npos);
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->status, 200);
  EXPECT_NE(chat->body.find("(simulated answer, worth "), std::string::npos);
  EXPECT_EQ(server->requests_served(), 1u);
}

TEST(SimulatedServerDoor, GivesTheSameBytesForTheSameSeedAndRequest) {
  const auto one = started({.seed = 7});
  const auto same = started({.seed = 7});
  const auto other = started({.seed = 8});
  const auto ask = [](const SimulatedServer& server) {
    return body_of(httplib::Client(origin_of(server)).Post(kChat, kQuestion, "application/json"));
  };

  EXPECT_EQ(ask(*one), ask(*same));
  EXPECT_NE(ask(*one), ask(*other));
}

TEST(SimulatedServerDoor, SaysSoWhenThePortIsTaken) {
  const auto first = started({});
  const int port = port_of(*first);

  const auto second = SimulatedServer::start({.port = port});

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::io_failed);
  EXPECT_EQ(second.error().what, "cannot listen on 127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(second.error().hint, "another program may use this port; 0 takes any free one");
}

TEST(SimulatedServerDoor, RefusesAPortThatIsNone) {
  const auto server = SimulatedServer::start({.port = 70'000});

  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().what, "70000 is no port");
}

TEST(SimulatedServerDoor, ServesHundredsOfKeptConnectionsAtOnce) {
  constexpr int kConnections = 300;
  const auto server = started({});
  std::vector<std::unique_ptr<httplib::Client>> clients;
  for (int i = 0; i < kConnections; ++i) {
    clients.push_back(std::make_unique<httplib::Client>(origin_of(*server)));
    clients.back()->set_keep_alive(true);
  }

  // One after the other on connections that all stay open: a pool of fixed size would hang here.
  int answered = 0;
  for (const auto& client : clients) {
    const auto reply = client->Post(kChat, kQuestion, "application/json");
    if (reply && reply->status == 200) ++answered;
  }

  EXPECT_EQ(answered, kConnections);
}

TEST(SimulatedServerDoor, EndsAtOnceWhileConnectionsAreOpenAndRepliesAreDelayed) {
  auto server = started({});
  httplib::Client idle(origin_of(*server));
  idle.set_keep_alive(true);
  ASSERT_TRUE(idle.Get("/v1/models"));
  const std::string slow =
      R"({"model":"sim-judge?delay_ms=600000","messages":[{"role":"user","content":"Why?"}]})";
  auto waiting = std::async(std::launch::async, [origin = origin_of(*server), slow] {
    return httplib::Client(origin).Post(kChat, slow, "application/json");
  });
  while (server->requests_served() == 0) std::this_thread::yield();

  server.reset();

  // With a reply or with a closed connection, whichever came first; but not after the delay.
  EXPECT_EQ(waiting.wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST(SimulatedServerDoor, WantsTheKeyWhereOneIsSet) {
  const auto server = started({.api_key = "sesame"});
  httplib::Client client(origin_of(*server));

  const auto without = client.Post(kChat, kQuestion, "application/json");
  client.set_default_headers({{"Authorization", "Bearer sesame"}});
  const auto with = client.Post(kChat, kQuestion, "application/json");

  ASSERT_TRUE(without);
  EXPECT_EQ(without->status, 401);
  ASSERT_TRUE(with);
  EXPECT_EQ(with->status, 200);
}

TEST(SimulatedServerDoor, SendsRetryAfterWith429) {
  const auto server = started({});
  httplib::Client client(origin_of(*server));
  const std::string body =
      R"({"model":"sim-candidate?rate_limit=0.001","messages":[{"role":"user","content":"Why?"}]})";

  const auto first = client.Post(kChat, body, "application/json");
  const auto second = client.Post(kChat, body, "application/json");

  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 200);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 429);
  EXPECT_GE(std::stoi(second->get_header_value("Retry-After")), 1);
}

TEST(SimulatedServerDoor, AnswersWrongPathsInTheSameErrorShape) {
  const auto server = started({});

  const auto reply = httplib::Client(origin_of(*server)).Get("/v1/embeddings");

  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404);
  EXPECT_EQ(reply->body, R"({"error":{"message":"HTTP 404 for GET /v1/embeddings",)"
                         R"("type":"invalid_request_error","param":null,"code":null}})");
}

TEST(SimulatedServerDoor, RefusesBodiesWithoutEnd) {
  const auto server = started({});
  httplib::Client client(origin_of(*server));
  const std::string piece(std::size_t{1} << 20, 'x');
  int pieces = 0;

  const auto reply = client.Post(
      kChat,
      [&](std::size_t, httplib::DataSink& sink) {
        if (++pieces > 64) {
          sink.done();
          return true;
        }
        return sink.write(piece.data(), piece.size());
      },
      "application/json");

  EXPECT_TRUE(!reply || reply->status == 413);
  EXPECT_EQ(server->requests_served(), 0u);
}

}  // namespace
}  // namespace evenhand
