#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"

namespace evenhand {

/// What length control on a fixed set of instructions is calibrated by: how difficult each is, and
/// how the baseline fares against itself when it is asked to be longer or shorter.
struct AlpacaEvalCalibration {
  struct Gamed {
    double preference = 0.0;           // in [0, 1]
    double standardized_length = 0.0;  // before tanh
    double difficulty = 0.0;
  };

  std::vector<double> difficulty;  // by the instruction's place in the set
  std::vector<Gamed> gamed;
  std::map<Digest, std::size_t> place_of;  // SHA-256 of an instruction's text to its place

  /// nullopt: the instruction is not of this set.
  std::optional<std::size_t> place(const std::string& instruction) const;
};

/// The calibration that evenhand brings along: the AlpacaEval 2 set, its usual baseline and judge.
/// `folder` is that of formats/data.
Result<AlpacaEvalCalibration> load_alpaca_eval_2(const FileSystem& files,
                                                 const std::string& folder);

/// Difficulty and gamed rows from a CSV with the columns of the original (df_gamed.csv): index,
/// preference, std_delta_len, instruction_difficulty, in any order. The texts of the instructions
/// are not in it: `place_of` is empty. A file without rows is an error.
Result<AlpacaEvalCalibration> read_calibration(const FileSystem& files, const std::string& path);

}  // namespace evenhand
