#include "audit/words.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace evenhand {
namespace {

/// Calls take(code point, its bytes) for each.
template <class Take>
void for_each_letter(std::string_view text, const Take& take) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = 0;
    const auto size =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    // Requires valid UTF-8; a stray byte is passed over all the same.
    const std::size_t length = size > 0 ? static_cast<std::size_t>(size) : 1;
    if (size > 0) take(point, text.substr(at, length));
    at += length;
  }
}

bool is_blank(utf8proc_int32_t point) {
  if (point < 0x80)
    return point == ' ' || (point >= 9 && point <= 13) || (point >= 28 && point <= 31);
  const auto category = utf8proc_category(point);
  return point == 0x85 || (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP);
}

bool is_word(utf8proc_int32_t point) {
  if (point == '_') return true;
  const auto category = utf8proc_category(point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

void append(std::string& text, utf8proc_int32_t point) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(point, bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string composed(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

}  // namespace

std::string collapsed(std::string_view text) {
  std::string result;
  bool owes_blank = false;
  for_each_letter(text, [&](utf8proc_int32_t point, std::string_view bytes) {
    if (is_blank(point)) {
      owes_blank = !result.empty();
      return;
    }
    if (owes_blank) result += ' ';
    owes_blank = false;
    result += bytes;
  });
  return result;
}

std::string folded_case(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for_each_letter(text, [&](utf8proc_int32_t point, std::string_view) {
    append(result, utf8proc_tolower(point));
  });
  return result;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool within = false;
  for_each_letter(text, [&](utf8proc_int32_t point, std::string_view bytes) {
    const bool is_part = is_word(point);
    if (is_part && !within) words.emplace_back();
    if (is_part) words.back() += bytes;
    within = is_part;
  });
  return words;
}

std::string normalised(std::string_view text) {
  std::string result;
  bool owes_blank = false;
  for_each_letter(composed(text), [&](utf8proc_int32_t point, std::string_view) {
    const utf8proc_int32_t lower = utf8proc_tolower(point);
    if (!is_word(lower)) {
      owes_blank = !result.empty();
      return;
    }
    if (owes_blank) result += ' ';
    owes_blank = false;
    append(result, lower);
  });
  return result;
}

}  // namespace evenhand
