#include "providers/http_response_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace evenhand {
namespace {

// Real heads have 1 to 8 kB; a proxy's cookies make them longer.
constexpr std::size_t kMaxHead = std::size_t{256} << 10;
constexpr std::size_t kMaxLine = std::size_t{64} << 10;
constexpr std::size_t kMaxHeaders = 256;
constexpr int kMaxInterim = 16;  // "100 Continue" and its kin
constexpr std::size_t kMaxChunkSizeDigits = 16;

Error broken(std::string_view why) {
  return {.kind = ErrorKind::unreachable, .what = "broken HTTP response: " + std::string(why)};
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_character(char c) { return c == '\t' || static_cast<unsigned char>(c) >= ' '; }

std::optional<std::size_t> whole_number(std::string_view text, int base) {
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (code != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

bool mentions(std::string_view list, std::string_view word) {
  const std::vector<std::string> words = split(lower_case(list), ',');
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& one) { return trimmed(one) == word; });
}

}  // namespace

Result<HttpResponseReader::State> HttpResponseReader::feed(std::string_view bytes) {
  has_begun_ = has_begun_ || !bytes.empty();
  return advance(bytes);
}

Result<HttpResponseReader::State> HttpResponseReader::advance(std::string_view bytes) {
  while (part_ != Part::done && !bytes.empty()) {
    const bool in_data = part_ == Part::body || part_ == Part::chunk_data;
    EVENHAND_TRY(const std::size_t used, in_data ? take_body(bytes) : take_line(bytes));
    bytes.remove_prefix(used);
  }
  if (part_ != Part::done) return State::needs_more;
  if (!bytes.empty()) return broken("there are bytes after its end");
  return State::complete;
}

Result<std::size_t> HttpResponseReader::take_line(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t used = end == std::string_view::npos ? bytes.size() : end + 1;
  if (line_.size() + used > kMaxLine) return broken("a line of the head is too long");
  line_.append(bytes.substr(0, used));
  if (end == std::string_view::npos) return used;

  std::string line;
  line.swap(line_);
  line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  EVENHAND_OK(step_over_line(line));
  return used;
}

Result<void> HttpResponseReader::step_over_line(std::string_view line) {
  head_bytes_ += part_ == Part::chunk_size || part_ == Part::chunk_end ? 0 : line.size() + 2;
  if (head_bytes_ > kMaxHead) return broken("its head is too long");
  switch (part_) {
    case Part::status_line: return read_status_line(line);
    case Part::headers: return line.empty() ? end_headers() : read_header(line);
    case Part::chunk_size: return read_chunk_size(line);
    case Part::chunk_end:
      if (!line.empty()) return broken("a chunk is longer than its size says");
      part_ = Part::chunk_size;
      return {};
    case Part::trailers:
      if (line.empty()) part_ = Part::done;
      return {};
    case Part::body:
    case Part::chunk_data:
    case Part::done: break;
  }
  return broken("a line where none is expected");
}

Result<void> HttpResponseReader::read_status_line(std::string_view line) {
  const bool known_version = line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ");
  if (!known_version) return broken("it does not begin with HTTP/1.1");
  const std::string_view digits = line.substr(9, 3);
  const std::optional<std::size_t> status = whole_number(digits, 10);
  if (!status || digits.size() != 3 || *status < 100 || *status > 599) {
    return broken("its status is not a number from 100 to 599");
  }
  if (line.size() > 12 && line[12] != ' ') return broken("its status is not a number");
  response_ = {.status = static_cast<int>(*status)};
  keeps_alive_ = line[7] == '1';
  framing_ = Framing::until_close;
  has_length_ = false;
  part_ = Part::headers;
  return {};
}

Result<void> HttpResponseReader::read_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return broken("a header has no name");
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!std::all_of(name.begin(), name.end(), is_name_character) ||
      !std::all_of(value.begin(), value.end(), is_value_character)) {
    return broken("a header contains what it must not");
  }
  if (response_.headers.size() >= kMaxHeaders) return broken("it has too many headers");
  response_.headers.push_back({std::string(name), std::string(value)});
  return note_header(response_.headers.back());
}

Result<void> HttpResponseReader::note_header(const HttpHeader& header) {
  const std::string name = lower_case(header.name);
  if (name == "content-length") {
    const std::optional<std::size_t> length = whole_number(header.value, 10);
    if (!length || has_length_) return broken("its Content-Length is not one number");
    if (framing_ == Framing::chunked) return broken("it is framed in two ways");
    if (*length > kMaxResponseBody) return broken("its body is larger than 32 MiB");
    has_length_ = true;
    framing_ = Framing::by_length;
    left_ = *length;
  } else if (name == "transfer-encoding") {
    if (has_length_ || framing_ == Framing::chunked) return broken("it is framed in two ways");
    if (lower_case(header.value) != "chunked") return broken("its Transfer-Encoding is unknown");
    framing_ = Framing::chunked;
  } else if (name == "connection") {
    if (mentions(header.value, "close")) keeps_alive_ = false;
    if (mentions(header.value, "keep-alive")) keeps_alive_ = true;
  }
  return {};
}

Result<void> HttpResponseReader::end_headers() {
  if (response_.status == 101) return broken("it switches to another protocol");
  if (response_.status < 200) {
    if (++interim_ > kMaxInterim) return broken("it never comes, only interim responses do");
    part_ = Part::status_line;
    return {};
  }
  if (response_.status == 204 || response_.status == 304) {
    part_ = Part::done;
    return {};
  }
  switch (framing_) {
    case Framing::until_close:
      keeps_alive_ = false;
      part_ = Part::body;
      return {};
    case Framing::by_length:
      response_.body.reserve(std::min(left_, std::size_t{1} << 20));
      part_ = left_ == 0 ? Part::done : Part::body;
      return {};
    case Framing::chunked: part_ = Part::chunk_size; return {};
  }
  return broken("its framing is unknown");
}

Result<void> HttpResponseReader::read_chunk_size(std::string_view line) {
  const std::string_view digits = trimmed(line.substr(0, line.find(';')));
  const std::optional<std::size_t> size = whole_number(digits, 16);
  if (!size || digits.size() > kMaxChunkSizeDigits) return broken("a chunk has no proper size");
  if (*size > kMaxResponseBody) return broken("its body is larger than 32 MiB");
  left_ = *size;
  part_ = left_ == 0 ? Part::trailers : Part::chunk_data;
  return {};
}

Result<std::size_t> HttpResponseReader::take_body(std::string_view bytes) {
  const bool counted = framing_ != Framing::until_close;
  const std::size_t used = counted ? std::min(left_, bytes.size()) : bytes.size();
  if (response_.body.size() + used > kMaxResponseBody) {
    return broken("its body is larger than 32 MiB");
  }
  response_.body.append(bytes.substr(0, used));
  if (counted) left_ -= used;
  if (counted && left_ == 0) {
    part_ = part_ == Part::chunk_data ? Part::chunk_end : Part::done;
  }
  return used;
}

Result<HttpResponseReader::State> HttpResponseReader::end_of_stream() {
  if (part_ == Part::body && framing_ == Framing::until_close) part_ = Part::done;
  if (part_ == Part::done) return State::complete;
  if (!has_begun_) {
    return Error{.kind = ErrorKind::unreachable,
                 .what = "the server closed the connection without a response"};
  }
  return broken("it ends before it is complete");
}

}  // namespace evenhand
