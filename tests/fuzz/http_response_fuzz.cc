#include <optional>

#include "providers/http_response_reader.h"
#include "tests/fuzz/fuzz.h"

namespace evenhand {
namespace {

/// What comes of the stream when it arrives in pieces of that size; nullopt for a refusal.
std::optional<std::string> body_in_pieces(std::string_view stream, std::size_t piece) {
  HttpResponseReader reader;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    const auto state = reader.feed(stream.substr(at, piece));
    if (!state) return std::nullopt;
  }
  if (const auto end = reader.end_of_stream();
      !end || *end != HttpResponseReader::State::complete) {
    return std::nullopt;
  }
  return reader.take().body;
}

}  // namespace
}  // namespace evenhand

/// However a response is cut into packets, it is the same response.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  const std::string_view stream = bytes_of(data, size);
  const auto whole = body_in_pieces(stream, size + 1);
  EVENHAND_CHECK(body_in_pieces(stream, 1) == whole);
  EVENHAND_CHECK(body_in_pieces(stream, 7) == whole);
  return 0;
}
