#include "documents/place.h"

#include <utility>

#include "base/text.h"

namespace evenhand {

Place::operator SourcePlace() const {
  constexpr std::size_t kMaxExcerpt = 200;  // code points
  if (source == nullptr) return {.file = {}, .line = line, .column = column};
  SourcePlace place{.file = source->file, .line = line, .column = column};
  const std::string_view text = line_of(source->contents, line);
  place.excerpt = shown(text, kMaxExcerpt);
  if (column > 1 && !text.empty()) {
    const auto before = static_cast<std::size_t>(column - 1);
    place.column = static_cast<int>(code_points(text.substr(0, before))) + 1;
  }
  return place;
}

Place place_in(std::string file) {
  return {.source = std::make_shared<const Source>(Source{.file = std::move(file)})};
}

std::string_view line_of(std::string_view contents, int line) {
  for (int at = 1; at < line && !contents.empty(); ++at) {
    const std::size_t end = contents.find('\n');
    contents.remove_prefix(end == std::string_view::npos ? contents.size() : end + 1);
  }
  return line < 1 ? std::string_view() : contents.substr(0, contents.find('\n'));
}

std::string shown(std::string_view line, std::size_t most) {
  const std::string_view start = first_code_points(line, most);
  const std::size_t last = start.find_last_not_of(" \t\r");
  return replaced(start.substr(0, last == std::string_view::npos ? 0 : last + 1), "\t", " ");
}

}  // namespace evenhand
