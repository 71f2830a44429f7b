#include "providers/reasoning.h"

#include <algorithm>

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

/// Whether nothing but blanks stands between the tag and the line's beginning, or `from`, where
/// another block has ended.
bool begins_a_line(std::string_view text, std::size_t from, std::size_t at) {
  while (at > from && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return at == from || text[at - 1] == '\n';
}

std::size_t find_open(std::string_view text, const Tag& tag, std::size_t from) {
  std::size_t at = text.find(tag.open, from);
  while (at != kNowhere && !begins_a_line(text, from, at)) at = text.find(tag.open, at + 1);
  return at;
}

/// Just behind the tag that closes the one opened before `from`; the text's end if none does.
std::size_t end_of_block(std::string_view text, const Tag& tag, std::size_t from) {
  std::size_t open = text.find(tag.open, from);
  std::size_t close = text.find(tag.close, from);
  for (int depth = 1; close != kNowhere;) {
    if (open < close) {
      ++depth;
      open = text.find(tag.open, open + tag.open.size());
      continue;
    }
    if (--depth == 0) return close + tag.close.size();
    close = text.find(tag.close, close + tag.close.size());
  }
  return text.size();
}

/// Just behind the last closing tag that comes before any opening one; 0: there is none.
std::size_t end_of_headless_block(std::string_view text, const Tag& tag) {
  const std::size_t open = std::min(text.find(tag.open), text.size());
  const std::size_t close = text.substr(0, open).rfind(tag.close);
  return close == kNowhere ? 0 : close + tag.close.size();
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

/// Splits by one sort of tag. A text without it stays as it is, blanks included.
void split_by(const Tag& tag, SplitText& split) {
  const std::string_view text = split.text;
  std::size_t at = end_of_headless_block(text, tag);
  std::size_t open = find_open(text, tag, at);
  if (at == 0 && open == kNowhere) return;
  add_paragraph(split.reasoning, inside(text.substr(0, at), tag));
  std::string said;
  while (open != kNowhere) {
    add_paragraph(said, text.substr(at, open - at));
    at = end_of_block(text, tag, open + tag.open.size());
    add_paragraph(split.reasoning, inside(text.substr(open, at - open), tag));
    open = find_open(text, tag, at);
  }
  add_paragraph(said, text.substr(at));
  split.text = std::move(said);
}

}  // namespace

SplitText split_reasoning(std::string_view text) {
  SplitText split{.text = std::string(text), .reasoning = {}};
  for (const Tag& tag : kTags) split_by(tag, split);
  return split;
}

}  // namespace evenhand
