#include "tests/fault_server/faults.h"

namespace evenhand {
namespace {

using std::chrono::milliseconds;

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

std::string response(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string chunked(const std::string& framed) {
  return kHead + "Transfer-Encoding: chunked\r\n\r\n" + framed;
}

/// Sends it, then closes.
Fault torn(std::string name, std::string bytes, ErrorKind kind = ErrorKind::broken_off) {
  return {.name = std::move(name),
          .script = {send_bytes(std::move(bytes)), close_connection()},
          .ends_with = kind};
}

Fault says(std::string name, std::string bytes, std::optional<ErrorKind> kind) {
  return {.name = std::move(name),
          .script = {send_bytes(std::move(bytes))},
          .ends_with = kind,
          .goes_on = true,
          .answers = !kind};
}

Fault json(std::string name, const std::string& body, std::optional<ErrorKind> kind) {
  return says(std::move(name), whole_response(body), kind);
}

Fault status(int code, const std::string& body, ErrorKind kind, const std::string& headers = {}) {
  return says("status_" + std::to_string(code), response(code, headers, body), kind);
}

void add_wire_faults(std::vector<Fault>& faults, const std::string& good) {
  const std::string size = std::to_string(good.size());
  const std::string half = good.substr(0, good.size() / 2);
  faults.push_back(
      {.name = "closed", .script = {close_connection()}, .ends_with = ErrorKind::broken_off});
  faults.push_back(
      {.name = "reset", .script = {reset_connection()}, .ends_with = ErrorKind::broken_off});
  faults.push_back({.name = "reset_within_body",
                    .script = {send_bytes(kHead + "Content-Length: " + size + "\r\n\r\n" + half),
                               wait_for(milliseconds(5)), reset_connection()},
                    .ends_with = ErrorKind::broken_off});
  faults.push_back(torn("short_body", kHead + "Content-Length: " + size + "\r\n\r\n" + half));
  faults.push_back(torn("cut_head", kHead.substr(0, 20)));
  faults.push_back(torn("cut_chunk", chunked("ffff\r\n" + half)));
  faults.push_back(torn("missing_last_chunk", chunked("5\r\n{\"cho\r\n")));
  faults.push_back(torn("bad_chunk_size", chunked("zz\r\n" + good + "\r\n0\r\n\r\n")));
  faults.push_back(torn("negative_chunk_size", chunked("-5\r\nhello\r\n0\r\n\r\n")));
  faults.push_back(torn("huge_chunk_size", chunked("10000000000000000\r\nhello\r\n0\r\n\r\n")));
  faults.push_back(torn("negative_length", kHead + "Content-Length: -1\r\n\r\n" + good));
  faults.push_back(torn("huge_length", kHead + "Content-Length: 8589934592\r\n\r\n" + half));
  faults.push_back(torn(
      "two_lengths", kHead + "Content-Length: 3\r\nContent-Length: " + size + "\r\n\r\n" + good));
  faults.push_back(torn("length_and_chunks", kHead + "Content-Length: " + size +
                                                 "\r\nTransfer-Encoding: chunked\r\n\r\n" + good));
  faults.push_back(torn("http_0_9", good));
  faults.push_back(torn("http_2", std::string("\0\0\x12\4\0\0\0\0\0", 9) + std::string(18, '\0')));
  faults.push_back(torn("tls_alert", std::string("\x15\3\3\0\2\2\x28", 7)));
  std::string continues;
  for (int i = 0; i < 10'000; ++i) continues += "HTTP/1.1 100 Continue\r\n\r\n";
  faults.push_back(torn("endless_continue", continues));
  std::string headers = kHead;
  for (int i = 0; i < 1'000; ++i) headers += "X-" + std::to_string(i) + ": x\r\n";
  faults.push_back(torn("thousand_headers", headers + "Content-Length: 0\r\n\r\n"));
  faults.push_back(torn("megabyte_header", kHead + "X: " + std::string(1 << 20, 'x') + "\r\n\r\n"));
  faults.push_back(
      torn("megabyte_reason", "HTTP/1.1 200 " + std::string(1 << 20, 'x') + "\r\n\r\n"));
  faults.push_back(torn("nul_in_header", kHead + std::string("X: \0\r\n", 6) +
                                             "Content-Length: " + size + "\r\n\r\n" + good));
  // Whose bytes they are nobody knows: the reply before them may be another's as well.
  faults.push_back(torn("garbage_after", whole_response(good) + "HTTP/1.1 200 OK\r\n\r\nevil"));
  // Without a length or chunks a cut cannot be told from an end, but by the JSON.
  faults.push_back(torn("cut_json_until_close", kHead + "Connection: close\r\n\r\n" + half,
                        ErrorKind::malformed_reply));
}

void add_slow_faults(std::vector<Fault>& faults, const std::string& good, milliseconds silence) {
  const std::string whole = whole_response(good);
  faults.push_back({.name = "silent",
                    .script = {wait_for(silence), close_connection()},
                    .ends_with = ErrorKind::timed_out});
  faults.push_back({.name = "drip_head",
                    .script = {drip_bytes(kHead, milliseconds(25))},
                    .ends_with = ErrorKind::timed_out});
  faults.push_back({.name = "drip_body",
                    .script = {send_bytes(kHead + "Content-Length: 1000\r\n\r\n"),
                               drip_bytes(std::string(60, ' '), milliseconds(25))},
                    .ends_with = ErrorKind::timed_out});
  faults.push_back({.name = "stalls_within_body",
                    .script = {send_bytes(whole.substr(0, whole.size() / 2)), wait_for(silence),
                               close_connection()},
                    .ends_with = ErrorKind::timed_out});
}

void add_status_faults(std::vector<Fault>& faults) {
  for (const int code : {408, 409, 425, 500, 502, 503, 504, 529}) {
    faults.push_back(status(code, "<html>busy</html>", ErrorKind::overloaded));
  }
  for (const int code : {400, 404, 405, 413, 415, 422}) {
    faults.push_back(status(code, R"({"error":{"message":"no"}})",
                            code == 413 ? ErrorKind::context_too_long : ErrorKind::rejected));
  }
  for (const int code : {401, 402, 403}) {
    faults.push_back(status(code, R"({"error":"no"})", ErrorKind::endpoint_refused));
  }
  faults.push_back(status(302, "", ErrorKind::rejected, "Location: http://127.0.0.1:9/\r\n"));
  faults.push_back(status(429, R"({"error":{"code":"rate_limit_exceeded"}})",
                          ErrorKind::rate_limited, "retry-after-ms: 3\r\n"));
  for (const char* code :
       {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}) {
    faults.push_back(says(
        std::string("429_") + code,
        response(429, "", std::string(R"({"error":{"message":"m","code":")") + code + R"("}})"),
        ErrorKind::endpoint_refused));
  }
  faults.push_back(says("429_no_json", response(429, "retry-after: 0\r\n", "slow down"),
                        ErrorKind::rate_limited));
  faults.push_back(says("azure_filter",
                        response(400, "",
                                 R"({"error":{"code":"content_filter","message":"m",)"
                                 R"("innererror":{"code":"ResponsibleAIPolicyViolation"}}})"),
                        ErrorKind::filtered));
  faults.push_back(says("vllm_flat_context",
                        response(400, "",
                                 R"({"object":"error","message":"This model's maximum )"
                                 R"(context length is 4096 tokens","code":400})"),
                        ErrorKind::context_too_long));
}

void add_body_faults(std::vector<Fault>& faults) {
  const auto bad = ErrorKind::malformed_reply;
  faults.push_back(json("no_json", "<html>It works!</html>", bad));
  faults.push_back(json("empty_body", "", bad));
  faults.push_back(json("array", "[1]", bad));
  faults.push_back(json("null", "null", bad));
  faults.push_back(json("no_choices", "{}", bad));
  faults.push_back(json("empty_choices", R"({"choices":[]})", bad));
  faults.push_back(json("null_choices", R"({"choices":null})", bad));
  faults.push_back(json("deep", std::string(100'000, '[') + std::string(100'000, ']'), bad));
  faults.push_back(json("cut_json", R"({"choices":[{"message":{"content":"Pa)", bad));
  faults.push_back(json("error_429_inside", R"({"error":{"message":"slow","code":429}})",
                        ErrorKind::rate_limited));
  faults.push_back(json("error_503_inside", R"({"error":{"message":"warming up","code":503}})",
                        ErrorKind::overloaded));
  faults.push_back(json("error_402_inside", R"({"error":{"message":"pay","code":402}})",
                        ErrorKind::endpoint_refused));
  faults.push_back(
      json("null_content",
           R"({"choices":[{"message":{"content":null,"reasoning":"hm"},"finish_reason":"stop"}]})",
           ErrorKind::empty_reply));
  faults.push_back(json(
      "tool_call",
      R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]})",
      ErrorKind::empty_reply));
  faults.push_back(json(
      "filtered", R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})",
      ErrorKind::filtered));
  faults.push_back(json("finish_error",
                        R"({"choices":[{"message":{"content":"x"},"finish_reason":"error"}]})",
                        ErrorKind::overloaded));
}

/// Odd, and a reply all the same.
void add_quirks(std::vector<Fault>& faults, std::string_view text, const std::string& good) {
  const std::string said(text);
  std::string pieces;
  for (const char byte : good) pieces += std::string("1;x=y\r\n") + byte + "\r\n";
  faults.push_back(says("chunk_a_byte", chunked(pieces + "0\r\nX: y\r\n\r\n"), {}));
  faults.push_back(
      says("continue_first", "HTTP/1.1 100 Continue\r\n\r\n" + whole_response(good), {}));
  faults.push_back(json("blank_lines_first", std::string(500, '\n') + good, {}));
  faults.push_back(json("comments_first", ": keep-alive\n\n: keep-alive\n\n" + good, {}));
  faults.push_back(json("byte_order_mark", "\xef\xbb\xbf" + good + "\r\n \r\n", {}));
  faults.push_back(
      {.name = "until_close",
       .script = {send_bytes(kHead + "Connection: close\r\n\r\n" + good), close_connection()},
       .answers = true});
  faults.push_back({.name = "http_1_0",
                    .script = {send_bytes("HTTP/1.0 200 OK\r\n\r\n" + good), close_connection()},
                    .answers = true});
  faults.push_back({.name = "closes_unannounced",
                    .script = {send_bytes(whole_response(good)), close_connection()},
                    .answers = true});
  faults.push_back(json("parts",
                        R"({"choices":[{"message":{"content":[{"type":"text","text":")" + said +
                            R"("}]},"finish_reason":"stop"}]})",
                        {}));
  faults.push_back(json("unclosed_think_elsewhere",
                        R"({"choices":[{"message":{"content":"<think>hm</think>)" + said +
                            R"("},"finish_reason":"eos"}],"usage":null})",
                        {}));
  faults.push_back(
      json("null_everywhere",
           R"({"id":null,"model":null,"usage":{"prompt_tokens":-1,"completion_tokens":1e300},)"
           R"("choices":[{"logprobs":null,"finish_reason":null,"message":{"content":")" +
               said + R"(","refusal":null,"tool_calls":null}}]})",
           {}));
  faults.push_back(json("legacy_text",
                        R"({"choices":[{"text":")" + said + R"(","finish_reason":"stop"}]})", {}));
}

}  // namespace

std::string whole_response(const std::string& body) {
  return kHead + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string completion(std::string_view text) {
  return R"({"id":"c","object":"chat.completion","model":"served","choices":[{"index":0,"message":)"
         R"({"role":"assistant","content":")" +
         std::string(text) +
         R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":57,"completion_tokens":20}})";
}

std::vector<Fault> all_faults(std::string_view text, milliseconds silence) {
  const std::string good = completion(text);
  std::vector<Fault> faults;
  add_wire_faults(faults, good);
  add_slow_faults(faults, good, silence);
  add_status_faults(faults);
  add_body_faults(faults);
  add_quirks(faults, text, good);
  return faults;
}

}  // namespace evenhand
