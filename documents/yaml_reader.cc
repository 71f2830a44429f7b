#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"
#include "documents/byte_order_mark.h"
#include "documents/key_index.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::size_t kMaxDepth = 100;        // nobody nests settings deeper by hand
constexpr std::size_t kMaxNodes = 1'000'000;  // aliases expanded: what an alias bomb exceeds

/// Ends yaml-cpp's parsing from within a callback; never leaves this file.
struct Stop {
  Error error;
};

/// Builds our tree from yaml-cpp's events: its own tree accepts keys twice, aliases into
/// themselves and alias bombs, and forgets how a scalar was quoted.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::shared_ptr<const Source> source) : source_(std::move(source)) {
    root_.place = {.source = source_};  // of a file that holds nothing
  }

  Node take() { return std::move(root_); }

  Place place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {.source = source_};
    return {.source = source_, .line = mark.line + 1, .column = mark.column + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Stop{{.what = "more than one YAML document in a file", .place = place(mark)}};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add({.value = Node::Null{}, .place = place(mark)}, anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    // yaml-cpp tags plain scalars "?" and quoted ones "!".
    const bool plain = tag == "?";
    if (plain && (value == "null" || value == "~" || value.empty())) return OnNull(mark, anchor);
    Node node{.place = place(mark)};
    if (plain) {
      node.value = Node::Plain{value};
    } else {
      node.value = Node::Text(value);
    }
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      throw Stop{{.what = "an alias stands inside of what it refers to", .place = place(mark)}};
    }
    nodes_ += known->second.size;
    check_size(known->second.node);
    add(known->second.node, YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    open({.value = Node::List{}, .place = place(mark)}, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    open({.value = Node::Map{}, .place = place(mark)}, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    Node node;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
    std::optional<std::pair<std::string, Place>> key = {};  // of the value that comes next
    KeyIndex keys = {};
  };
  struct Anchored {
    Node node;
    std::size_t size = 0;
  };

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag == "?" || tag == "!" || tag.empty()) return;
    throw Stop{{.what = "tags such as '" + tag + "' are not used here", .place = place(mark)}};
  }

  void open(Node node, YAML::anchor_t anchor) {
    if (levels_.size() >= kMaxDepth) {
      throw Stop{{.what = "nested deeper than " + std::to_string(kMaxDepth) + " levels",
                  .place = node.place}};
    }
    levels_.push_back({.node = std::move(node), .anchor = anchor, .nodes_before = nodes_});
  }

  void close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    const std::size_t size = nodes_ - level.nodes_before;
    if (level.anchor != YAML::NullAnchor) {
      copied_ += size;
      check_size(level.node);
      anchors_[level.anchor] = {level.node, size};
    }
    add(std::move(level.node), YAML::NullAnchor);
  }

  // Anchors are kept as copies, which count too: a hundred of them may stand around one list.
  void check_size(const Node& node) const {
    if (nodes_ + copied_ <= kMaxNodes) return;
    throw Stop{
        {.what = "more than " + std::to_string(kMaxNodes) + " values, with its aliases written out",
         .place = node.place}};
  }

  void add(Node node, YAML::anchor_t anchor) {
    ++nodes_;
    check_size(node);
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, 1};
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (auto* list = std::get_if<Node::List>(&level.node.value)) {
      list->push_back(std::move(node));
    } else {
      add_to_map(level, std::move(node));
    }
  }

  static void add_to_map(Level& level, Node node) {
    auto& map = std::get<Node::Map>(level.node.value);
    if (!level.key) {
      auto key = as_text(node);
      if (!key) throw Stop{{.what = "a key must be a text", .place = node.place}};
      check_key(level, *key, node.place);
      level.key.emplace(*std::move(key), std::move(node.place));
      return;
    }
    map.push_back({.key = std::move(level.key->first),
                   .key_place = std::move(level.key->second),
                   .value = std::move(node)});
    level.key.reset();
  }

  static void check_key(Level& level, const std::string& key, const Place& place) {
    if (key == "<<") {
      throw Stop{{.what = "merging maps with '<<' is not understood here",
                  .hint = "write its keys out, or use the alias as a whole value",
                  .place = place}};
    }
    if (const Member* first = level.keys.find(std::get<Node::Map>(level.node.value), key)) {
      throw Stop{{.what = "the key '" + key + "' stands here twice",
                  .hint = "the first is in line " + std::to_string(first->key_place.line),
                  .place = place}};
    }
  }

  std::shared_ptr<const Source> source_;
  std::vector<Level> levels_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
  std::size_t copied_ = 0;
  int documents_ = 0;
  Node root_;
};

