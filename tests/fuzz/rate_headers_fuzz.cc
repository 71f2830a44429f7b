#include "base/text.h"
#include "providers/rate_headers.h"
#include "tests/fuzz/fuzz.h"

/// A header a line: no value makes anybody wait longer than a day, or for less than nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  std::vector<HttpHeader> headers;
  for (const std::string& line : split(bytes_of(data, size), '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
  }
  const RateHints hints = read_rate_hints(headers, Clock::Wall(std::chrono::hours(500'000)));
  if (hints.wait) {
    EVENHAND_CHECK(hints.wait->count() >= 0 && *hints.wait <= std::chrono::hours(24));
  }
  return 0;
}
