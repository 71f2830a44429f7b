#include "store/netstrings.h"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace evenhand {

std::string netstrings(std::span<const std::string> fields) {
  std::string text;
  for (const std::string& field : fields) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
    text += ',';
  }
  return text;
}

std::optional<std::vector<std::string>> read_netstrings(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    std::size_t size = 0;
    const char* end = text.data() + text.size();
    const auto [after, failed] = std::from_chars(text.data(), end, size);
    if (failed != std::errc() || after == end || *after != ':') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(after - text.data()) + 1);
    if (size >= text.size() || text[size] != ',') return std::nullopt;
    fields.emplace_back(text.substr(0, size));
    text.remove_prefix(size + 1);
  }
  return fields;
}

}  // namespace evenhand
