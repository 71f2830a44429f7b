#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evenhand {

/// Cuts a file that comes in blocks into records, so that no more than one of them is held.
class RecordCutter {
 public:
  /// Where a record ends: at each line end, or at those that are not within a field in quotes, as
  /// CSV has them.
  enum class Ends { lines, csv_rows };

  struct Record {
    std::string_view text;     // without its last line end
    int line = 1;              // where it begins
    bool is_too_long = false;  // longer than allowed; the text is its beginning
  };
  /// Its error ends the cutting.
  using Take = std::function<Result<void>(const Record& record)>;

  /// `longest` in bytes. What is separated by `separator` are the fields of a row.
  RecordCutter(Ends ends, std::size_t longest, Take take, char separator = ',');

  Result<void> add(std::string_view block);

  /// What follows the last line end. Call once, at the end.
  Result<void> finish();

 private:
  enum class At { field_start, field, quotes, quote_in_quotes };

  std::size_t end_of_record(std::string_view block);
  At after(char c) const;
  void keep(std::string_view part);
  Result<void> pass(std::string_view text);

  const Ends ends_;
  const std::size_t longest_;
  const Take take_;
  const char separator_;
  At at_ = At::field_start;
  std::string begun_;  // of a record that goes on in the next block
  bool is_too_long_ = false;
  int line_ = 1;  // of the record
  int lines_within_ = 0;
};

}  // namespace evenhand
