#include "providers/reasoning.h"

#include "base/text.h"

namespace evenhand {
namespace {

struct Tag {
  std::string_view open;
  std::string_view close;
};

constexpr Tag kTags[] = {
    {"<think>", "</think>"},
    {"<thinking>", "</thinking>"},
    {"<reasoning>", "</reasoning>"},
    {"<|channel>thought", "<channel|>"},
};

constexpr std::size_t kNowhere = std::string_view::npos;

bool begins_a_line(std::string_view text, std::size_t at) {
  const std::size_t line = text.substr(0, at).rfind('\n') + 1;
  return trimmed(text.substr(line, at - line)).empty();
}

std::size_t find_open(std::string_view text, const Tag& tag, std::size_t from) {
  std::size_t at = text.find(tag.open, from);
  while (at != kNowhere && !begins_a_line(text, at)) at = text.find(tag.open, at + 1);
  return at;
}

/// Just behind the tag that closes the one opened before `from`; the text's end if none does.
std::size_t end_of_reasoning(std::string_view text, const Tag& tag, std::size_t from) {
  int depth = 1;
  while (depth > 0) {
    const std::size_t close = text.find(tag.close, from);
    if (close == kNowhere) return text.size();
    const std::size_t open = text.find(tag.open, from);
    depth += open < close ? 1 : -1;
    from = open < close ? open + tag.open.size() : close + tag.close.size();
  }
  return from;
}

void add_paragraph(std::string& text, std::string_view more) {
  more = trimmed(more);
  if (more.empty()) return;
  if (!text.empty()) text += "\n\n";
  text += more;
}

std::string_view inside(std::string_view block, const Tag& tag) {
  if (block.starts_with(tag.open)) block.remove_prefix(tag.open.size());
  if (block.ends_with(tag.close)) block.remove_suffix(tag.close.size());
  return block;
}

/// Takes the first block of this tag out of the text; false if there is none.
bool take_block(SplitText& split, const Tag& tag) {
  const std::string_view text = split.text;
  const std::size_t close = text.find(tag.close);
  std::size_t open = find_open(text, tag, 0);
  const bool closing_only = close != kNowhere && close < text.find(tag.open);
  if (closing_only) open = 0;
  if (open == kNowhere) return false;
  const std::size_t end =
      closing_only ? close + tag.close.size() : end_of_reasoning(text, tag, open + tag.open.size());
  add_paragraph(split.reasoning, inside(text.substr(open, end - open), tag));
  std::string rest(trimmed(text.substr(0, open)));
  add_paragraph(rest, text.substr(end));
  split.text = std::move(rest);
  return true;
}

}  // namespace

SplitText split_reasoning(std::string_view text) {
  SplitText split{.text = std::string(text), .reasoning = {}};
  for (const Tag& tag : kTags) {
    while (take_block(split, tag)) {
    }
  }
  return split;
}

}  // namespace evenhand
