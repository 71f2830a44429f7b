#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// One vote, a judge's or a person's, on two outputs of one instruction, as AlpacaEval's analysis
/// of judges reads them.
struct AlpacaEvalVote {
  std::string instruction;
  std::string output_1;
  std::string output_2;
  std::string generator;  // of output_2 (`generator` or `generator_2`); empty where not told
  std::string annotator;
  std::optional<double> preference = {};  // as in AlpacaEvalAnnotation
  std::optional<double> price = {};       // US dollars
  std::optional<double> seconds = {};
  int line = 0;
};

/// Reads an array of annotations or of people's cross-annotations. No baseline is needed, and one
/// triple may come several times: each is a vote of another person, or of the judge asked again.
Result<std::vector<AlpacaEvalVote>> read_alpaca_eval_votes(const FileSystem& files,
                                                           const std::string& path);

}  // namespace evenhand
