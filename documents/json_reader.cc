#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/byte_order_mark.h"
#include "documents/json_cursor.h"
#include "documents/key_index.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

/// Builds our tree from the parser's events; its own tree keeps the last of two equal keys,
/// forgets places, and crashes when a deep one is copied.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::shared_ptr<const Source> source, const Cursor& cursor)
      : source_(std::move(source)), cursor_(cursor) {}

  Node take() { return std::move(root_); }
  const std::optional<Error>& error() const { return error_; }

  bool null() override { return add({.value = Node::Null{}, .place = place()}); }
  bool boolean(bool value) override {
    return add({.value = Node::Plain{value ? "true" : "false"}, .place = place()});
  }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& spelled) override { return number(spelled); }
  bool string(string_t& value) override {
    return add({.value = Node::Text(std::move(value)), .place = place()});
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open({.value = Node::Map{}, .place = place()}); }
  bool start_array(std::size_t) override { return open({.value = Node::List{}, .place = place()}); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (const Member* first = level.keys.find(std::get<Node::Map>(level.node.value), name)) {
      return fail("the key '" + name + "' stands here twice",
                  "the first is in line " + std::to_string(first->key_place.line));
    }
    level.key = std::move(name);
    level.key_place = place();
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    error_ =
        Error{.what = "this is not JSON: " + json_syntax_error(e.what()), .place = error_place()};
    return false;
  }

 private:
  struct Level {
    Node node;
    std::string key = {};
    Place key_place = {};
    KeyIndex keys = {};
  };

  Place place() const { return {.source = source_, .line = cursor_.line}; }

  /// With the column and the line itself, unless the line is too long to be shown.
  SourcePlace error_place() const {
    constexpr std::size_t kLongestShown = 160;
    // The parser stops behind the character that it could not take.
    const std::size_t offence = cursor_.read == 0 ? 0 : cursor_.read - 1;
    const std::string_view before = cursor_.contents.substr(0, offence);
    const std::size_t start = before.rfind('\n') + 1;  // 0 where there is no line end before it
    SourcePlace place{.file = source_->file, .line = cursor_.line_of_number()};
    if (offence - start > kLongestShown) return place;
    place.column = static_cast<int>(code_points(before.substr(start))) + 1;
    place.excerpt = valid_utf8(shown(line_of(cursor_.contents.substr(start), 1), kLongestShown));
    return place;
  }

  bool fail(std::string what, std::string hint = {}) {
    error_ = Error{.what = std::move(what), .hint = std::move(hint), .place = place()};
    return false;
  }

  bool number(std::string spelled) {
    return add({.value = Node::Plain{std::move(spelled)},
                .place = {.source = source_, .line = cursor_.line_of_number()}});
  }

  bool open(Node node) {
    if (levels_.size() >= kMaxJsonDepth) {
      return fail("nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
    }
    levels_.push_back({.node = std::move(node)});
    return true;
  }

  bool close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    return add(std::move(node));
  }

  bool add(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return true;
    }
    Level& level = levels_.back();
    if (auto* list = std::get_if<Node::List>(&level.node.value)) {
      list->push_back(std::move(node));
    } else {
      std::get<Node::Map>(level.node.value)
          .push_back({.key = std::move(level.key),
                      .key_place = std::move(level.key_place),
                      .value = std::move(node)});
    }
    return true;
  }

  std::shared_ptr<const Source> source_;
  const Cursor& cursor_;
  std::vector<Level> levels_;
  Node root_;
  std::optional<Error> error_;
};

Result<Node> read_json_from(std::string_view contents, const std::shared_ptr<const Source>& source,
                            int first_line) {
  if (const std::size_t nul = contents.find('\0'); nul != std::string_view::npos) {
    const auto lines = std::count(contents.begin(), contents.begin() + nul, '\n');
    return nul_byte_in(source->file, first_line + static_cast<int>(lines));
  }
  Cursor cursor{.contents = contents, .line = first_line};
  TreeBuilder builder(source, cursor);
  const TrackingIterator begin(contents.data(), &cursor);
  const TrackingIterator end(contents.data() + contents.size(), &cursor);
  const bool read = nlohmann::json::sax_parse(begin, end, &builder);
  if (builder.error()) return *builder.error();
  if (!read) {
    return Error{.what = "this is not JSON",
                 .place = SourcePlace{.file = source->file, .line = cursor.line}};
  }
  return builder.take();
}

}  // namespace

Result<Node> read_json(std::string_view contents, const std::string& file) {
  const auto source = std::make_shared<const Source>(Source{.file = file});
  return read_json_from(without_byte_order_mark(contents), source, 1);
}

Result<void> read_json_lines(std::string_view contents, const std::string& file,
                             const std::function<Result<void>(Node)>& take) {
  const auto source = std::make_shared<const Source>(Source{.file = file});
  contents = without_byte_order_mark(contents);
  for (int number = 1; !contents.empty(); ++number) {
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    const std::string_view line = contents.substr(0, end);
    contents.remove_prefix(std::min(end + 1, contents.size()));
    if (trimmed(line).empty()) continue;
    EVENHAND_TRY(Node node, read_json_from(line, source, number));
    EVENHAND_OK(take(std::move(node)));
  }
  return {};
}

}  // namespace evenhand
