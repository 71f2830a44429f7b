#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/node.h"

namespace evenhand {

/// A JSON object that is written field by field, in this order.
class JsonRow {
 public:
  JsonRow& text(std::string key, std::string value);
  JsonRow& texts(std::string key, const std::vector<std::string>& values);

  /// With null where there is no text.
  JsonRow& texts_or_null(std::string key, const std::vector<std::optional<std::string>>& values);

  JsonRow& number(std::string key, double value);

  /// A number in the spelling of another tool.
  JsonRow& spelled(std::string key, std::string number);

  JsonRow& value(std::string key, Node value);

  const Node& node() const { return row_; }

  /// One line, with its end.
  std::string line() const;

 private:
  Node row_{.value = Node::Map{}};
};

/// A text in JSON's quotes, which are YAML's too.
std::string quoted(const std::string& text);

}  // namespace evenhand
