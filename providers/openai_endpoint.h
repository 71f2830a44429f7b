#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "providers/call_outcome.h"
#include "providers/dialect.h"
#include "providers/endpoint.h"
#include "providers/endpoint_address.h"
#include "providers/redaction.h"
#include "providers/scoring_record.h"
#include "providers/traffic_gate.h"

namespace evenhand {

/// The one Endpoint there is; made by Endpoint::create.
class OpenAiEndpoint : public Endpoint {
 public:
  OpenAiEndpoint(EndpointOptions options, EndpointAddress address, HttpTransport& network,
                 AttemptLog& log, Clock& clock);

  Result<ChatReply> reply_to(const ChatRequest& request) override;
  Result<std::vector<std::string>> models() override;
  void drain() override;
  EndpointStatus status() const override;

 private:
  /// One call, over all of its attempts.
  struct Call {
    const ChatRequest& request;
    RequestKey key;
    long long number;          // tells calls of this endpoint apart
    double input_tokens;       // estimated
    int attempts = 0;          // that count against the policy
    std::size_t doubts = 0;    // about scores of the model, when the last attempt left
    int rereads = 0;           // of the key
    Dialect dialect = {};      // that the last attempt was written in
    std::string api_key = {};  // that the last attempt was sent with
    FailedUse used = {};       // by the last attempt that left
  };

  Result<void> refusal_of(const std::string& model) const;
  void refuse(const CallFailure& failure, const std::string& model);
  void note_doubts(Call& call) const;
  CallOutcome read(const Call& call, const Result<HttpResponse>& response);
  void settle_doubt(const Call& call, CallFailure& failure);
  Dialect dialect_of(const std::string& model) const;

  Result<ChatReply> reply_of_attempts(Call& call);
  Result<CallOutcome> attempt(Call& call);
  Result<CallOutcome> send_logged(Call& call, const std::string& body);
  HttpRequest http_request(const Call& call, const std::string& body) const;
  AttemptEnd end_of(const Call& call, const Result<HttpResponse>& response,
                    const CallOutcome& outcome) const;
  void annotate(const Call& call, ChatReply& reply) const;
  void leave(const CallOutcome& outcome, double tokens);

  /// Success: try again. An error: the call has failed.
  Result<void> before_next_attempt(Call& call, const CallOutcome& outcome);
  bool learn(Call& call, const CallFailure& failure);
  bool reread_key(Call& call, const CallFailure& failure);
  std::chrono::milliseconds back_off(const Call& call) const;
  std::vector<HttpHeader> headers(const std::string& key) const;
  std::string current_key() const;

  const EndpointOptions options_;
  const EndpointAddress address_;
  HttpTransport& network_;
  AttemptLog& log_;
  Clock& clock_;
  TrafficGate gate_;
  std::atomic<long long> calls_{0};
  std::atomic<std::int64_t> requests_{0};
  std::atomic<std::int64_t> retries_{0};

  mutable std::mutex mutex_;  // of what follows; never held while a call waits
  std::string api_key_;
  Redaction redaction_;
  std::map<std::string, Dialect> dialects_;      // by model
  std::map<std::string, Error> refused_models_;  // without `use`, like refused_: of many calls
  ScoringRecord scoring_;
  std::optional<Error> refused_ = {};
};

}  // namespace evenhand
