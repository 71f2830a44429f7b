#include "tests/fault_server/fault_server.h"

#include <algorithm>

#include "base/digest.h"

namespace evenhand {

FaultServer::FaultServer(Choose choose, int port)
    : choose_(std::move(choose)), port_(port), listener_(listening_socket(port_, 4096)) {
  thread_ = std::thread([this] { accept_all(); });
}

FaultServer::~FaultServer() {
  ending_ = true;
  thread_.join();
  for (Line& line : lines_) line.thread.join();
  ::close(listener_);
}

std::map<std::string, FaultServer::Count> FaultServer::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void FaultServer::accept_all() {
  while (ScriptPlayer::readable(listener_, ending_)) {
    const int connection = ::accept(listener_, nullptr, nullptr);
    if (connection < 0) continue;
    lines_.remove_if([](Line& line) {
      if (!line.ended) return false;
      line.thread.join();
      return true;
    });
    Line& line = lines_.emplace_back();
    line.thread = std::thread([this, connection, &line] {
      serve(connection);
      ::close(connection);
      line.ended = true;
    });
  }
}

void FaultServer::serve(int connection) {
  ScriptPlayer player(connection, ending_);
  while (const std::optional<std::string> request = player.read_request()) {
    if (!answer(player, *request)) return;
  }
}

bool FaultServer::answer(ScriptPlayer& player, const std::string& request) {
  if (request.starts_with("GET /counts")) {
    return player.play(send_bytes(whole_response(counts_as_text())));
  }
  if (request.starts_with("GET ")) {
    return player.play(send_bytes(whole_response(R"({"data":[{"id":"fixed"}]})")));
  }
  ++requests_;
  return answer_chat(player, request.substr(request.find("\r\n\r\n") + 4));
}

bool FaultServer::answer_chat(ScriptPlayer& player, const std::string& body) {
  const std::string name = sha256(body).text;
  int received = 0;
  {
    const std::lock_guard lock(mutex_);
    received = ++counts_[name].received;
  }
  const Fault fault = choose_(body, received);
  bool open = true;
  for (const ServerStep& step : fault.script) {
    if (fault.answers && step.act == ServerStep::Act::send) {
      // Before it leaves: a client that has it may be killed at once.
      const std::lock_guard lock(mutex_);
      ++counts_[name].answered;
    }
    open = player.play(step);
    if (!open) break;
  }
  return open && (fault.goes_on || !fault.ends_with);
}

/// "SHA-256 received answered" a line.
std::string FaultServer::counts_as_text() const {
  std::string text;
  for (const auto& [name, count] : counts()) {
    text +=
        name + " " + std::to_string(count.received) + " " + std::to_string(count.answered) + "\n";
  }
  return text;
}

Fault good_manners(std::string_view text) {
  return {.name = "none",
          .script = {send_bytes(whole_response(completion(text)))},
          .goes_on = true,
          .answers = true};
}

}  // namespace evenhand
