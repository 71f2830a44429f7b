#include "documents/json_records.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/block_characters.h"
#include "documents/byte_order_mark.h"
#include "documents/json_cursor.h"

namespace evenhand {
namespace {

/// Passes the parser's events on, with the path that they have in their record.
class RecordEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  /// Of one record on a line of its own.
  RecordEvents(JsonRecordTaker& taker, int line) : taker_(taker), line_(line) {}

  /// Of the records of an array.
  RecordEvents(JsonRecordTaker& taker, BlockCharacters& array)
      : taker_(taker), array_(&array), outer_(1) {}

  bool null() override { return scalar({.kind = JsonScalar::Kind::null}); }
  bool boolean(bool value) override {
    return scalar({.kind = JsonScalar::Kind::flag, .text = value ? "true" : "false"});
  }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& spelled) override { return number(spelled); }
  bool string(string_t& value) override {
    return scalar({.kind = JsonScalar::Kind::text, .text = value});
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override {
    if (levels_.size() == outer_) {
      taker_.begin(line());
      mark();
    }
    return open(Level::Kind::object);
  }
  bool start_array(std::size_t) override {
    // Around the records, and nowhere else outside of one.
    if (levels_.size() <= outer_ && levels_.size() + 1 != outer_) return no_record("a list");
    return open(Level::Kind::array);
  }
  bool end_object() override {
    levels_.pop_back();
    if (levels_.size() != outer_) return true;
    mark();
    if (auto ended = taker_.end(); !ended) refusal_ = std::move(ended.error());
    return !refusal_;
  }
  bool end_array() override {
    levels_.pop_back();
    return true;
  }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    path_.resize(level.prefix);
    if (level.prefix > 0) path_ += '.';
    path_ += name;
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    problem_ = "this is not JSON: " + json_syntax_error(e.what());
    return false;
  }

  /// Of the record at hand or the last one.
  int record_line() const { return line_; }

  /// What the taker refused, which ends everything.
  std::optional<Error> refusal() const { return refusal_; }
  /// What is wrong with the JSON, in words.
  const std::string& problem() const { return problem_; }

 private:
  struct Level {
    enum class Kind { object, array };
    Kind kind;
    std::size_t prefix;  // length of the path that the names within it follow
  };

  /// Of the record that begins.
  int line() {
    if (array_ != nullptr) line_ = array_->line();
    return line_;
  }

  void mark() {
    if (array_ != nullptr) array_->mark();
  }

  bool open(Level::Kind kind) {
    if (levels_.size() >= kMaxJsonDepth) {
      problem_ = "nested deeper than " + std::to_string(kMaxJsonDepth) + " levels";
      return false;
    }
    if (levels_.size() <= outer_) {
      path_.clear();
    } else {
      name_item();
    }
    if (kind == Level::Kind::array && levels_.size() > outer_) path_ += "[]";
    levels_.push_back({kind, path_.size()});
    return true;
  }

  /// Within a list there is no key, so the path is the list's own.
  void name_item() {
    if (levels_.back().kind == Level::Kind::array) path_.resize(levels_.back().prefix);
  }

  bool scalar(const JsonScalar& value) {
    if (levels_.size() <= outer_) return no_record("a value");
    name_item();
    taker_.field(path_, value);
    return true;
  }

  bool number(const std::string& spelled) {
    return scalar({.kind = JsonScalar::Kind::number, .text = spelled});
  }

  bool no_record(const std::string& found) {
    problem_ = "expected an object, found " + found;
    return false;
  }

  JsonRecordTaker& taker_;
  BlockCharacters* array_ = nullptr;
  std::size_t outer_ = 0;  // how many levels lie around a record
  int line_ = 1;
  std::string path_;
  std::vector<Level> levels_;
  std::optional<Error> refusal_;
  std::string problem_;
};

Error error_in(const std::string& file, int line, std::string what) {
  return {.what = std::move(what), .place = SourcePlace{.file = file, .line = line}};
}

/// Contents that are there already.
class WholeContents : public BlockSource {
 public:
  explicit WholeContents(std::string_view contents) : contents_(contents) {}

  Result<std::string_view> next() override { return std::exchange(contents_, {}); }

 private:
  std::string_view contents_;
};

}  // namespace

Error too_long_a_record(const std::string& file, int line) {
  return error_in(file, line, "a line of more than 16 MiB");
}

Result<void> read_json_record(std::string_view line, int number, const std::string& file,
                              JsonRecordTaker& taker) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return {};
  if (line.size() > kLongestRecord) return taker.broken(too_long_a_record(file, number));
  if (has_nul_byte(line)) return taker.broken(nul_byte_in(file, number));
  RecordEvents events(taker, number);
  if (nlohmann::json::sax_parse(line.data(), line.data() + line.size(), &events)) return {};
  if (auto refusal = events.refusal()) return *refusal;
  return taker.broken(error_in(file, number, events.problem()));
}

Result<void> read_json_array(BlockSource& blocks, const std::string& file, JsonRecordTaker& taker) {
  BlockCharacters characters(blocks, kLongestRecord);
  RecordEvents events(taker, characters);
  const bool read = nlohmann::json::sax_parse(characters.begin(), characters.end(), &events);
  if (auto refusal = events.refusal()) return *refusal;
  if (characters.met_nul_byte()) return nul_byte_in(file, characters.line());
  if (read) return {};
  if (characters.failure()) return *characters.failure();
  if (characters.is_too_long()) {
    return error_in(file, events.record_line(), "a record of more than 16 MiB");
  }
  return error_in(file, characters.line(), events.problem());
}

Result<void> read_json_records(std::string_view contents, const std::string& file,
                               JsonRecordTaker& taker) {
  contents = without_byte_order_mark(contents);
  const std::size_t first = contents.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && contents[first] == '[') {
    WholeContents blocks(contents);
    return read_json_array(blocks, file, taker);
  }
  for (int number = 1; !contents.empty(); ++number) {
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    const std::string_view line = contents.substr(0, end);
    contents.remove_prefix(std::min(end + 1, contents.size()));
    EVENHAND_OK(read_json_record(line, number, file, taker));
  }
  return {};
}

}  // namespace evenhand
