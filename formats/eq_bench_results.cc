#include "formats/eq_bench_results.h"

#include <filesystem>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

using Replies = std::map<QuestionId, EqBenchReply>;

Error not_results(const Node& node, const std::string& what) {
  return error_at(node, what,
                  "EQ-Bench's results are an object with 'raw_results', or raw_results.json with "
                  "'iterations' in each run");
}

std::optional<double> number_of(const Node& node, std::string_view field) {
  const Node* found = node.find(field);
  if (found == nullptr) return std::nullopt;
  const auto number = as_number(*found);
  return number ? std::optional(*number) : std::nullopt;
}

Result<std::map<std::string, double>> intensities_in(const Node& answer, std::string_view pass) {
  std::map<std::string, double> intensities;
  const Node* found = answer.find(pass);
  if (found == nullptr || found->map() == nullptr) return intensities;
  for (const Member& member : *found->map()) {
    EVENHAND_TRY(const std::string literal, as_text(member.value));
    const auto number = parse_number(trimmed(literal));
    if (!number) {
      return error_at(member.value,
                      "an intensity must be a number, found " + member.value.described());
    }
    intensities[member.key] = *number;
  }
  return intensities;
}

Result<void> read_raw(const Node& raw, Replies& replies) {
  if (raw.map() == nullptr) {
    return error_at(raw, "'raw_inference' must be an object of replies, found " + raw.described());
  }
  for (const Member& member : *raw.map()) {
    if (member.value.is_null()) continue;
    EVENHAND_TRY(std::string text, as_text(member.value));
    replies[QuestionId{member.key}].raw = std::move(text);
  }
  return {};
}

/// Only for replies whose words are not in the file: the words say more.
Result<void> read_answers(const Node& answers, Replies& replies) {
  if (answers.map() == nullptr) return {};
  for (const Member& member : *answers.map()) {
    EqBenchReply& reply = replies[QuestionId{member.key}];
    if (reply.raw || member.value.map() == nullptr) continue;
    EVENHAND_TRY(reply.first_pass, intensities_in(member.value, "first_pass"));
    EVENHAND_TRY(reply.revised, intensities_in(member.value, "revised"));
  }
  return {};
}

Result<Replies> read_iteration(const Node& node) {
  const Node* raw = node.find("raw_inference");
  const Node* answers = node.find("respondent_answers");
  if (raw == nullptr && answers == nullptr) {
    return not_results(node, "an iteration needs 'raw_inference' or 'respondent_answers'");
  }
  Replies replies;
  if (raw != nullptr) EVENHAND_OK(read_raw(*raw, replies));
  if (answers != nullptr) EVENHAND_OK(read_answers(*answers, replies));
  return replies;
}

Result<std::vector<Replies>> read_iterations(const Node& node) {
  if (node.map() == nullptr || node.map()->empty()) {
    return not_results(node, "expected an object of iterations, found " + node.described());
  }
  std::vector<Replies> iterations;
  for (const Member& member : *node.map()) {
    EVENHAND_TRY(Replies replies, read_iteration(member.value));
    iterations.push_back(std::move(replies));
  }
  return iterations;
}

/// The file's name without what upstream adds to it.
std::string name_from(const std::string& path) {
  constexpr std::string_view kEndings[] = {"_eqbench_v2_results", "_eqbench_v1_results"};
  std::string stem = std::filesystem::path(path).stem().string();
  for (const std::string_view ending : kEndings) {
    if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  return stem;
}

Result<EqBenchResults> read_published(const Node& root, const Node& raw_results,
                                      const std::string& path) {
  EqBenchResults results;
  EVENHAND_TRY(results.model.text, text_or_empty(root, "model_path"));
  if (results.model.text.empty()) results.model.text = name_from(path);
  EVENHAND_TRY(results.version, text_or_empty(root, "eqbench_version"));
  results.stated_score = number_of(root, "benchmark_score");
  results.stated_parseable = number_of(root, "n_questions_parseable");
  EVENHAND_TRY(results.iterations, read_iterations(raw_results));
  return results;
}

Result<EqBenchResults> read_run(const Member& member) {
  EqBenchResults results{.model = {member.key}};
  const Node* iterations = member.value.find("iterations");
  if (iterations == nullptr) {
    return not_results(member.value, "the run '" + member.key + "' has no 'iterations'");
  }
  if (const Node* metadata = member.value.find("run_metadata")) {
    EVENHAND_TRY(std::string model, text_or_empty(*metadata, "model_path"));
    if (!model.empty()) results.model.text = std::move(model);
    EVENHAND_TRY(results.version, text_or_empty(*metadata, "eq_bench_version"));
  }
  EVENHAND_TRY(results.iterations, read_iterations(*iterations));
  return results;
}

}  // namespace

Result<std::vector<EqBenchResults>> read_eq_bench_results(const FileSystem& files,
                                                          const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.map() == nullptr || root.map()->empty()) {
    return not_results(root, "expected an object of results, found " + root.described());
  }
  std::vector<EqBenchResults> all;
  if (const Node* raw_results = root.find("raw_results")) {
    EVENHAND_TRY(EqBenchResults results, read_published(root, *raw_results, path));
    all.push_back(std::move(results));
    return all;
  }
  for (const Member& member : *root.map()) {
    EVENHAND_TRY(EqBenchResults results, read_run(member));
    all.push_back(std::move(results));
  }
  return all;
}

}  // namespace evenhand