/// Keeps nothing of a text but where the last scalar of it stood.
class LastScalar : public YAML::EventHandler {
 public:
  const YAML::Mark& mark() const { return mark_; }

  // A second document is refused in any case, and of some texts yaml-cpp finds no end of them.
  void OnDocumentStart(const YAML::Mark&) override {
    if (++documents_ > 1) throw Stop{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    mark_ = mark;
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open();
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open();
  }
  void OnMapEnd() override { --depth_; }

 private:
  void open() {
    if (++depth_ > kMaxDepth) throw Stop{};
  }

  YAML::Mark mark_ = YAML::Mark::null_mark();
  std::size_t depth_ = 0;
  int documents_ = 0;
};

/// Reads what the handler lets it read of a text; gives yaml-cpp's words where it is no YAML, else
/// nothing.
std::string read_all(const std::string& contents, YAML::EventHandler& handler) {
  try {
    std::istringstream in(contents);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(handler)) continue;
    return {};
  } catch (const Stop&) {
    return {};
  } catch (const YAML::Exception& error) {
    return error.msg;
  }
}

/// The error of a quote that is open at the end of a file. yaml-cpp takes the end for the closing
/// quote where the last line is complete. But it refuses an end that comes within a line: so a
/// comment is put behind, which is text within quotes and harmless anywhere else.
std::optional<Error> open_quote_error(const std::shared_ptr<const Source>& source) {
  const std::string& contents = source->contents;
  if (contents.find_first_of("'\"") == contents.npos) return std::nullopt;
  LastScalar ignored;
  if (read_all(contents + "\n#", ignored) != YAML::ErrorMsg::EOF_IN_SCALAR) return std::nullopt;
  LastScalar last;  // where the last line is complete, it is the one in quotes
  read_all(contents + "\n", last);
  Place place{.source = source};
  if (!last.mark().is_null()) {
    place.line = last.mark().line + 1;
    place.column = last.mark().column + 1;
  }
  return Error{.what = "this quote is not closed",
               .hint = "all that follows, to the end of the file, would be part of the text",
               .place = place};
}

/// YAML allows no control characters but tabs and line ends. yaml-cpp takes some of them for the
/// end of the file, or for the beginning of an escape.
std::optional<Error> control_character_error(const std::shared_ptr<const Source>& source) {
  const std::string& contents = source->contents;
  const auto found = std::find_if(contents.begin(), contents.end(), [](char c) {
    return c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r';
  });
  if (found == contents.end()) return std::nullopt;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto code = static_cast<std::size_t>(*found);
  const std::string hex = {kHex[code / 16], kHex[code % 16]};
  const auto before = std::string_view(contents).substr(
      0, static_cast<std::size_t>(std::distance(contents.begin(), found)));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return Error{
      .what = "the control character U+00" + hex + " may not stand in YAML",
      .hint = "between double quotes it can be written as \\x" + hex,
      .place = Place{.source = source,
                     .line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
                     .column = static_cast<int>(before.size() - line_start) + 1}};
}

/// The line of the first byte that is not UTF-8; 0: there is none.
int line_not_utf8(const std::string& contents) {
  const std::string valid = valid_utf8(contents);
  if (valid == contents) return 0;
  const auto differs = std::mismatch(contents.begin(), contents.end(), valid.begin(), valid.end());
  return static_cast<int>(std::count(contents.begin(), differs.first, '\n')) + 1;
}

}  // namespace

Result<Node> read_yaml(const std::string& contents, const std::string& file) {
  if (const int line = line_not_utf8(contents); line > 0) {
    return Error{.what = "not valid UTF-8", .place = SourcePlace{.file = file, .line = line}};
  }
  const auto source = std::make_shared<const Source>(
      Source{.file = file, .contents = std::string(without_byte_order_mark(contents))});
  if (auto error = control_character_error(source)) return *std::move(error);
  TreeBuilder builder(source);
  try {
    std::istringstream in(source->contents);
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    Node root = builder.take();
    while (parser.HandleNextDocument(builder)) continue;
    if (auto open = open_quote_error(source)) return *std::move(open);
    return root;
  } catch (const Stop& stop) {
    return stop.error;
  } catch (const YAML::Exception& error) {
    if (auto open = open_quote_error(source)) return *std::move(open);
    return Error{.what = "this is not YAML: " + error.msg, .place = builder.place(error.mark)};
  }
}

}  // namespace evenhand
