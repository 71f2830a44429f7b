#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/usage.h"

namespace evenhand {

enum class Role { system, user, assistant };

/// "system", "user", "assistant": the words of the wire and of our files.
std::string_view name_of(Role role);

struct Message {
  Role role = Role::user;
  std::string text;
};

/// Always sent, field by field: servers fill gaps with defaults of their own.
struct Sampling {
  double temperature = 0.0;
  double top_p = 1.0;
  int max_output_tokens = 2048;
  int top_logprobs = 0;  // 0: do not ask for log probabilities
  std::optional<std::int64_t> seed = {};
  std::vector<std::string> stop = {};  // at most four are sent
  std::string extra = {};  // a JSON object whose fields are added to the body; may be empty
};

/// What a reply without a word is. A model that is asked for an answer has failed to give one; a
/// judge has spoken, and given no verdict.
enum class Silence { failure, reply };

/// Everything that decides what a model will say; its digest is the key in the store.
struct ChatRequest {
  std::string endpoint;  // base URL, or "simulated:<seed>": who is asked
  std::string model;     // the name the endpoint knows it by
  std::vector<Message> messages;
  Sampling sampling = {};
  /// What the reply is wanted for, such as "answer/ours/q17/turn 1/sample 0". Two equal requests
  /// with different occasions are two draws and are both asked.
  std::string occasion;
  /// Set: nothing shall be said; wanted is the log probability that this text follows behind
  /// text_before_continuation().
  std::optional<std::string> continuation = {};
  Silence silence = Silence::failure;  // how replies are read: no part of the key
};

/// The messages of a request with a continuation as one text, without roles: a blank line between.
std::string text_before_continuation(const ChatRequest& request);

enum class StopReason { finished, out_of_tokens, filtered, other };

/// "finished", "out_of_tokens", "filtered", "other".
std::string_view name_of(StopReason reason);

struct TokenLogprob {
  std::string token;
  double logprob = 0.0;  // natural logarithm; -infinity where the server floors at -9999
};

/// One generated token and the alternatives listed beside it.
struct TokenChoice {
  TokenLogprob chosen;
  std::vector<TokenLogprob> top = {};
};

struct ChatReply {
  std::string text;       // what the model said, reasoning split off; never read for anything else
  std::string reasoning;  // kept apart and shown, never read for a verdict
  StopReason stop = StopReason::finished;
  std::string finish_reason;  // the server's own word for it
  std::string served_model;   // the model name the server returned; may differ from the one asked
  Usage usage = {};
  std::vector<TokenChoice> logprobs = {};  // empty unless asked for and given
  std::optional<double> logprob = {};  // of the continuation, where one was given; may be -infinity
  std::vector<std::string> notes = {};  // "dropped temperature: ...", "suspect truncation: ..."
  AttemptId attempt = 0;                // under which the store has it; 0: it does not
};

/// Names one request for good: SHA-256 over each field of a ChatRequest that decides what is said.
struct RequestKey {
  Digest digest;

  friend auto operator<=>(const RequestKey&,
                          const RequestKey&) = default;  // NOLINT(modernize-use-nullptr)
};

RequestKey key_of(const ChatRequest& request);

/// A model one can talk to: a candidate, a baseline or a judge, the same to us.
///
/// A reply is what the model said. A provider that failed is an Error, and never a
/// reply with an apology in its text: a failure must not be judged as an answer.
class ChatModel {
 public:
  virtual ~ChatModel() = default;

  /// Safe to call from several threads at once. Retries are done when this returns.
  virtual Result<ChatReply> reply_to(const ChatRequest& request) = 0;
};

}  // namespace evenhand
