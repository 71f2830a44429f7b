#include <map>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::size_t kMaxDepth = 100;        // nobody nests settings deeper by hand
constexpr std::size_t kMaxNodes = 1'000'000;  // aliases expanded: what an alias bomb exceeds
constexpr std::size_t kMaxExcerpt = 200;      // of a line, kept for messages

/// Ends yaml-cpp's parsing from within a callback; never leaves this file.
struct Stop {
  Error error;
};

/// Builds our tree from yaml-cpp's events: its own tree accepts keys twice, aliases into
/// themselves and alias bombs, and forgets how a scalar was quoted.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& contents, const std::string& file) : file_(file) {
    lines_ = split(contents, '\n');
  }

  Node take() { return std::move(root_); }

  SourcePlace place(const YAML::Mark& mark) const {
    SourcePlace place{.file = file_, .line = mark.line + 1, .column = mark.column + 1};
    if (mark.is_null()) return {.file = file_};
    if (static_cast<std::size_t>(mark.line) < lines_.size()) {
      const std::string& line = lines_[static_cast<std::size_t>(mark.line)];
      place.excerpt = std::string(trimmed_right(line)).substr(0, kMaxExcerpt);
    }
    return place;
  }

  void OnDocumentStart(const YAML::Mark&) override {}
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
    std::optional<std::pair<std::string, SourcePlace>> key = {};  // of the value that comes next
  };
  struct Anchored {
    Node node;
    std::size_t size;
  };

  static std::string_view trimmed_right(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" \t\r");
    return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
  }

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
    if (level.anchor != YAML::NullAnchor) anchors_[level.anchor] = {level.node, size};
    add(std::move(level.node), YAML::NullAnchor);
  }

  void add(Node node, YAML::anchor_t anchor) {
    if (++nodes_ > kMaxNodes) {
      throw Stop{{.what = "more than " + std::to_string(kMaxNodes) +
                          " values, with its aliases written out",
                  .place = node.place}};
    }
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
      if (const Node* first = level.node.find(*key)) {
        throw Stop{{.what = "the key '" + *key + "' stands here twice",
                    .hint = "the first is in line " + std::to_string(first->place.line),
                    .place = node.place}};
      }
      level.key.emplace(*std::move(key), std::move(node.place));
      return;
    }
    map.push_back({.key = std::move(level.key->first),
                   .key_place = std::move(level.key->second),
                   .value = std::move(node)});
    level.key.reset();
  }

  const std::string& file_;
  std::vector<std::string> lines_;
  std::vector<Level> levels_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
  Node root_;
};

/// yaml-cpp's own scanner and parser recurse; brackets are counted before they get to it.
std::optional<Error> too_deep_in_flow(const std::string& contents, const std::string& file) {
  std::size_t depth = 0;
  for (const char c : contents) {
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    // Brackets in texts count too; ten times what is allowed is never a text by hand.
    if (depth > 10 * kMaxDepth) {
      return Error{.what = "too many open brackets", .place = SourcePlace{.file = file}};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Node> read_yaml(const std::string& contents, const std::string& file) {
  if (valid_utf8(contents) != contents) {
    return Error{.what = "not valid UTF-8", .place = SourcePlace{.file = file}};
  }
  if (auto error = too_deep_in_flow(contents, file)) return *std::move(error);
  TreeBuilder builder(contents, file);
  try {
    std::istringstream in(contents);
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    Node root = builder.take();
    if (parser) {
      TreeBuilder rest(contents, file);
      if (parser.HandleNextDocument(rest)) {
        return Error{.what = "more than one YAML document in a file",
                     .place = SourcePlace{.file = file}};
      }
    }
    return root;
  } catch (const Stop& stop) {
    return stop.error;
  } catch (const YAML::Exception& error) {
    return Error{.what = "this is not YAML: " + error.msg, .place = builder.place(error.mark)};
  }
}

}  // namespace evenhand
