#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "documents/node.h"

namespace evenhand {

/// What is meant by the number that stands for a preference: from 1 (output_1 is better) to 2; 1.5
/// is a draw, also where an old file writes 0 for it.
struct WrittenPreference {
  bool is_one = false;               // false: no number that stands for a preference
  std::optional<double> value = {};  // nullopt: the judge's words could not be read (-1 in a cache)
};
WrittenPreference preference_written_as(double number);

/// One row of AlpacaEval's files of annotations, with its number for messages: these files are one
/// object a dozen lines long each. Keys that nobody asks for are left alone. The node outlives
/// this.
class AnnotationRow {
 public:
  /// An error for what is no object; `row` counts from 1.
  static Result<AnnotationRow> of(const Node& node, std::size_t row);

  Result<std::string> required_text(std::string_view field) const;

  /// Empty where the field is absent or null.
  Result<std::string> text(std::string_view field) const;

  /// Numbers, and texts that are spelled as numbers; null and an absent field are nullopt.
  Result<std::optional<double>> number(std::string_view field) const;

  /// As preference_written_as(); null in the file is a judge whose words could not be read.
  /// Required.
  Result<std::optional<double>> preference() const;

  bool has(std::string_view field) const { return node_->find(field) != nullptr; }

 private:
  AnnotationRow(const Node& node, std::size_t row) : node_(&node), row_(row) {}

  Error wrong(const Node& node, const std::string& what) const;

  const Node* node_;
  std::size_t row_;
};

}  // namespace evenhand
