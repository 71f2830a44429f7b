#include <set>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::size_t kMaxDepth = 128;  // models' and tools' files nest less than ten levels

/// A place in the text for the parser to read from that knows its line.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, int* line) : at_(at), line_(line) {}

  const char& operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_ == '\n') ++*line_;
    ++at_;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ != b.at_;
  }

 private:
  const char* at_;
  int* line_;  // the parser's own copies of this iterator count together
};

/// Builds our tree from the parser's events; its own tree keeps the last of two equal keys,
/// forgets places, and crashes when a deep one is copied.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(const std::string& file, const int* line) : file_(file), line_(line) {}

  Node take() { return std::move(root_); }
  const std::optional<Error>& error() const { return error_; }

  bool null() override { return add({.value = Node::Null{}, .place = place()}); }
  bool boolean(bool value) override { return plain(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return plain(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return plain(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& spelled) override { return plain(spelled); }
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
    if (!level.names.insert(name).second) {
      return fail("the key '" + name + "' stands here twice");
    }
    level.key = std::move(name);
    level.key_place = place();
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ...".
    const std::string_view text = e.what();
    const std::size_t colon = text.find(": ");
    return fail("this is not JSON: " +
                valid_utf8(colon == std::string_view::npos ? text : text.substr(colon + 2)));
  }

 private:
  struct Level {
    Node node;
    std::set<std::string, std::less<>> names = {};
    std::string key = {};
    SourcePlace key_place = {};
  };

  SourcePlace place() const { return {.file = file_, .line = *line_}; }

  bool fail(std::string what) {
    error_ = Error{.what = std::move(what), .place = place()};
    return false;
  }

  bool plain(std::string spelled) {
    return add({.value = Node::Plain{std::move(spelled)}, .place = place()});
  }

  bool open(Node node) {
    if (levels_.size() >= kMaxDepth) {
      return fail("nested deeper than " + std::to_string(kMaxDepth) + " levels");
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

  const std::string& file_;
  const int* line_;
  std::vector<Level> levels_;
  Node root_;
  std::optional<Error> error_;
};

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

Result<Node> read_json_from_line(std::string_view contents, const std::string& file,
                                 int first_line) {
  int line = first_line;
  TreeBuilder builder(file, &line);
  const CountingIterator begin(contents.data(), &line);
  const CountingIterator end(contents.data() + contents.size(), &line);
  const bool read = nlohmann::json::sax_parse(begin, end, &builder);
  if (builder.error()) return *builder.error();
  if (!read) {
    return Error{.what = "this is not JSON", .place = SourcePlace{.file = file, .line = line}};
  }
  return builder.take();
}

}  // namespace

Result<Node> read_json(std::string_view contents, const std::string& file) {
  return read_json_from_line(without_byte_order_mark(contents), file, 1);
}

Result<void> read_json_lines(std::string_view contents, const std::string& file,
                             const std::function<Result<void>(Node)>& take) {
  contents = without_byte_order_mark(contents);
  for (int number = 1; !contents.empty(); ++number) {
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    const std::string_view line = trimmed(contents.substr(0, end));
    contents.remove_prefix(std::min(end + 1, contents.size()));
    if (line.empty()) continue;
    EVENHAND_TRY(Node node, read_json_from_line(line, file, number));
    EVENHAND_OK(take(std::move(node)));
  }
  return {};
}

}  // namespace evenhand
