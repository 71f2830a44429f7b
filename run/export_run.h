#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "run/recall.h"

namespace evenhand {

/// A run in another tool's files, by their path below the folder that is asked for.
struct ExportedRun {
  std::map<std::string, std::string> files;
  std::size_t rows = 0;                   // of all files together
  std::vector<std::string> remarks = {};  // what the other tool has no place for, in sentences
};

/// As AlpacaEval lays its results out: MODEL/model_outputs.json for the candidates and the
/// baseline, MODEL/JUDGE/annotations.json and JUDGE/leaderboard.csv. A preference is the mean over
/// a question's games. Errors: a protocol that grades answers alone has no preferences.
Result<ExportedRun> export_to_alpaca_eval(const RecalledRun& run);

/// As Arena-Hard lays its data out: model_answer/MODEL.jsonl and model_judgment/JUDGE/MODEL.jsonl,
/// in the fields of v2.0, which upstream reads for both of its versions. A baseline that an
/// imported suite has put together becomes its models again. Errors: nobody is compared with a
/// baseline.
Result<ExportedRun> export_to_arena_hard(const RecalledRun& run, const Clock& clock);

/// As EQ-Bench keeps its runs: raw_results.json with a run for each candidate and an iteration for
/// each sample, which 'score eq_bench' reads, and benchmark_results.csv with the score of each, as
/// of the time of the export. Errors: another protocol than eq_bench.
Result<ExportedRun> export_to_eq_bench(const RecalledRun& run, const Clock& clock);

/// As FastChat's llm_judge lays its data out: model_answer/MODEL.jsonl and
/// model_judgment/JUDGE_single.jsonl or JUDGE_pair.jsonl, which show_result reads. Rows are stamped
/// with the time of the export, as the store's times belong to calls, not to rows. Errors: a
/// protocol that asks for log probabilities has no answers.
Result<ExportedRun> export_to_mt_bench(const RecalledRun& run, const Clock& clock);

}  // namespace evenhand
