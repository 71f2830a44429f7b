#include "report/diff_text.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "report/diff_words.h"

namespace evenhand {
namespace {

// More than anybody reads on a terminal; JSON has them all.
constexpr std::size_t kFlipsShown = 12;

class Lines {
 public:
  explicit Lines(const TableStyle& style) : style_(style) {}

  void add(const std::string& untrusted) {
    const auto width = static_cast<std::size_t>(std::max(style_.width, 40));
    text_ += wrapped_to_width(terminal_line(untrusted, style_.charset), width, style_.charset);
  }
  void gap() { text_ += "\n"; }
  std::string take() { return std::move(text_); }

 private:
  const TableStyle& style_;
  std::string text_;
};

std::string side_line(const char* letter, const DiffSide& side, Scale scale) {
  const std::string headline = side.headline ? estimate_text(*side.headline, scale) : "no number";
  return fmt::format("{}  {}: {}{}, {}/{} judged", letter, side_in_words(side), headline,
                     side.headline && scale == Scale::percent ? " %" : "", side.judged,
                     side.expected);
}

std::string flips_line(const Comparison& comparison, std::span<const std::size_t> flips,
                       const std::string& verb) {
  std::string line =
      fmt::format("B {} {}", verb, counted(flips.size(), "question")) + (flips.empty() ? "" : ": ");
  for (std::size_t i = 0; i < flips.size() && i < kFlipsShown; ++i) {
    const QuestionPair& pair = comparison.questions[flips[i]];
    line += (i == 0 ? "" : ", ") + pair.question.text + " (" + change_text(pair) + ")";
  }
  if (flips.size() > kFlipsShown) {
    line += fmt::format(" and {} more (--json names all)", flips.size() - kFlipsShown);
  }
  return line;
}

void add_comparison(const Comparison& comparison, const DiffData& diff, Lines& lines) {
  const bool percent = diff.scale == Scale::percent;
  lines.add(side_line("A", comparison.a, diff.scale));
  lines.add(side_line("B", comparison.b, diff.scale));
  lines.gap();
  lines.add(difference_in_words(comparison, diff.scale));
  lines.add(tests_in_words(comparison, diff.comparisons.size()));
  for (const std::string& doubt : doubts_in_words(comparison, diff.scale)) lines.add(doubt);
  lines.add(flips_line(comparison, comparison.gained, percent ? "gained" : "rose on"));
  lines.add(flips_line(comparison, comparison.lost, percent ? "lost" : "fell on"));
  lines.add(cost_change_in_words(comparison));
  const std::string length = length_change_in_words(comparison);
  if (!length.empty()) lines.add(length);
}

void add_mismatches(const DiffData& diff, Lines& lines) {
  for (const Mismatch& mismatch : diff.mismatches) {
    const bool forbids = mismatch.weight == Mismatch::Weight::forbids;
    lines.add(std::string(forbids ? "! " : "- ") + mismatch_in_words(mismatch));
  }
}

}  // namespace

std::string diff_text(const DiffData& diff, const TableStyle& style) {
  Lines lines(style);
  if (!diff.comparable()) {
    lines.add("NOT COMPARABLE: the difference may be due to what the runs do not share (A / B):");
    add_mismatches(diff, lines);
    lines.gap();
  }
  for (std::size_t i = 0; i < diff.comparisons.size(); ++i) {
    if (i > 0) lines.gap();
    add_comparison(diff.comparisons[i], diff, lines);
  }
  if (diff.comparable() && !diff.mismatches.empty()) {
    lines.gap();
    lines.add("The runs differ in this, which need not matter (A / B):");
    add_mismatches(diff, lines);
  }
  return lines.take();
}

}  // namespace evenhand
