#include "formats/alpaca_eval_annotations.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "documents/json_skimmer.h"
#include "documents/readers.h"
#include "formats/annotation_row.h"

namespace evenhand {
namespace {

Result<AlpacaEvalAnnotation> read_annotation(const Node& node, std::size_t number) {
  EVENHAND_TRY(const AnnotationRow row, AnnotationRow::of(node, number));
  AlpacaEvalAnnotation annotation{.line = node.place.line};
  EVENHAND_TRY(annotation.instruction, row.required_text("instruction"));
  EVENHAND_TRY(const std::string output_1, row.required_text("output_1"));
  EVENHAND_TRY(const std::string output_2, row.required_text("output_2"));
  annotation.length_1 = code_points(output_1);
  annotation.length_2 = code_points(output_2);
  annotation.same_output = output_1 == output_2;
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

/// The fields of an annotation, as they lie in a file that is skimmed.
constexpr std::string_view kFields[] = {"instruction", "output_1",      "output_2",  "generator_1",
                                        "generator_2", "dataset",       "dataset_1", "annotator",
                                        "preference",  "glm_preference"};

const SkimmedValue& field_of(const SkimmedRecord& record, std::string_view name) {
  const auto* const found = std::find(std::begin(kFields), std::end(kFields), name);
  return record.values[static_cast<std::size_t>(found - std::begin(kFields))];
}

using Kind = SkimmedValue::Kind;

bool is_nothing(const SkimmedValue& value) {
  return value.kind == Kind::absent || value.kind == Kind::null;
}

/// nullopt: something else than a text.
std::optional<std::string> text_or_nothing(const SkimmedValue& value) {
  if (is_nothing(value)) return std::string();
  if (value.kind != Kind::text) return std::nullopt;
  return value.text();
}

std::optional<double> number_in(const SkimmedValue& value) {
  if (value.kind != Kind::number && value.kind != Kind::text) return std::nullopt;
  return parse_number(trimmed(value.text()));
}

/// nullopt for all that is not as usual, be it wrong or not.
std::optional<AlpacaEvalAnnotation> usual_annotation(const SkimmedRecord& record) {
  const auto field = [&](std::string_view name) -> const SkimmedValue& {
    return field_of(record, name);
  };
  for (const char* required :
       {"instruction", "output_1", "output_2", "generator_1", "generator_2"}) {
    if (field(required).kind != Kind::text) return std::nullopt;
  }
  AlpacaEvalAnnotation annotation{.instruction = field("instruction").text(),
                                  .length_1 = field("output_1").code_points(),
                                  .length_2 = field("output_2").code_points(),
                                  .same_output = same_text(field("output_1"), field("output_2")),
                                  .generator_1 = field("generator_1").text(),
                                  .generator_2 = field("generator_2").text(),
                                  .line = record.line};
  const bool has_dataset = field("dataset").kind != Kind::absent;
  auto dataset = text_or_nothing(field(has_dataset ? "dataset" : "dataset_1"));
  auto annotator = text_or_nothing(field("annotator"));
  if (!dataset || !annotator || field("preference").kind == Kind::absent) return std::nullopt;
  annotation.dataset = std::move(*dataset);
  annotation.annotator = std::move(*annotator);
  if (!is_nothing(field("preference"))) {
    const auto number = number_in(field("preference"));
    const auto preference = number ? preference_written_as(*number) : WrittenPreference{};
    if (!preference.is_one) return std::nullopt;
    annotation.preference = preference.value;
  }
  if (!is_nothing(field("glm_preference"))) {
    annotation.glm_preference = number_in(field("glm_preference"));
    if (!annotation.glm_preference) return std::nullopt;
  }
  return annotation;
}

/// The annotations of a file that is as usual, at the speed of memory.
std::optional<std::vector<AlpacaEvalAnnotation>> skimmed(std::string_view contents) {
  std::vector<AlpacaEvalAnnotation> annotations;
  const bool is_usual = skim_json_records(contents, kFields, [&](const SkimmedRecord& record) {
    auto annotation = usual_annotation(record);
    if (!annotation) return false;
    annotations.push_back(std::move(*annotation));
    return annotations.back().generator_1 == annotations.front().generator_1;
  });
  if (!is_usual) return std::nullopt;
  return annotations;
}

Result<std::vector<AlpacaEvalAnnotation>> read_as_tree(std::string_view contents,
                                                       const std::string& path) {
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

}  // namespace

Result<std::vector<AlpacaEvalAnnotation>> read_alpaca_eval_annotations(const FileSystem& files,
                                                                       const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  if (auto annotations = skimmed(contents)) return std::move(*annotations);
  return read_as_tree(contents, path);  // which says what is wrong, or takes what is unusual
}

}  // namespace evenhand
