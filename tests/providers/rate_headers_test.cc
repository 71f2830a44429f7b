#include "providers/rate_headers.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

using std::chrono::milliseconds;

// 1994-11-06 08:49:37 UTC, the date of every RFC.
constexpr Clock::Wall kNow{milliseconds(784'111'777'000)};

long long wait_of(std::vector<HttpHeader> headers) {
  const RateHints hints = read_rate_hints(headers, kNow);
  return hints.wait ? static_cast<long long>(hints.wait->count()) : -1;
}

TEST(RateHints, C04_ReadRetryAfterInEveryForm) {
  const struct {
    const char* name;
    const char* value;
    long long wait;  // -1: none
  } cases[] = {
      {"Retry-After", "20", 20'000},
      {"retry-after", "0.5", 500},
      {"retry-after", " 7 ", 7'000},
      {"retry-after", "0", 0},
      {"retry-after", "-3", -1},
      {"retry-after", "nan", -1},
      {"retry-after", "inf", -1},
      {"retry-after", "soon", -1},
      {"retry-after", "", -1},
      {"retry-after", "1e9", 86'400'000},
      {"retry-after-ms", "1500", 1'500},
      {"retry-after-ms", "-1", -1},
      {"retry-after", "Sun, 06 Nov 1994 08:50:07 GMT", 30'000},
      {"retry-after", "Sunday, 06-Nov-94 08:50:07 GMT", 30'000},
      {"retry-after", "Sun Nov  6 08:50:07 1994", 30'000},
      {"retry-after", "Sun, 06 Nov 1994 08:40:00 GMT", 0},
      {"retry-after", "Sun, 31 Feb 1994 08:50:07 GMT", -1},
      {"retry-after", "Sun, 06 Nov 1994 25:50:07 GMT", -1},
  };
  for (const auto& c : cases) EXPECT_EQ(wait_of({{c.name, c.value}}), c.wait) << c.value;
}

TEST(RateHints, C04_ReadResetsInEveryForm) {
  const struct {
    const char* value;
    long long wait;
  } cases[] = {
      {"6m0s", 360'000},
      {"1m30s", 90'000},
      {"1m30.5s", 90'500},
      {"500ms", 500},
      {"2h", 7'200'000},
      {"12", 12'000},
      {"0.25", 250},
      {"-1", -1},
      {"5x", -1},
      {"s", -1},
      {"1994-11-06T08:49:40Z", 3'000},
      {"1994-11-06T08:49:40.123Z", 3'000},
      {"784111787", 86'400'000},  // too long to be meant: cut to a day
  };
  for (const auto& c : cases) {
    EXPECT_EQ(wait_of({{"x-ratelimit-reset-requests", c.value}}), c.wait) << c.value;
  }
}

TEST(RateHints, TakeTheLargestResetButPreferRetryAfter) {
  EXPECT_EQ(wait_of({{"x-ratelimit-reset-requests", "1s"}, {"x-ratelimit-reset-tokens", "6s"}}),
            6'000);
  EXPECT_EQ(wait_of({{"x-ratelimit-reset-tokens", "6s"}, {"retry-after", "2"}}), 2'000);
  EXPECT_EQ(wait_of({{"retry-after", "2"}, {"retry-after-ms", "1900"}}), 1'900);
  EXPECT_EQ(wait_of({{"retry-after-ms", "x"}, {"retry-after", "2"}}), 2'000);
}

TEST(RateHints, ReadDatesInNumbers) {
  const Clock::Wall now{milliseconds(1'795'608'000'000)};
  const auto wait = [&](const char* value) {
    return read_rate_hints({{"X-RateLimit-Reset", value}}, now).wait;
  };
  EXPECT_EQ(wait("1795608010"), milliseconds(10'000));
  EXPECT_EQ(wait("1795608010500"), milliseconds(10'500));
}

TEST(RateHints, ReadWhetherToTryAgain) {
  EXPECT_EQ(read_rate_hints({{"X-Should-Retry", "true"}}, kNow).should_retry, true);
  EXPECT_EQ(read_rate_hints({{"x-should-retry", "false"}}, kNow).should_retry, false);
  EXPECT_EQ(read_rate_hints({{"x-should-retry", "maybe"}}, kNow).should_retry, std::nullopt);
}

}  // namespace
}  // namespace evenhand
