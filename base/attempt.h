#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/chat.h"
#include "base/clock.h"
#include "base/ids.h"

namespace evenhand {

/// One request that is about to go on the wire. `body` is what will be sent, without any key.
struct AttemptStart {
  RequestKey key;
  std::string occasion;
  std::string endpoint;
  std::string model;
  std::string body;
  int max_output_tokens = 0;  // as asked for: what the attempt may cost at most
};

/// How an attempt ended. `reply` is set exactly when the model answered for good.
struct AttemptEnd {
  int http_status = 0;              // 0: no response came
  std::string raw_body;             // as received, capped; keys redacted
  bool accepted = false;            // this is the reply of its key, from now on
  std::optional<Error> error = {};  // why it was not accepted
  std::chrono::milliseconds latency{0};
  Usage usage = {};                 // of refused replies as well, where their bodies tell
  std::optional<double> cost = {};  // US dollars; nullopt: unknown
  std::string served_model;
  std::vector<std::string> notes = {};  // as in ChatReply; kept because the body alone cannot tell
};

/// Did a reply of some sort come, or may one have been lost or come too late? Then somebody pays
/// for it. Too late may also be too late for a gateway, which says so with status 504 (Cloudflare:
/// 524) while the server behind it goes on.
inline bool may_be_paid_for(const AttemptEnd& end) {
  const bool lost = end.error && (end.error->kind == ErrorKind::timed_out ||
                                  end.error->kind == ErrorKind::broken_off);
  const bool late = end.http_status == 504 || end.http_status == 524;
  return lost || late || end.accepted || (end.http_status >= 200 && end.http_status <= 299);
}

/// Where attempts are written down: before they leave and after they ended, each durably.
/// Implemented by the store; a provider knows no more of the store than this.
class AttemptLog {
 public:
  virtual ~AttemptLog() = default;

  /// On return the attempt survives a crash: only then may the request leave.
  /// Safe to call from several threads at once, like end().
  virtual Result<AttemptId> begin(const AttemptStart& attempt) = 0;

  /// On return the outcome survives a crash.
  virtual Result<void> end(AttemptId id, const AttemptEnd& outcome) = 0;
};

}  // namespace evenhand
