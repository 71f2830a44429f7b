#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "providers/http_transport.h"

namespace evenhand {

/// What a response's headers say about trying again.
struct RateHints {
  std::optional<std::chrono::milliseconds> wait = {};  // never negative, at most a day
  std::optional<bool> should_retry = {};               // x-should-retry
};

/// retry-after-ms, else retry-after (seconds or an HTTP date), else the largest of the
/// x-ratelimit-reset-* headers. Values that make no sense are ignored.
RateHints read_rate_hints(const std::vector<HttpHeader>& headers, Clock::Wall now);

/// "6m0s", "1m30.5s", "500ms", "2h", "20", "0.5": a length of time. nullopt for anything else,
/// negative ones included.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The three forms of an HTTP date, and ISO 8601 in UTC ("2026-11-25T15:34:00Z").
std::optional<Clock::Wall> parse_date(std::string_view text);

}  // namespace evenhand
