#include "report/markup.h"

#include <algorithm>

#include "base/text.h"

namespace evenhand {
namespace {

enum class Context { content, attribute };

/// The ASCII character as HTML shows it; empty where it stays as it is.
std::string_view replacement(char c, Context context) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return context == Context::attribute ? "&quot;" : "";
    case '\'': return context == Context::attribute ? "&#39;" : "";
    case '\x7F': return "\xE2\x90\xA1";  // U+2421, the picture of DEL
    default: return "";
  }
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; }

/// U+2400 and following: the pictures of the control characters.
std::string picture_of(char control) {
  std::string picture = "\xE2\x90\x80";
  picture.back() = static_cast<char>(0x80 + control);
  return picture;
}

// Shown by some browsers as if they were Windows-1252; nobody means that.
bool starts_with_c1(std::string_view text) {
  return text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0;
}

/// U+202A to U+202E and U+2066 to U+2069 as "U+202E" in brackets; empty for other characters.
/// One of them in a name would turn round the sentence that it stands in.
std::string bidi_control_name(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xE2') return {};
  const auto last = static_cast<unsigned char>(text[2]);
  if (text[1] == '\x80' && last >= 0xAA && last <= 0xAE) {
    return std::string("[U+202") + "ABCDE"[last - 0xAA] + "]";
  }
  if (text[1] == '\x81' && last >= 0xA6 && last <= 0xA9) {
    return std::string("[U+206") + "6789"[last - 0xA6] + "]";
  }
  return {};
}

std::string escaped(std::string_view untrusted, Context context) {
  const std::string text = valid_utf8(untrusted);
  std::string html;
  html.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') html += '\n';
    } else if (is_control(c)) {
      html += picture_of(c);
    } else if (starts_with_c1(std::string_view(text).substr(i))) {
      html += "\xEF\xBF\xBD";
      ++i;
    } else if (const std::string name = bidi_control_name(std::string_view(text).substr(i));
               !name.empty()) {
      html += name;
      i += 2;
    } else if (const std::string_view other = replacement(c, context); !other.empty()) {
      html += other;
    } else {
      html += c;
    }
  }
  return html;
}

}  // namespace

Markup& Markup::tag(Tag tag) {
  html_ += tag.literal;
  return *this;
}

Markup& Markup::text(std::string_view untrusted) {
  html_ += escaped(untrusted, Context::content);
  return *this;
}

Markup& Markup::attribute(std::string_view untrusted) {
  html_ += escaped(untrusted, Context::attribute);
  return *this;
}

Markup& Markup::add(const Markup& other) {
  html_ += other.html_;
  return *this;
}

std::size_t escaped_size(std::string_view text) { return escaped(text, Context::content).size(); }

std::string_view beginning_of(std::string_view text, std::size_t most) {
  constexpr std::size_t kMostGrowth = 5;  // of a byte: "&amp;"
  if (text.size() <= most / kMostGrowth || escaped_size(text) <= most) return text;
  std::size_t low = 0;
  std::size_t high = std::min(text.size(), most);
  while (low < high) {
    const std::size_t middle = low + (high - low + 1) / 2;
    if (escaped_size(text.substr(0, middle)) <= most) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  while (low > 0 && (static_cast<unsigned char>(text[low]) & 0xC0) == 0x80) --low;
  return text.substr(0, low);
}

Markup table_of(const TextTable& rows) {
  Markup table;
  table.tag("<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
  for (const std::string& head : rows.front()) {
    table.tag("<th scope=\"col\">").text(head).tag("</th>");
  }
  table.tag("</tr></thead><tbody>\n");
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    table.tag("<tr>");
    for (const std::string& cell : *row) {
      if (&cell == row->data()) {
        table.tag("<th scope=\"row\"><bdi>").text(cell).tag("</bdi></th>");
      } else {
        table.tag("<td>").text(cell).tag("</td>");
      }
    }
    table.tag("</tr>\n");
  }
  return table.tag("</tbody></table></div>\n");
}

}  // namespace evenhand
