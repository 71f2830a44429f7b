#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "providers/endpoint.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/memory_attempt_log.h"
#include "tests/fakes/scripted_transport.h"

namespace evenhand {

inline std::string good_body(const std::string& text = "Paris.") {
  return R"({"model":"served-1","choices":[{"index":0,"message":{"role":"assistant","content":")" +
         text + R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}})";
}

inline HttpResponse good_reply(const std::string& text = "Paris.") {
  return http_reply(200, good_body(text));
}

inline ChatRequest a_question(const std::string& text = "What is the capital of France?") {
  return {.endpoint = "http://127.0.0.1:1/v1",
          .model = "m",
          .messages = {{.role = Role::user, .text = text}},
          .occasion = "test"};
}

/// An endpoint in a world of fakes.
struct EndpointWorld {
  explicit EndpointWorld(std::vector<Result<HttpResponse>> script) : network(std::move(script)) {}

  Endpoint& endpoint() {
    if (!made) made = std::move(*Endpoint::create(options, network, log, clock));
    return *made;
  }

  EndpointOptions options{.name = {"ours"},
                          .base_url = "http://127.0.0.1:1/v1",
                          .api_key = "sk-test-0123456789",
                          .key_source = "OUR_KEY"};
  ManualClock clock;
  MemoryAttemptLog log;
  ScriptedTransport network;
  std::unique_ptr<Endpoint> made;
};

}  // namespace evenhand
