#include "formats/eq_bench3_results.h"

#include <optional>

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// The first number of a text such as "Score 15.5 of 20".
std::optional<double> first_number_in(const std::string& text) {
  std::size_t begin = text.find_first_of(kDigits);
  if (begin == std::string::npos) return std::nullopt;
  const bool negative = begin > 0 && text[begin - 1] == '-';
  std::size_t end = text.find_first_not_of(kDigits, begin);
  if (end != std::string::npos && text[end] == '.') {
    const std::size_t after = text.find_first_not_of(kDigits, end + 1);
    if (after != end + 1 && end + 1 < text.size()) end = after;
  }
  if (negative) --begin;
  return parse_number(text.substr(begin, end == std::string::npos ? end : end - begin));
}

void read_points(const Node* scores, EqBench3Task& task) {
  if (scores == nullptr || scores->map() == nullptr) return;
  for (const Member& member : *scores->map()) {
    const auto text = as_text(member.value);
    const auto number = text ? first_number_in(*text) : std::nullopt;
    if (number) {
      task.points[member.key] = *number;
    } else {
      ++task.numberless;
    }
  }
}

Result<std::string> model_of_run(const Member& run) {
  for (const char* const name : {"model_name", "test_model"}) {
    const Node* found = run.value.find(name);
    if (found != nullptr && !found->is_null()) return as_text(*found);
  }
  return run.key;
}

Result<void> read_run(const Member& run, EqBench3Results& results) {
  const Node* iterations = run.value.find("scenario_tasks");
  if (iterations == nullptr || iterations->map() == nullptr) {
    return error_at(run.value, "neither runs of EQ-Bench 3 nor its comparisons",
                    "a run has 'scenario_tasks', comparisons are in '__metadata__'");
  }
  EVENHAND_TRY(const std::string model, model_of_run(run));
  for (const Member& iteration : *iterations->map()) {
    if (iteration.value.map() == nullptr) {
      return error_at(iteration.value, "an iteration is a map from scenario to task, found " +
                                           iteration.value.described());
    }
    for (const Member& task : *iteration.value.map()) {
      EqBench3Task& read = results.tasks.emplace_back();
      read.model = {model};
      read.scenario = {task.key};
      read.iteration = iteration.key;
      read_points(task.value.find("rubric_scores"), read);
    }
  }
  return {};
}

Result<std::string> text_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found == nullptr || found->is_null()) {
    return error_at(node, "a comparison needs '" + std::string(key) + "'");
  }
  return as_text(*found);
}

Result<void> read_comparison(const Node& node, EqBench3Results& results) {
  const Node* error = node.find("error");
  if (error != nullptr && !error->is_null()) {
    ++results.failed_comparisons;
    return {};
  }
  const Node* pair = node.find("pair");
  const Node* verdicts = node.find("judge_response");
  if (pair == nullptr || verdicts == nullptr || verdicts->map() == nullptr) {
    return error_at(node, "a comparison needs 'pair' and 'judge_response'");
  }
  EqBench3Comparison comparison;
  EVENHAND_TRY(comparison.first.text, text_in(*pair, "test_model"));
  EVENHAND_TRY(comparison.second.text, text_in(*pair, "neighbor_model"));
  EVENHAND_TRY(comparison.scenario.text, text_in(node, "scenario_id"));
  EVENHAND_TRY(const std::string order, text_in(node, "order"));
  if (const Node* iteration = pair->find("iteration_index")) {
    EVENHAND_TRY(comparison.iteration, as_text(*iteration));
  }
  if (comparison.first == comparison.second) return error_at(node, "a model against itself");
  if (order.starts_with("A0493:other")) {
    std::swap(comparison.first, comparison.second);
  } else if (!order.starts_with("A0493:test")) {
    return error_at(node,
                    "an 'order' begins with A0493:test or A0493:other, found '" + order + "'");
  }
  for (const Member& member : *verdicts->map()) {
    const auto* words = std::get_if<Node::Text>(&member.value.value);
    if (words != nullptr) comparison.verdicts.emplace_back(member.key, *words);
  }
  results.comparisons.push_back(std::move(comparison));
  return {};
}

}  // namespace

Result<EqBench3Results> read_eq_bench3_results(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.map() == nullptr) return error_at(root, "expected an object, found " + root.described());
  EqBench3Results results;
  if (const Node* about = root.find("__metadata__")) {
    const Node* comparisons = about->find("global_pairwise_comparisons");
    if (comparisons != nullptr && comparisons->list() != nullptr) {
      for (const Node& node : *comparisons->list()) {
        EVENHAND_OK(read_comparison(node, results));
      }
      return results;
    }
  }
  for (const Member& run : *root.map()) {
    if (run.key != "__metadata__") EVENHAND_OK(read_run(run, results));
  }
  return results;
}

}  // namespace evenhand
