#include "documents/record_cutter.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace evenhand {

RecordCutter::RecordCutter(Ends ends, std::size_t longest, Take take, char separator)
    : ends_(ends), longest_(longest), take_(std::move(take)), separator_(separator) {}

RecordCutter::At RecordCutter::after(char c) const {
  if (at_ == At::quotes) return c == '"' ? At::quote_in_quotes : At::quotes;
  if (at_ == At::quote_in_quotes && c == '"') return At::quotes;
  if (at_ == At::field_start && c == '"') return At::quotes;
  return c == separator_ || c == '\r' || c == '\n' ? At::field_start : At::field;
}

/// The place of the line end that ends the record; npos where it goes on.
std::size_t RecordCutter::end_of_record(std::string_view block) {
  if (ends_ == Ends::lines) return block.find('\n');
  for (std::size_t i = 0; i < block.size(); ++i) {
    at_ = after(block[i]);
    if (block[i] != '\n') continue;
    if (at_ == At::field_start) return i;
    if (lines_within_ < std::numeric_limits<int>::max()) ++lines_within_;
  }
  return std::string_view::npos;
}

void RecordCutter::keep(std::string_view part) {
  if (begun_.size() + part.size() > longest_) is_too_long_ = true;
  begun_ += part.substr(0, longest_ - begun_.size());
}

Result<void> RecordCutter::pass(std::string_view text) {
  if (line_ >= std::numeric_limits<int>::max() - lines_within_) {
    return Error{.what = "more lines than can be counted"};
  }
  if (text.size() > longest_) is_too_long_ = true;
  EVENHAND_OK(take_({text.substr(0, longest_), line_, is_too_long_}));
  line_ += 1 + lines_within_;
  lines_within_ = 0;
  is_too_long_ = false;
  return {};
}

Result<void> RecordCutter::add(std::string_view block) {
  while (!block.empty()) {
    const std::size_t end = end_of_record(block);
    if (end == std::string_view::npos) {
      keep(block);
      return {};
    }
    if (begun_.empty()) {
      EVENHAND_OK(pass(block.substr(0, end)));
    } else {
      keep(block.substr(0, end));
      EVENHAND_OK(pass(begun_));
      begun_.clear();
    }
    block.remove_prefix(end + 1);
  }
  return {};
}

Result<void> RecordCutter::finish() {
  if (begun_.empty()) return {};
  // Not one bad record: everything from the quote on would be gone.
  if (is_too_long_ && at_ == At::quotes) {
    return Error{.what = "a field in quotes that begins in line " + std::to_string(line_) +
                         " or later does not end"};
  }
  return pass(std::exchange(begun_, {}));
}

}  // namespace evenhand
