#include "cli/progress_lines.h"

#include <gtest/gtest.h>

#include <sstream>

namespace evenhand {
namespace {

using std::chrono::milliseconds;

TEST(ProgressText, SaysHowFarHowFastAndHowLong) {
  const ProgressSnapshot now{.turns_done = 120,
                             .turns_expected = 400,
                             .games_done = 90,
                             .games_expected = 4'830,
                             .in_flight = 8,
                             .cost = 1.2,
                             .cost_known = true};
  EXPECT_EQ(progress_text(now, 61.0),
            "answers 120/400, games 90/4,830, 61/s, 8 in flight, $1.20, 1 min 23 s left");
}

TEST(ProgressText, SaysWhatWentWrongAndWhoItWaitsFor) {
  const ProgressSnapshot now{.games_done = 1,
                             .games_expected = 2,
                             .failures = 1,
                             .in_flight = 0,
                             .waiting_for = {{"openai", "rate limit, 12 s left"}}};
  EXPECT_EQ(progress_text(now, 0.0),
            "games 1/2, 1 failed, 0 in flight, openai waits: rate limit, 12 s left");
}

TEST(ProgressLines, WriteALineEveryTenSecondsWhereThereIsNoTerminal) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err};
  ProgressLines lines(console);
  for (int second = 0; second <= 25; ++second) {
    lines.show(
        {.games_done = second, .games_expected = 100, .elapsed = milliseconds(1'000 * second)});
  }
  const std::string text = err.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(ProgressLines, RewriteOneLineOnATerminalAndLeaveItClean) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err, .err_is_terminal = true, .width = 40};
  {
    ProgressLines lines(console);
    lines.show({.games_done = 1, .games_expected = 100, .elapsed = milliseconds(1'000)});
  }
  EXPECT_EQ(err.str().find('\n'), std::string::npos);
  EXPECT_TRUE(err.str().ends_with("\r\x1b[K"));
}

TEST(ProgressLines, SayOnceThatTheRunIsStopping) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err};
  ProgressLines lines(console);
  for (int i = 0; i < 3; ++i) lines.show({.in_flight = 4, .draining = true});
  EXPECT_EQ(err.str(),
            "evenhand: stopping: waiting for 4 calls in flight; once more to leave at once\n");
}

}  // namespace
}  // namespace evenhand
