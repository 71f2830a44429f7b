#include "cli/progress_lines.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/terminal_text.h"

namespace evenhand {
namespace {

constexpr std::chrono::milliseconds kLineElsewhere{10'000};
constexpr std::chrono::milliseconds kLineOnTerminal{200};
// A rate over less than this jumps about too much to promise a time by.
constexpr std::chrono::milliseconds kRateWindow{5'000};

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3'600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3'600, whole % 3'600 / 60);
}

std::int64_t done(const ProgressSnapshot& now) { return now.turns_done + now.games_done; }

std::int64_t left(const ProgressSnapshot& now) {
  return std::max<std::int64_t>(0, now.turns_expected + now.games_expected - done(now));
}

}  // namespace

std::string progress_text(const ProgressSnapshot& now, double calls_per_second) {
  std::string text;
  if (now.turns_expected > 0) {
    text += fmt::format("answers {}/{}, ", grouped(now.turns_done), grouped(now.turns_expected));
  }
  text += fmt::format("games {}/{}", grouped(now.games_done), grouped(now.games_expected));
  if (now.failures > 0) text += fmt::format(", {} failed", grouped(now.failures));
  if (calls_per_second > 0.0) text += fmt::format(", {:.0f}/s", calls_per_second);
  text += fmt::format(", {} in flight", now.in_flight);
  if (now.cost_known) text += fmt::format(", ${:.2f}", now.cost);
  for (const auto& [endpoint, reason] : now.waiting_for) {
    text += fmt::format(", {} waits: {}", terminal_text(endpoint), terminal_text(reason));
  }
  if (now.draining) return text + ", stopping";
  if (calls_per_second > 0.0) {
    text += ", " + duration_text(static_cast<double>(left(now)) / calls_per_second) + " left";
  }
  return text;
}

double ProgressLines::rate(const ProgressSnapshot& now) {
  const auto passed = now.elapsed - window_begun_;
  if (passed >= kRateWindow || rate_ == 0.0) {
    const double seconds = std::max(0.1, static_cast<double>(passed.count()) / 1'000.0);
    rate_ = static_cast<double>(done(now) - window_done_) / seconds;
  }
  if (passed >= kRateWindow) {
    window_begun_ = now.elapsed;
    window_done_ = done(now);
  }
  return rate_;
}

void ProgressLines::show(const ProgressSnapshot& now) {
  if (now.draining && !told_draining_) {
    told_draining_ = true;
    console_.err << (line_is_open_ ? "\n" : "") << "evenhand: stopping: waiting for "
                 << now.in_flight << " calls in flight; once more to leave at once\n";
    line_is_open_ = false;
  }
  if (now.elapsed < next_) return;
  const std::string text = progress_text(now, rate(now));
  if (console_.err_is_terminal) {
    next_ = now.elapsed + kLineOnTerminal;
    const auto width = static_cast<std::size_t>(std::max(20, console_.width - 1));
    console_.err << "\r\x1b[K" << shorten_to_width(text, width) << std::flush;
    line_is_open_ = true;
    return;
  }
  // The first line comes after ten seconds: a short run says nothing.
  if (next_.count() > 0) console_.err << "evenhand: " << text << std::endl;
  next_ = now.elapsed + kLineElsewhere;
}

ProgressLines::~ProgressLines() {
  if (line_is_open_) console_.err << "\r\x1b[K" << std::flush;
}

}  // namespace evenhand
