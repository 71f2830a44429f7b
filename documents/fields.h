#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "documents/node.h"

namespace evenhand {

/// Reads the fields of one map, strictly. Ask for every field the map may have, then end with
/// done(): it gives the first problem met, in the order of the file, an unknown key among them
/// ("unknown key 'temprature' in a candidate" with "did you mean 'temperature'?").
///
/// A getter that meets a problem remembers it and returns nullopt (or a default), so that reading
/// code stays straight:
///
///   Fields fields(node, "a candidate");
///   candidate.name = fields.required_text("name");
///   candidate.model = fields.text("model").value_or("");
///   EVENHAND_OK(fields.done());
class Fields {
 public:
  /// Keeps a reference to the node. What is no map is the first problem.
  Fields(const Node& node, std::string what);

  std::string required_text(std::string_view key);  // and not blank
  std::optional<std::string> text(std::string_view key);
  std::optional<double> number(std::string_view key,
                               double low = std::numeric_limits<double>::lowest(),
                               double high = std::numeric_limits<double>::max());
  std::optional<std::int64_t> integer(std::string_view key,
                                      std::int64_t low = std::numeric_limits<std::int64_t>::min(),
                                      std::int64_t high = std::numeric_limits<std::int64_t>::max());
  std::optional<bool> flag(std::string_view key);
  std::optional<std::vector<std::string>> texts(std::string_view key);  // a list of texts

  /// The value as it stands, for nested reading; nullptr where it is absent.
  const Node* node(std::string_view key);
  const Node* required_node(std::string_view key);

  /// Remembers a problem that the caller found itself.
  void complain(Error error);

  const Node& whole() const { return node_; }

  Result<void> done();

  /// Like done(), but lets keys pass that nobody asked for: for files that newer versions write.
  Result<void> done_with_known_keys() const;

 private:
  const Node* take(std::string_view key);

  const Node& node_;
  std::string what_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> problem_;
};

}  // namespace evenhand
