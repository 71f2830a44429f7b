#include "formats/eq_bench_export.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "formats/csv_table.h"
#include "formats/python_json.h"

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

/// "2024-05-01 12:00:00".
std::string date_text(std::chrono::sys_seconds time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
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

std::string eq_bench_benchmark_results(std::span<const EqBenchSummary> rows,
                                       std::chrono::sys_seconds completed) {
  std::string text =
      "Run ID, Benchmark Completed, Prompt Format, Model Path, Lora Path, Quantization, Benchmark "
      "Score, Benchmark Version, Num Questions Parseable, Num Iterations, Inference Engine, Ooba "
      "Params, Download Filters, Error\n";
  for (const EqBenchSummary& row : rows) {
    const std::string model = csv_field(row.model.text);
    const std::string parseable = python_float(row.parseable);
    const std::vector<std::string> fields = {
        model,
        date_text(completed),
        "",
        model,
        "",
        "",
        row.score ? python_float(std::round(*row.score * 100.0) / 100.0) : "FAILED",
        row.german ? "eq-bench_de" : "eq-bench",
        row.score ? parseable : "FAILED",
        std::to_string(row.iterations),
        "",
        "",
        "",
        row.score ? "" : parseable + " questions were parseable (min is 83%)"};
    text += joined(fields, ",") + "\n";
  }
  return text;
}

}  // namespace evenhand
