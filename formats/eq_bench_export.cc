#include "formats/eq_bench_export.h"

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::map<std::string, double>& intensities) {
  Json json = Json::object();
  for (const auto& [label, intensity] : intensities) json[label] = intensity;
  return json;
}

Json json_of(const std::map<QuestionId, EqBenchReply>& replies) {
  Json answers = Json::object();
  Json raw = Json::object();
  for (const auto& [question, reply] : replies) {
    if (reply.raw) raw[question.text] = *reply.raw;
    if (reply.first_pass.empty() && reply.revised.empty()) continue;
    answers[question.text] = {{"first_pass", json_of(reply.first_pass)},
                              {"revised", json_of(reply.revised)}};
  }
  return {{"respondent_answers", std::move(answers)}, {"raw_inference", std::move(raw)}};
}

}  // namespace

std::string eq_bench_raw_results(std::span<const EqBenchResults> runs) {
  Json root = Json::object();
  for (const EqBenchResults& run : runs) {
    Json iterations = Json::object();
    for (std::size_t i = 0; i < run.iterations.size(); ++i) {
      iterations[std::to_string(i + 1)] = json_of(run.iterations[i]);
    }
    root[run.model.text] = {{"run_metadata",
                             {{"run_id", run.model.text},
                              {"eq_bench_version", run.version},
                              {"model_path", run.model.text},
                              {"total_iterations", run.iterations.size()}}},
                            {"iterations", std::move(iterations)}};
  }
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace evenhand
