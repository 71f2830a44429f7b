#include "formats/markdown_counts.h"

#include <numeric>
#include <vector>

#include <utf8proc.h>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kFence = "```";

/// The character at a place and its length in bytes; -1 and one byte where there is none.
struct Character {
  utf8proc_int32_t value = -1;
  std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80U) return {.value = byte};
  Character character;
  const std::string_view rest = text.substr(at, 4);
  const auto bytes = utf8proc_iterate(
      reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),  // NOLINT(*-reinterpret-cast)
      static_cast<utf8proc_ssize_t>(rest.size()), &character.value);
  character.bytes = bytes > 0 ? static_cast<std::size_t>(bytes) : 1;
  return character;
}

/// Python's \s.
bool is_blank(utf8proc_int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
  if (c == 0x85) return true;
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

/// Python's \d.
bool is_digit(utf8proc_int32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

/// Behind all characters of that kind from `at` on.
template <class Kind>
std::size_t behind(std::string_view text, std::size_t at, Kind is_of_kind) {
  while (at < text.size()) {
    const Character character = character_at(text, at);
    if (!is_of_kind(character.value)) break;
    at += character.bytes;
  }
  return at;
}

/// Behind the one blank at that place; kNone where there is none.
std::size_t behind_blank(std::string_view text, std::size_t at) {
  if (at >= text.size()) return kNone;
  const Character character = character_at(text, at);
  return is_blank(character.value) ? at + character.bytes : kNone;
}

/// The first beginning of a line from `at` on; kNone where the text ends before.
std::size_t line_begin(std::string_view text, std::size_t at) {
  if (at == 0 || (at <= text.size() && text[at - 1] == '\n')) return at;
  const std::size_t end = text.find('\n', at);
  return end == kNone ? kNone : end + 1;
}

/// Matches of: a beginning of a line, blanks, a mark, one blank. `behind_mark` says where the mark
/// that begins at a place ends, or kNone.
template <class BehindMark>
std::size_t count_items(std::string_view text, BehindMark behind_mark) {
  std::size_t count = 0;
  for (std::size_t at = line_begin(text, 0); at != kNone && at < text.size();) {
    // Blank lines on the way end at the same mark, so they need not be tried one by one.
    const std::size_t mark = behind(text, at, is_blank);
    const std::size_t mark_end = mark < text.size() ? behind_mark(text, mark) : kNone;
    const std::size_t end = mark_end == kNone ? kNone : behind_blank(text, mark_end);
    if (end != kNone) ++count;
    at = line_begin(text, end != kNone ? end : mark + 1);
  }
  return count;
}

std::size_t behind_number(std::string_view text, std::size_t at) {
  const std::size_t end = behind(text, at, is_digit);
  return end > at && end < text.size() && text[end] == '.' ? end + 1 : kNone;
}

std::size_t behind_bullet(std::string_view text, std::size_t at) {
  return text[at] == '-' || text[at] == '*' || text[at] == '+' ? at + 1 : kNone;
}

std::array<std::size_t, 6> count_headers(std::string_view text) {
  std::array<std::size_t, 6> headers = {};
  for (std::size_t at = line_begin(text, 0); at != kNone && at < text.size();
       at = line_begin(text, at + 1)) {
    const std::size_t end = std::min(text.find_first_not_of('#', at), text.size());
    const std::size_t level = end - at;
    const bool is_header = level >= 1 && level <= headers.size();
    if (is_header && behind_blank(text, end) != kNone) ++headers[level - 1];
  }
  return headers;
}

/// Matches of: the mark twice, characters that are neither the mark nor a line end, the mark twice.
std::size_t count_bold(std::string_view text, char mark) {
  const std::string twice(2, mark);
  const std::string stops = {mark, '\n'};
  std::size_t count = 0;
  std::size_t at = text.find(twice);
  while (at != kNone) {
    const std::size_t end = std::min(text.find_first_of(stops, at + 2), text.size());
    const bool is_empty = end == at + 2;
    const bool is_closed = text.substr(end, 2) == twice;
    if (!is_empty && is_closed) ++count;
    at = text.find(twice, is_empty ? at + 1 : is_closed ? end + 2 : end);
  }
  return count;
}

/// What stands between fences without a backtick in it.
std::vector<std::string> code_runs(std::string_view text) {
  std::vector<std::string> runs;
  std::size_t at = text.find(kFence);
  while (at != kNone) {
    const std::size_t begin = at + kFence.size();
    const std::size_t end = std::min(text.find('`', begin), text.size());
    const bool is_closed = text.substr(end, kFence.size()) == kFence;
    if (is_closed && end > begin) runs.emplace_back(text.substr(begin, end - begin));
    at = text.find(kFence, is_closed ? end + kFence.size() : end == begin ? at + 1 : end);
  }
  return runs;
}

std::string without_runs(std::string_view text) {
  std::string left(text);
  for (const std::string& run : code_runs(text)) left = replaced(left, run, "");
  return left;
}

/// The row of backticks or tildes that a line begins with; empty where it is shorter than a fence.
struct Fence {
  char mark = '\0';
  std::size_t length = 0;
  std::string_view info;  // what follows
};

Fence fence_of(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == kNone || (line[begin] != '`' && line[begin] != '~')) return {};
  const char mark = line[begin];
  const std::size_t end = std::min(line.find_first_not_of(mark, begin), line.size());
  if (end - begin < kFence.size()) return {};
  return {.mark = mark, .length = end - begin, .info = trimmed(line.substr(end))};
}

bool opens(const Fence& fence) {
  // ```x``` on one line is a code span.
  return fence.length > 0 && (fence.mark == '~' || fence.info.find('`') == kNone);
}

std::string without_fenced_lines(std::string_view text) {
  std::string left;
  left.reserve(text.size());
  Fence open;
  while (!text.empty()) {
    const std::size_t line_end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, line_end);
    text.remove_prefix(line_end);
    const Fence fence = fence_of(line);
    if (open.length > 0) {
      if (fence.mark == open.mark && fence.length >= open.length && fence.info.empty()) open = {};
    } else if (opens(fence)) {
      open = fence;
    } else {
      left += line;
    }
  }
  return left;
}

}  // namespace

std::size_t MarkdownCounts::header_count() const {
  return std::accumulate(headers.begin(), headers.end(), std::size_t{0});
}

std::string without_code(std::string_view text, CodeBlocks code) {
  return code == CodeBlocks::by_line ? without_fenced_lines(text) : without_runs(text);
}

MarkdownCounts markdown_counts(std::string_view text, CodeBlocks code) {
  const std::string prose = without_code(text, code);
  return {.headers = count_headers(prose),
          .ordered = count_items(prose, behind_number),
          .unordered = count_items(prose, behind_bullet),
          .bold_stars = count_bold(prose, '*'),
          .bold_underscores = count_bold(prose, '_')};
}

}  // namespace evenhand
