#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/json_records.h"
#include "formats/markdown_counts.h"

namespace evenhand {

/// How what a model said in a conversation looks.
struct SpokenForm {
  MarkdownCounts marks;
  std::size_t characters = 0;         // code points
  std::optional<double> tokens = {};  // where every turn of the model has its `num_tokens`
};

/// Collects one side's conversation, [{role, content, num_tokens}, ...], from the fields of a
/// record.
class SpokenSide {
 public:
  /// `field`: "conversation_a" or the like.
  explicit SpokenSide(std::string_view field);

  void begin();  // a record
  void take(std::string_view path, const JsonScalar& value);

  /// Of all turns of the assistant, joined by line ends; nullopt where there are none, or where
  /// turns lack a role or a text.
  std::optional<SpokenForm> form(CodeBlocks code = CodeBlocks::by_line) const;

 private:
  const std::string role_path_;
  const std::string content_path_;
  const std::string tokens_path_;
  std::vector<std::string> roles_;
  std::vector<std::string> contents_;
  std::vector<std::optional<double>> tokens_;
};

}  // namespace evenhand
