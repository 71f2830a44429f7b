#include "simulate/fenced_answers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace evenhand {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::string_view kOpen = "<<<";
constexpr std::string_view kClose = ">>>";
constexpr std::string_view kEndOf = "end of ";
constexpr std::string_view kAnswer = "answer";

/// "<<<label code>>>", alone on its line.
struct FenceLine {
  std::size_t begin;
  std::size_t end;  // behind the line's end
  std::string_view label;
  std::string_view code;
};

std::optional<FenceLine> fence_line_at(std::string_view prompt, std::size_t begin) {
  const std::size_t stop = std::min(prompt.find('\n', begin), prompt.size());
  const std::string_view line = prompt.substr(begin, stop - begin);
  if (!line.starts_with(kOpen) || !line.ends_with(kClose)) return std::nullopt;
  if (line.size() < kOpen.size() + kClose.size()) return std::nullopt;
  const std::string_view inner =
      line.substr(kOpen.size(), line.size() - kOpen.size() - kClose.size());
  const std::size_t blank = inner.rfind(' ');
  if (blank == kNowhere) return std::nullopt;
  return FenceLine{.begin = begin,
                   .end = std::min(stop + 1, prompt.size()),
                   .label = inner.substr(0, blank),
                   .code = inner.substr(blank + 1)};
}

std::optional<FenceLine> next_fence_line(std::string_view prompt, std::size_t from,
                                         std::string_view code) {
  for (std::size_t begin = from; begin < prompt.size();) {
    const auto line = fence_line_at(prompt, begin);
    if (line && (code.empty() || line->code == code)) return line;
    const std::size_t stop = prompt.find('\n', begin);
    begin = stop == kNowhere ? prompt.size() : stop + 1;
  }
  return std::nullopt;
}

/// What stands between two marker lines, them included from `begin` to `end`.
struct FencedBlock {
  std::string_view label;
  std::size_t begin;
  std::size_t text_begin;
  std::size_t text_end;
  std::size_t end;
};

std::vector<FencedBlock> blocks_in(std::string_view prompt) {
  std::vector<FencedBlock> blocks;
  std::string_view code;
  std::size_t from = 0;
  while (const auto open = next_fence_line(prompt, from, code)) {
    const auto close = next_fence_line(prompt, open->end, open->code);
    if (!close || !close->label.starts_with(kEndOf)) break;
    code = open->code;
    // The line's end before the closing mark is the template's, not the answer's.
    blocks.push_back({.label = open->label,
                      .begin = open->begin,
                      .text_begin = open->end,
                      .text_end = std::max(open->end, close->begin - 1),
                      .end = close->end});
    from = close->end;
  }
  return blocks;
}

/// "A" of "answer A" and of "answer A, turn 2"; "" of "answer" and of other labels.
std::string identifier_in(std::string_view label) {
  if (label.size() <= kAnswer.size() || label[kAnswer.size()] != ' ') return "";
  const std::string_view rest = label.substr(kAnswer.size() + 1);
  return std::string(rest.substr(0, rest.find_first_of(" ,;:")));
}

/// Later turns replace earlier ones of the same identifier.
void keep_last(std::vector<AnswerBlock>& answers, AnswerBlock answer) {
  for (AnswerBlock& known : answers) {
    if (known.identifier != answer.identifier) continue;
    known = std::move(answer);
    return;
  }
  answers.push_back(std::move(answer));
}

}  // namespace

FoundAnswers find_fenced_answers(std::string_view prompt) {
  FoundAnswers found;
  std::size_t from = 0;
  for (const FencedBlock& block : blocks_in(prompt)) {
    found.outside += prompt.substr(from, block.begin - from);
    from = block.end;
    if (!block.label.starts_with(kAnswer)) continue;
    keep_last(found.blocks, {.begin = block.text_begin,
                             .end = block.text_end,
                             .identifier = identifier_in(block.label)});
  }
  found.outside += prompt.substr(from);
  return found;
}

}  // namespace evenhand
