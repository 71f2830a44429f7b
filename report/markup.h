#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// HTML that we wrote ourselves. The compiler takes nothing but literals, so that no text from
/// outside can come into a page unescaped.
struct Tag {
  // Implicit, so that literals are passed as they stand.
  consteval Tag(const char* text) : literal(text) {}  // NOLINT(google-explicit-constructor)

  std::string_view literal;
};

/// A piece of an HTML page, written from left to right. Untrusted text enters escaped, each
/// context with a function of its own.
class Markup {
 public:
  Markup& tag(Tag tag);

  /// Between tags. Line ends are kept, control characters become visible pictures, bidi
  /// controls their names ("[U+202E]"), bytes that are no UTF-8 U+FFFD.
  Markup& text(std::string_view untrusted);

  /// Within an attribute in double quotes; not for addresses, styles or handlers.
  Markup& attribute(std::string_view untrusted);

  Markup& add(const Markup& other);

  bool empty() const { return html_.empty(); }
  const std::string& html() const { return html_; }
  std::string take() && { return std::move(html_); }

 private:
  std::string html_;
};

/// Bytes that `text` takes up between tags.
std::size_t escaped_size(std::string_view text);

/// The longest beginning of `text` that takes up at most `most` bytes between tags, cut between
/// characters. A view into the argument.
std::string_view beginning_of(std::string_view text, std::size_t most);

using TextTable = std::vector<std::vector<std::string>>;

/// A plain table: the first row names the columns, the first cell of each row names the row.
Markup table_of(const TextTable& rows);

}  // namespace evenhand
