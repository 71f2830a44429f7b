#pragma once

#include <span>
#include <string>

#include "formats/eq_bench_results.h"

namespace evenhand {

/// raw_results.json as EQ-Bench writes it: a run for each of these, under its model's name, with
/// its iterations, each reply's words and what was read from them. read_eq_bench_results() reads
/// it.
std::string eq_bench_raw_results(std::span<const EqBenchResults> runs);

}  // namespace evenhand
