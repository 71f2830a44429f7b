#include "formats/alpaca_eval_annotations.h"

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

/// One row, with its number for messages: these files are one object a dozen lines long each.
class AnnotationReader {
 public:
  AnnotationReader(const Node& node, std::size_t row) : node_(node), row_(row) {}

  Result<AlpacaEvalAnnotation> read() const {
    if (node_.map() == nullptr)
      return wrong(node_, "expected an object, found " + node_.described());
    AlpacaEvalAnnotation annotation{.line = node_.place.line};
    EVENHAND_TRY(annotation.instruction, required("instruction"));
    EVENHAND_TRY(annotation.output_1, required("output_1"));
    EVENHAND_TRY(annotation.output_2, required("output_2"));
    EVENHAND_TRY(annotation.generator_1, required("generator_1"));
    EVENHAND_TRY(annotation.generator_2, required("generator_2"));
    // Two columns where reference and model disagree about it.
    const bool is_split = node_.find("dataset") == nullptr;
    EVENHAND_TRY(annotation.dataset, optional_text(is_split ? "dataset_1" : "dataset"));
    EVENHAND_TRY(annotation.annotator, optional_text("annotator"));
    EVENHAND_TRY(annotation.preference, preference());
    EVENHAND_TRY(annotation.glm_preference, number("glm_preference"));
    return annotation;
  }

 private:
  Error wrong(const Node& node, const std::string& what) const {
    return error_at(node, "row " + std::to_string(row_) + ": " + what);
  }

  Result<std::string> required(std::string_view field) const {
    const Node* found = node_.find(field);
    if (found == nullptr) {
      return wrong(node_, "an annotation needs '" + std::string(field) + "'");
    }
    auto text = as_text(*found);
    if (!text) return wrong(*found, "'" + std::string(field) + "': " + text.error().what);
    return text;
  }

  Result<std::string> optional_text(std::string_view field) const {
    const Node* found = node_.find(field);
    if (found == nullptr || found->is_null()) return std::string();
    return required(field);
  }

  /// Numbers, and texts that are spelled as numbers; null and an absent field are nullopt.
  Result<std::optional<double>> number(std::string_view field) const {
    const Node* found = node_.find(field);
    if (found == nullptr || found->is_null()) return std::optional<double>();
    const auto spelled = as_text(*found);
    const auto value = spelled ? parse_number(trimmed(*spelled)) : std::nullopt;
    if (!value) {
      return wrong(*found,
                   "'" + std::string(field) + "' must be a number, found " + found->described());
    }
    return value;
  }

  Result<std::optional<double>> preference() const {
    const Node* found = node_.find("preference");
    if (found == nullptr) return wrong(node_, "an annotation needs 'preference'");
    EVENHAND_TRY(const std::optional<double> value, number("preference"));
    if (!value) return value;
    constexpr double kDraw = 1.5;
    constexpr double kUnread = -1.0;  // as AlpacaEval's cache stores it
    if (*value == kUnread) return std::optional<double>();
    if (*value == 0.0) return std::optional<double>(kDraw);
    if (*value < 1.0 || *value > 2.0) {
      return wrong(*found,
                   "a preference lies between 1 and 2 (or is 0: a draw, or -1: unread), found " +
                       found->described());
    }
    return value;
  }

  const Node& node_;
  std::size_t row_;  // from 1
};

/// A win rate against now one baseline, now another, is no win rate.
Error two_baselines(const Node& node, const std::vector<AlpacaEvalAnnotation>& before,
                    const AlpacaEvalAnnotation& annotation) {
  return error_at(node, "row " + std::to_string(before.size() + 1) +
                            ": two baselines in one file: '" + before.front().generator_1 +
                            "' and '" + annotation.generator_1 + "'");
}

}  // namespace

Result<std::vector<AlpacaEvalAnnotation>> read_alpaca_eval_annotations(const FileSystem& files,
                                                                       const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.list() == nullptr) {
    return error_at(root, "expected a list of annotations, found " + root.described());
  }
  std::vector<AlpacaEvalAnnotation> annotations;
  for (const Node& node : *root.list()) {
    EVENHAND_TRY(AlpacaEvalAnnotation annotation,
                 AnnotationReader(node, annotations.size() + 1).read());
    if (!annotations.empty() && annotation.generator_1 != annotations.front().generator_1) {
      return two_baselines(node, annotations, annotation);
    }
    annotations.push_back(std::move(annotation));
  }
  return annotations;
}

}  // namespace evenhand
