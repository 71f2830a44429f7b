// Published scores of EQ-Bench, from replies and keys that are not part of the project.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "formats/csv_table.h"
#include "run/score_eq_bench.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

using nlohmann::json;

std::optional<std::string> shared_file(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/" + name, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream contents;
  contents << in.rdbuf();
  return contents.str();
}

double rounded(double score) { return std::round(score * 100.0) / 100.0; }

/// The two files of upstream that a vector's items would be in.
void write_files(const json& root, SampleWorld& sample) {
  json questions = json::object();
  json replies = json::object();
  for (const json& item : root.at("items")) {
    json key = json::object();
    int n = 0;
    for (const auto& [label, intensity] : item.at("reference").items()) {
      const std::string name = "emotion" + std::to_string(++n);
      key[name] = label;
      key[name + "_score"] = intensity;
    }
    const std::string id = item.at("id");
    questions[id] = {{"prompt", "How?"}, {"reference_answer_fullscale", key}};
    replies[id] = item.at("raw");
  }
  sample.files.files["q.json"] = questions.dump();
  sample.files.files["r.json"] = json({{"model_path", root.at("model")},
                                       {"raw_results", {{"1", {{"raw_inference", replies}}}}}})
                                     .dump();
}

TEST(EqBenchVectors, SixModelsHaveTheirPublishedScores) {
  const char* const names[] = {
      "e2e_Qwen__Qwen-7B-Chat.json",      "e2e_TheBloke__Yi-34B-Chat-GGUF.json",
      "e2e_allenai__tulu-2-dpo-70b.json", "e2e_fblgit__una-cybertron-7b-v2-bf16.json",
      "e2e_gpt-4-1106-preview.json",      "e2e_microsoft__phi-2.json"};
  for (const char* const name : names) {
    const auto contents = shared_file(std::string("vectors/eq_bench/") + name);
    if (!contents) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
    const json root = json::parse(*contents);
    const json& wanted = root.at("expected");
    SampleWorld sample;
    write_files(root, sample);
    for (const auto& [at_five, key] : {std::pair(DistanceOfFive::linear, "recomputed_d_lt_5"),
                                       std::pair(DistanceOfFive::sigmoid, "recomputed_d_le_5")}) {
      const auto board = score_eq_bench(
          {.results = {"r.json"}, .questions = "q.json", .at_five = at_five, .resamples = 0},
          sample.world());
      ASSERT_TRUE(board) << to_text(board.error());
      const EqBenchRow& row = board->rows.at(0);
      EXPECT_DOUBLE_EQ(rounded(row.score.value()), wanted.at(key)) << name;
      EXPECT_EQ(row.parseable, wanted.at("published_parseable").get<double>()) << name;
      EXPECT_EQ(row.revised, wanted.at("chosen") == "revised") << name;
    }
  }
}

TEST(EqBenchVectors, EveryPublishedModelHasItsScoreAndItsCount) {
  const auto table = shared_file("vectors/eq_bench/published_v2_scores.csv");
  const auto questions = shared_file("data/eq_bench/eq_bench_v2_questions_171.json");
  if (!table || !questions) GTEST_SKIP() << "the vectors of EQ-Bench are not here";
  SampleWorld sample;
  sample.files.files["q.json"] = *questions;
  const auto csv = read_csv(*table, "published_v2_scores.csv");
  ASSERT_TRUE(csv) << to_text(csv.error());
  ASSERT_EQ(csv->rows.size(), 30U);
  for (const CsvTable::Row& row : csv->rows) {
    const auto field = [&](const char* name) {
      return row.fields[*csv->column(name)];
    };
    const auto results =
        shared_file("data/eq_bench/results/" + field("model") + "_eqbench_v2_results.json");
    ASSERT_TRUE(results) << field("model");
    sample.files.files["r.json"] = *results;
    for (const auto& [at_five, column] :
         {std::pair(DistanceOfFive::linear, "published"),
          std::pair(DistanceOfFive::sigmoid, "recomputed_d_le_5")}) {
      const auto board = score_eq_bench(
          {.results = {"r.json"}, .questions = "q.json", .at_five = at_five, .resamples = 0},
          sample.world());
      ASSERT_TRUE(board) << to_text(board.error());
      EXPECT_NEAR(board->rows.at(0).score.value(), *csv->number(row, *csv->column(column)), 0.00501)
          << field("model");
      EXPECT_EQ(board->rows.at(0).parseable, *csv->number(row, *csv->column("published_parseable")))
          << field("model");
      EXPECT_EQ(board->rows.at(0).revised, field("chosen") == "revised") << field("model");
    }
  }
}

}  // namespace
}  // namespace evenhand
