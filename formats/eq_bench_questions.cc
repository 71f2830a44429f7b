#include "formats/eq_bench_questions.h"

#include <algorithm>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

constexpr int kEmotions = 4;

struct Key {
  std::vector<std::string> labels;
  std::vector<double> intensities;
};

/// Numbers, or texts that spell numbers: upstream writes both.
Result<double> intensity_of(const Node& node) {
  constexpr double kMost = 10.0;
  EVENHAND_TRY(const std::string literal, as_text(node));
  const auto intensity = parse_number(trimmed(literal));
  if (intensity && *intensity >= 0.0 && *intensity <= kMost) return *intensity;
  return error_at(node, "an intensity must be a number from 0 to 10, found " + node.described());
}

Result<Key> read_key(const Node& node) {
  if (node.map() == nullptr) {
    return error_at(node, "a key must be an object of emotions, found " + node.described());
  }
  if (node.find("emotion" + std::to_string(kEmotions + 1)) != nullptr) {
    return error_at(node, "a key has four emotions, found more");
  }
  Key key;
  for (int e = 1; e <= kEmotions; ++e) {
    const std::string name = "emotion" + std::to_string(e);
    EVENHAND_TRY(const Node* const label, required(node, name, "a question"));
    EVENHAND_TRY(const Node* const intensity, required(node, name + "_score", "a question"));
    EVENHAND_TRY(std::string text, as_text(*label));
    text = std::string(trimmed(text));
    const bool twice = std::find(key.labels.begin(), key.labels.end(), text) != key.labels.end();
    if (text.empty() || twice) {
      return error_at(*label, twice ? "the emotion '" + text + "' stands in the key twice"
                                    : "an emotion has no name");
    }
    key.labels.push_back(std::move(text));
    EVENHAND_TRY(const double value, intensity_of(*intensity));
    key.intensities.push_back(value);
  }
  return key;
}

Result<EqBenchQuestion> read_question(const Member& member) {
  const Node& node = member.value;
  if (node.map() == nullptr) {
    return error_at(node,
                    "question '" + member.key + "' must be an object, found " + node.described());
  }
  EqBenchQuestion question{.id = {member.key}, .line = node.place.line};
  EVENHAND_TRY(const Node* const prompt, required(node, "prompt", "a question"));
  EVENHAND_TRY(question.prompt, as_text(*prompt));
  if (trimmed(question.prompt).empty()) return error_at(*prompt, "the prompt is blank");
  const Node* const normalised = node.find("reference_answer");
  const Node* const full_scale = node.find("reference_answer_fullscale");
  if (normalised == nullptr && full_scale == nullptr) {
    return error_at(node, "question '" + member.key + "' has no key",
                    "'reference_answer_fullscale' for version 2, 'reference_answer' for version 1");
  }
  for (const Node* const key_node : {normalised, full_scale}) {
    if (key_node == nullptr) continue;
    EVENHAND_TRY(Key key, read_key(*key_node));
    if (!question.labels.empty() && question.labels != key.labels) {
      return error_at(*key_node,
                      "the two keys of question '" + member.key + "' name different emotions");
    }
    question.labels = std::move(key.labels);
    (key_node == normalised ? question.normalised : question.full_scale) =
        std::move(key.intensities);
  }
  return question;
}

}  // namespace

Result<std::vector<EqBenchQuestion>> read_eq_bench_questions(const FileSystem& files,
                                                             const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.map() == nullptr || root.map()->empty()) {
    return error_at(root, "expected an object of questions by id, found " + root.described(),
                    "such as eq_bench_v2_questions_171.json");
  }
  std::vector<EqBenchQuestion> questions;
  for (const Member& member : *root.map()) {
    EVENHAND_TRY(EqBenchQuestion question, read_question(member));
    questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace evenhand
