#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace evenhand {

/// A value as it stands in a file, taken apart no further than somebody asks.
struct SkimmedValue {
  enum class Kind { absent, text, number, null, other };

  Kind kind = Kind::absent;
  std::string_view spelled = {};  // of a text what stands between its quotes; valid JSON
  std::size_t surplus = 0;        // code points that a text's escapes have more than the text

  /// The text that is spelled here. Requires a text or a number.
  std::string text() const;

  /// Unicode code points of text(), without making it.
  std::size_t code_points() const;
};

/// Whether text() of both is the same, however each is spelled.
bool same_text(const SkimmedValue& a, const SkimmedValue& b);

struct SkimmedRecord {
  int line = 0;
  std::span<const SkimmedValue> values = {};  // in the order of the names that were asked for
};

/// Reads an array of objects for a few of their fields, at the speed of memory: nothing is copied,
/// but everything is checked as read_json() does (syntax, UTF-8, no key twice). False: the file is
/// none that it takes on, or `take` was false. It does not say why, and a few odd but legal files
/// (nested deeper than 100 levels, an object of more than 64 keys, numbers of hundreds of digits)
/// are among them: read_json() then has the words, or reads it. Views live as long as `contents`.
bool skim_json_records(std::string_view contents, std::span<const std::string_view> names,
                       const std::function<bool(const SkimmedRecord&)>& take);

}  // namespace evenhand
