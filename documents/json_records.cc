#include "documents/json_records.h"

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/byte_order_mark.h"
#include "documents/json_cursor.h"

namespace evenhand {
namespace {

/// Passes the parser's events on, with the path that they have in their record.
class RecordEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  /// `outer` is how many levels lie around a record: 1 in an array, 0 on a line of its own.
  RecordEvents(JsonRecordTaker& taker, const Cursor& cursor, std::size_t outer)
      : taker_(taker), cursor_(cursor), outer_(outer) {}

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
    if (levels_.size() == outer_) taker_.begin(cursor_.line);
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
  const Cursor& cursor_;
  std::size_t outer_;
  std::string path_;
  std::vector<Level> levels_;
  std::optional<Error> refusal_;
  std::string problem_;
};

Error error_in(const std::string& file, int line, std::string what) {
  return {.what = std::move(what), .place = SourcePlace{.file = file, .line = line}};
}

Result<void> read_array(std::string_view contents, const std::string& file,
                        JsonRecordTaker& taker) {
  Cursor cursor{.contents = contents};
  RecordEvents events(taker, cursor, 1);
  const TrackingIterator begin(contents.data(), &cursor);
  const TrackingIterator end(contents.data() + contents.size(), &cursor);
  if (nlohmann::json::sax_parse(begin, end, &events)) return {};
  if (auto refusal = events.refusal()) return *refusal;
  return error_in(file, cursor.line, events.problem());
}

}  // namespace

Error too_long_a_record(const std::string& file, int line) {
  return error_in(file, line, "a line of more than 16 MiB");
}

Result<void> read_json_record(std::string_view line, int number, const std::string& file,
                              JsonRecordTaker& taker) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return {};
  if (line.size() > kLongestRecord) return taker.broken(too_long_a_record(file, number));
  const Cursor cursor{.contents = line, .line = number};
  RecordEvents events(taker, cursor, 0);
  if (nlohmann::json::sax_parse(line.data(), line.data() + line.size(), &events)) return {};
  if (auto refusal = events.refusal()) return *refusal;
  return taker.broken(error_in(file, number, events.problem()));
}

Result<void> read_json_records(std::string_view contents, const std::string& file,
                               JsonRecordTaker& taker) {
  contents = without_byte_order_mark(contents);
  const std::size_t first = contents.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && contents[first] == '[') {
    return read_array(contents, file, taker);
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
