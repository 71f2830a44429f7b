#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "providers/http_transport.h"

namespace evenhand {

// Far above any model's reply, far below what would hurt a machine with many calls in flight.
inline constexpr std::size_t kMaxResponseBody = std::size_t{32} << 20;

/// Cuts one HTTP/1.x response out of a stream of bytes, strictly: a response that is cut off,
/// framed in two ways or larger than the limits is an error (unreachable), never a short success.
/// Pure; knows no socket.
class HttpResponseReader {
 public:
  enum class State { needs_more, complete };

  /// The next bytes of the stream. Bytes beyond the response's end are an error.
  Result<State> feed(std::string_view bytes);

  /// The peer has closed its side: complete only for a response that is delimited so.
  Result<State> end_of_stream();

  /// Whether the connection can carry another request. Requires a complete response.
  bool keeps_alive() const { return keeps_alive_; }

  /// Whether any byte has come.
  bool has_begun() const { return has_begun_; }

  /// Requires a complete response; ends this reader.
  HttpResponse take() { return std::move(response_); }

 private:
  enum class Part { status_line, headers, body, chunk_size, chunk_data, chunk_end, trailers, done };
  enum class Framing { until_close, by_length, chunked };

  Result<void> step_over_line(std::string_view line);
  Result<void> read_status_line(std::string_view line);
  Result<void> read_header(std::string_view line);
  Result<void> note_header(const HttpHeader& header);
  Result<void> end_headers();
  Result<void> read_chunk_size(std::string_view line);
  Result<std::size_t> take_body(std::string_view bytes);
  Result<State> advance(std::string_view bytes);
  Result<std::size_t> take_line(std::string_view bytes);

  Part part_ = Part::status_line;
  Framing framing_ = Framing::until_close;
  std::string line_;            // the part of a line that has come so far
  std::size_t head_bytes_ = 0;  // status lines, headers and trailers together
  std::size_t left_ = 0;        // of the body or of the chunk
  int interim_ = 0;             // 1xx responses stepped over
  bool has_length_ = false;
  bool has_begun_ = false;
  bool keeps_alive_ = true;
  HttpResponse response_;
};

}  // namespace evenhand
