#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "base/ids.h"
#include "formats/eq_bench_results.h"

namespace evenhand {

/// raw_results.json as EQ-Bench writes it: a run for each of these, under its model's name, with
/// its iterations, each reply's words and what was read from them. read_eq_bench_results() reads
/// it.
std::string eq_bench_raw_results(std::span<const EqBenchResults> runs);

/// A row of benchmark_results.csv.
struct EqBenchSummary {
  ModelId model;
  std::optional<double> score = {};  // nullopt: too few questions can be read, the run failed
  double parseable = 0.0;            // questions, the mean over iterations
  std::size_t iterations = 0;
  bool german = false;
};

/// benchmark_results.csv as EQ-Bench writes it, commas and blanks of its header included; what only
/// a program that hosts models knows (prompt format, quantization, engine ...) stays empty.
/// `completed` is told in UTC.
std::string eq_bench_benchmark_results(std::span<const EqBenchSummary> rows,
                                       std::chrono::sys_seconds completed);

}  // namespace evenhand
