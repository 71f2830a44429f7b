#include "report/terminal_text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>
#include <utf8proc.h>

#include "base/text.h"

namespace evenhand {
namespace {

/// One character of a text; negative where the bytes are no UTF-8.
struct Decoded {
  std::int32_t character = -1;
  std::string_view bytes;
};

Decoded first_of(std::string_view text) {
  utf8proc_int32_t character = -1;
  const auto length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),  // NOLINT
                       static_cast<utf8proc_ssize_t>(text.size()), &character);
  if (length <= 0) return {-1, text.substr(0, 1)};
  return {character, text.substr(0, static_cast<std::size_t>(length))};
}

struct Range {
  std::int32_t first;
  std::int32_t last;
};

// Drawn as nothing although their category is a letter, a mark or a blank. (Unicode's
// Default_Ignorable_Code_Point, less the format characters and the variation selectors that
// choose between text and emoji.)
constexpr Range kInvisible[] = {
    {0x034F, 0x034F}, {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x3164, 0x3164},
    {0xFFA0, 0xFFA0}, {0x2800, 0x2800}, {0xE0000, 0xE0FFF}, {0x2065, 0x2065}, {0xFFF0, 0xFFF8},
};

bool is_safe(std::int32_t character) {
  for (const Range& range : kInvisible) {
    if (character >= range.first && character <= range.last) return false;
  }
  // Cf holds the bidi controls, the zero-width characters and the tags.
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return false;
    default: return true;
  }
}

std::string escaped(const Decoded& decoded) {
  const auto byte = static_cast<unsigned char>(decoded.bytes.front());
  if (decoded.character < 0 || decoded.character < 0x20 || decoded.character == 0x7F) {
    return fmt::format("\\x{:02x}", byte);
  }
  return fmt::format("\\u{{{:x}}}", decoded.character);
}

std::string made_safe(std::string_view untrusted, Charset charset, std::string_view kept_controls) {
  std::string safe;
  safe.reserve(untrusted.size());
  while (!untrusted.empty()) {
    const Decoded next = first_of(untrusted);
    const bool kept = kept_controls.find(untrusted.front()) != std::string_view::npos;
    const bool drawable = next.character >= 0 && is_safe(next.character) &&
                          (charset == Charset::unicode || next.character < 0x80);
    if (kept || drawable) {
      safe += next.bytes;
    } else {
      safe += escaped(next);
    }
    untrusted.remove_prefix(next.bytes.size());
  }
  return safe;
}

/// A character with the marks that belong to it.
struct Cluster {
  std::string_view bytes;
  std::size_t width = 0;
};

std::vector<Cluster> clusters_of(std::string_view text) {
  std::vector<Cluster> clusters;
  std::size_t at = 0;
  std::int32_t before = -1;
  utf8proc_int32_t state = 0;
  while (at < text.size()) {
    const Decoded next = first_of(text.substr(at));
    const std::int32_t character = next.character < 0 ? 0xFFFD : next.character;
    const auto width = static_cast<std::size_t>(std::max(0, utf8proc_charwidth(character)));
    if (clusters.empty() || utf8proc_grapheme_break_stateful(before, character, &state)) {
      clusters.push_back({next.bytes, width});
    } else {
      Cluster& last = clusters.back();
      last.bytes = {last.bytes.data(), last.bytes.size() + next.bytes.size()};
      last.width += width;
    }
    before = character;
    at += next.bytes.size();
  }
  return clusters;
}

std::size_t width_of(const std::vector<Cluster>& clusters) {
  std::size_t width = 0;
  for (const Cluster& cluster : clusters) width += cluster.width;
  return width;
}

}  // namespace

std::string terminal_text(std::string_view untrusted, Charset charset) {
  return made_safe(untrusted, charset, "\n\t");
}

std::string terminal_line(std::string_view untrusted, Charset charset) {
  return made_safe(untrusted, charset, "");
}

std::size_t display_width(std::string_view text) { return width_of(clusters_of(text)); }

std::string shorten_to_width(std::string_view text, std::size_t width, Charset charset) {
  const std::vector<Cluster> clusters = clusters_of(text);
  if (width_of(clusters) <= width) return std::string(text);
  std::string_view ellipsis = charset == Charset::unicode ? "…" : "...";
  const std::size_t ellipsis_width = charset == Charset::unicode ? 1 : 3;
  if (width < ellipsis_width) return std::string(width, '.');

  // The end of a name tells checkpoints apart, so it gets its half first.
  const std::size_t room = width - ellipsis_width;
  std::size_t tail_width = 0;
  auto tail = clusters.end();
  while (tail != clusters.begin() && tail_width + std::prev(tail)->width <= room / 2) {
    tail_width += (--tail)->width;
  }
  std::string shortened;
  std::size_t head_width = 0;
  for (const Cluster& cluster : clusters) {
    head_width += cluster.width;
    if (head_width + tail_width > room) break;
    shortened += cluster.bytes;
  }
  shortened += ellipsis;
  for (; tail != clusters.end(); ++tail) shortened += tail->bytes;
  return shortened;
}

std::string terminal_cell(std::string_view untrusted, std::size_t width, Charset charset) {
  return shorten_to_width(terminal_line(untrusted, charset), width, charset);
}

std::string wrapped_to_width(std::string_view text, std::size_t width, Charset charset) {
  constexpr std::string_view kIndent = "  ";
  std::string lines;
  std::size_t used = 0;
  for (const std::string& whole_word : split(text, ' ')) {
    const std::string word = shorten_to_width(whole_word, width - kIndent.size(), charset);
    const std::size_t word_width = display_width(word);
    if (used > 0 && used + 1 + word_width > width) {
      lines += '\n';
      lines += kIndent;
      used = kIndent.size();
    } else if (used > 0) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += word_width;
  }
  lines += '\n';
  return lines;
}

}  // namespace evenhand
