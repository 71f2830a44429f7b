#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// A text, number, true, false or null somewhere in a record.
struct JsonScalar {
  enum class Kind { text, number, flag, null };

  Kind kind = Kind::null;
  std::string_view text = {};  // of a text its contents, else as it is spelled; empty for null
};

/// Takes records apart as they are read.
class JsonRecordTaker {
 public:
  virtual ~JsonRecordTaker() = default;

  virtual void begin(int line) = 0;

  /// One value with its path from the record: "winner", "conv_metadata.header_count_a.h1"; an item
  /// of a list has "[]" in place of a name: "conversation_a[].content". Texts live until the call
  /// returns.
  virtual void field(std::string_view path, const JsonScalar& value) = 0;

  /// Its error ends the reading.
  virtual Result<void> end() = 0;

  /// A line that is no JSON, or no object. Its error, which may be the same, ends the reading; a
  /// line of a record that was begun is not ended. An array that breaks off cannot be gone on with.
  virtual Result<void> broken(Error error) = 0;
};

/// Reads records without building trees, for files of millions: either one array of objects, or an
/// object a line. Strict JSON, but that of two equal keys both are given. Errors: broken syntax,
/// nesting deeper than 128, a line or record of more than 16 MiB.
Result<void> read_json_records(std::string_view contents, const std::string& file,
                               JsonRecordTaker& taker);

/// The same of an array that comes in blocks, of which one is held at a time.
Result<void> read_json_array(BlockSource& blocks, const std::string& file, JsonRecordTaker& taker);

/// A battle with both conversations is some ten thousand bytes.
inline constexpr std::size_t kLongestRecord = std::size_t{16} << 20;

/// Reads one line of such a file; nothing for a blank one.
Result<void> read_json_record(std::string_view line, int number, const std::string& file,
                              JsonRecordTaker& taker);

/// What is said of a line that is longer than kLongestRecord.
Error too_long_a_record(const std::string& file, int line);

}  // namespace evenhand
