#include "judge/verdict_line.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "judge/lead_in.h"

namespace evenhand {
namespace {

// Between the brackets: room for every verdict, none for a sentence.
constexpr std::size_t kMaxVerdict = 16;
// "I hope this helps. Both answers had their merits ...": a remark, not an explanation.
constexpr std::size_t kMaxClosingRemark = 300;
// A verdict line is short; a longer one is prose, and only its end would be looked at anyway.
constexpr std::size_t kMaxVerdictLine = 2000;

struct Marker {
  std::size_t begin = 0;  // of "[["
  std::size_t end = 0;    // after "]]"
  std::string verdict;
};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "x[[1]]", "x[1][[2]]", "f(x)[[1]]" and "[[[6]]]" are code. "[[A]][[B]]" are two verdicts.
bool may_precede(std::string_view before) {
  if (before.empty() || before.ends_with("]]")) return true;
  const char last = before.back();
  return !is_letter_or_digit(last) && last != '[' && last != ']' && last != ')';
}

// "[[A]](https://...)" is a link, "[[1]][0]" code.
bool may_succeed(std::string_view after) {
  if (after.starts_with("[[")) return true;
  return !after.starts_with('[') && !after.starts_with(']') && !after.starts_with('(');
}

// A marker at `open`, where "[[" stands. The brackets of "[[0, 1], [2, 3]]" make none.
std::optional<Marker> marker_at(std::string_view line, std::size_t open) {
  const std::string_view inside = line.substr(open + 2, kMaxVerdict + 2);
  const std::size_t close = inside.find_first_of("[]");
  if (close == std::string_view::npos || inside.substr(close, 2) != "]]") return std::nullopt;
  Marker marker{.begin = open, .end = open + 2 + close + 2};
  if (!may_precede(line.substr(0, open)) || !may_succeed(line.substr(marker.end))) {
    return std::nullopt;
  }
  for (const char c : inside.substr(0, close)) {
    if (c != ' ' && c != '\t') marker.verdict += c;
  }
  return marker;
}

std::optional<Marker> next_marker(std::string_view line, std::size_t from) {
  for (std::size_t open = line.find("[[", from); open != std::string_view::npos;
       open = line.find("[[", open + 1)) {
    if (auto marker = marker_at(line, open)) return marker;
  }
  return std::nullopt;
}

struct VerdictLine {
  std::string_view line;
  std::size_t end = 0;  // offset of what follows the line
};

// Goes through the lines of a judgement and keeps the last one that holds a verdict. Quotations do
// not count: lines that begin with '>', and blocks between code fences that hold more than the
// verdict.
class LineFinder {
 public:
  void take(std::string_view line, std::size_t end) {
    if (trimmed(line).starts_with("```")) {
      turn_fence();
      return;
    }
    const bool has_verdict = next_marker(line, 0).has_value();
    if (in_block_ && !trimmed(line).empty()) ++lines_in_block_;
    if (!has_verdict) return;
    if (trimmed(line).starts_with('>')) {
      saw_quoted_ = true;
      return;
    }
    (in_block_ ? last_in_block_ : last_) = VerdictLine{line, end};
  }

  // A fence that never closes opened no block: its lines are lines like others.
  std::optional<VerdictLine> last() const { return last_in_block_ ? last_in_block_ : last_; }
  bool saw_quoted() const { return saw_quoted_; }

 private:
  void turn_fence() {
    if (in_block_ && last_in_block_) {
      if (lines_in_block_ == 1) last_ = last_in_block_;
      if (lines_in_block_ != 1) saw_quoted_ = true;
    }
    last_in_block_.reset();
    lines_in_block_ = 0;
    in_block_ = !in_block_;
  }

  std::optional<VerdictLine> last_;
  std::optional<VerdictLine> last_in_block_;
  std::size_t lines_in_block_ = 0;
  bool in_block_ = false;
  bool saw_quoted_ = false;
};

// "/10" and "out of 10" after a grade repeat the scale.
bool may_follow(std::string_view words) {
  const std::string rest = lower_case(undecorated(words));
  return rest.empty() || rest == "/10" || rest == "/ 10" || rest == "out of 10";
}

std::variant<std::string, Fault> read_line(std::string_view line) {
  if (line.size() > kMaxVerdictLine) line.remove_prefix(line.size() - kMaxVerdictLine);
  std::vector<Marker> markers;
  for (auto marker = next_marker(line, 0); marker; marker = next_marker(line, marker->end)) {
    markers.push_back(*marker);
  }
  if (markers.empty()) return Fault::not_alone;
  for (std::size_t i = 1; i < markers.size(); ++i) {
    if (markers[i].verdict != markers[0].verdict) return Fault::conflicting;
    const std::size_t gap = markers[i - 1].end;
    if (!undecorated(line.substr(gap, markers[i].begin - gap)).empty()) return Fault::not_alone;
  }
  const bool alone = may_lead_in(line.substr(0, markers.front().begin)) &&
                     may_follow(line.substr(markers.back().end));
  if (!alone) return Fault::not_alone;
  return markers.front().verdict;
}

}  // namespace

std::variant<std::string, Fault> last_verdict(const ChatReply& reply) {
  const std::string_view text = reply.text;
  if (reply.stop == StopReason::filtered) return Fault::withheld;
  if (reply.stop == StopReason::out_of_tokens) return Fault::cut_off;
  if (trimmed(text).empty()) return Fault::empty;
  LineFinder finder;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    finder.take(text.substr(at, end - at), end);
    at = end + 1;
  }
  const auto found = finder.last();
  if (!found) return finder.saw_quoted() ? Fault::quoted_only : Fault::no_verdict;
  if (trimmed(text.substr(found->end)).size() > kMaxClosingRemark) return Fault::buried;
  return read_line(found->line);
}

}  // namespace evenhand
