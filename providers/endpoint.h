#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/attempt.h"
#include "base/chat.h"
#include "base/clock.h"
#include "base/ids.h"
#include "providers/http_transport.h"

namespace evenhand {

enum class EndpointKind { openai, azure };

enum class ClearText { refuse, allow };

/// How often and how patiently a call is tried again. Waits are drawn uniformly from
/// [0, min(longest_wait, first_wait * 2^n)]; a server's own hint wins.
struct RetryPolicy {
  int max_attempts = 6;
  std::chrono::milliseconds first_wait{500};
  std::chrono::milliseconds longest_wait{30'000};
  std::chrono::milliseconds longest_hint{120'000};  // a longer Retry-After is cut to this
  /// While nothing comes back from the server at all, calls wait so long before they fail.
  std::chrono::milliseconds longest_outage{600'000};
};

struct EndpointOptions {
  EndpointId name;
  EndpointKind kind = EndpointKind::openai;
  std::string base_url;           // "https://api.openai.com/v1"; checked by Endpoint::create
  std::string api_key;            // empty: no Authorization header
  std::string key_source;         // "OPENAI_API_KEY": what messages call the key
  std::string api_version;        // Azure's query parameter; empty: none
  int in_flight = 64;             // at most so many calls at once
  std::optional<int> requests_per_minute = {};
  std::optional<std::int64_t> tokens_per_minute = {};
  HttpTimeouts timeouts = {};
  RetryPolicy retry = {};
  /// While calls are under way and nothing came back for so long, the status says so.
  std::chrono::milliseconds silence_worth_a_word{20'000};
  /// Price of a call in US dollars; nullopt: unknown.
  std::function<std::optional<double>(const std::string& model, const Usage& usage)> price = {};
  std::uint64_t seed = 0;  // of the jitter
  /// Whether the key may go over http:// to another machine.
  ClearText clear_text = ClearText::refuse;
  /// Asked after a 401 for the key as it is now; nullptr: the key never changes.
  std::function<std::string()> reread_key = {};
};

/// What an endpoint is doing, for progress and the summary.
struct EndpointStatus {
  std::int64_t requests = 0;  // on the wire, retries included
  std::int64_t retries = 0;
  int in_flight = 0;
  int allowed_in_flight = 0;          // as adapted to the server's rate limits
  std::optional<Error> refused = {};  // set once: every further call fails with it at once
  std::string waiting_for = {};       // "rate limit, 12 s left", "an answer, 40 s so far"; else empty
};

/// One OpenAI-compatible server: builds requests, keeps to limits, tries again for a reason, logs
/// every attempt before it leaves and after it ended, and learns which fields the server rejects.
class Endpoint : public ChatModel {
 public:
  /// bad_input for a URL or a key that must not be used (control characters, user info, a key in
  /// clear text to a host that is not this machine ...). The seams outlive the endpoint.
  static Result<std::unique_ptr<Endpoint>> create(EndpointOptions options, HttpTransport& network,
                                                  AttemptLog& log, Clock& clock);

  /// Blocks while limits say so. Safe to call from several threads at once; needs no more threads
  /// than `in_flight`.
  Result<ChatReply> reply_to(const ChatRequest& request) override = 0;

  /// The names that GET /models lists; an error of kind endpoint_refused for a bad key.
  virtual Result<std::vector<std::string>> models() = 0;

  /// Calls that wait for a limit or a retry give up with `interrupted`; those on the wire go on.
  virtual void drain() = 0;

  virtual EndpointStatus status() const = 0;
};

}  // namespace evenhand
