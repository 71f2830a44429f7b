#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// One row of AlpacaEval's annotations.json: what its judge thought of two outputs.
struct AlpacaEvalAnnotation {
  std::string instruction;
  std::string dataset;  // `dataset`, or the reference model's `dataset_1`; empty: neither
  // Outputs are long and only measured here: a board of models would fill the memory with them.
  std::size_t length_1 = 0;  // code points of the reference model's output_1
  std::size_t length_2 = 0;  // and of the evaluated model's output_2
  bool same_output = false;
  std::string generator_1;  // may differ from the name that a leaderboard uses
  std::string generator_2;
  std::string annotator;  // the judge's name; empty where the file has none

  /// From 1 (output_1 is better) to 2 (output_2 is); 1.5 is a draw, also where an old file writes
  /// 0 for it. nullopt: the judge's words could not be read (null in the file, -1 in a cache).
  std::optional<double> preference = {};
  std::optional<double> glm_preference = {};  // in [0, 1], of the length-controlled win rate
  int line = 0;
};

/// Reads annotations.json strictly: a missing field, a preference outside of [1, 2] or a second
/// baseline (generator_1) is an error with row and line. A row's place in the result is its place
/// in the file; several models (generator_2) in one file are legal. Keys that are not named above
/// are left alone.
Result<std::vector<AlpacaEvalAnnotation>> read_alpaca_eval_annotations(const FileSystem& files,
                                                                       const std::string& path);

}  // namespace evenhand
