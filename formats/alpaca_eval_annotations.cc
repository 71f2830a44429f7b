#include "formats/alpaca_eval_annotations.h"

#include "documents/readers.h"
#include "formats/annotation_row.h"

namespace evenhand {
namespace {

Result<AlpacaEvalAnnotation> read_annotation(const Node& node, std::size_t number) {
  EVENHAND_TRY(const AnnotationRow row, AnnotationRow::of(node, number));
  AlpacaEvalAnnotation annotation{.line = node.place.line};
  EVENHAND_TRY(annotation.instruction, row.required_text("instruction"));
  EVENHAND_TRY(annotation.output_1, row.required_text("output_1"));
  EVENHAND_TRY(annotation.output_2, row.required_text("output_2"));
  EVENHAND_TRY(annotation.generator_1, row.required_text("generator_1"));
  EVENHAND_TRY(annotation.generator_2, row.required_text("generator_2"));
  // Two columns where reference and model disagree about it.
  EVENHAND_TRY(annotation.dataset, row.text(row.has("dataset") ? "dataset" : "dataset_1"));
  EVENHAND_TRY(annotation.annotator, row.text("annotator"));
  EVENHAND_TRY(annotation.preference, row.preference());
  EVENHAND_TRY(annotation.glm_preference, row.number("glm_preference"));
  return annotation;
}

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
    EVENHAND_TRY(AlpacaEvalAnnotation annotation, read_annotation(node, annotations.size() + 1));
    if (!annotations.empty() && annotation.generator_1 != annotations.front().generator_1) {
      return two_baselines(node, annotations, annotation);
    }
    annotations.push_back(std::move(annotation));
  }
  return annotations;
}

}  // namespace evenhand
