#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "tests/fakes/server_script.h"

namespace evenhand {

/// One way in which servers, proxies and networks misbehave.
struct Fault {
  std::string name;                // "cut_chunk"
  std::vector<ServerStep> script;  // after a request was read; every "@" of `body` stands for it
  /// What a call ends with when each of its attempts meets the fault; nullopt: a reply.
  std::optional<ErrorKind> ends_with = {};
  /// The server keeps the connection open, and it stays usable.
  bool goes_on = false;
  /// A reply was sent whole and can be read.
  bool answers = false;
};

/// A whole 200 response around such a body.
std::string whole_response(const std::string& body);

/// A chat completion that says such a text.
std::string completion(std::string_view text);

/// All of them. `text` is what the replies say that can be read; a server that falls silent closes
/// the connection only after `silence`.
std::vector<Fault> all_faults(std::string_view text,
                              std::chrono::milliseconds silence = std::chrono::milliseconds(700));

}  // namespace evenhand
