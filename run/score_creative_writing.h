#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "report/report_data.h"
#include "run/world.h"

namespace evenhand {

struct CreativeWritingScoring {
  std::vector<std::string> results;  // paths: see formats/creative_writing_results.h
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

struct CreativeWritingRow {
  ModelId model;
  std::optional<Estimate> score = {};           // 0 to 100: the mean over prompts
  std::map<std::string, double> criteria = {};  // mean points of each, 0 to 20, as they were given
  std::size_t pieces = 0;
  std::size_t judged = 0;  // with a mark for one criterion at least
};

struct CreativeWritingBoard {
  std::vector<CreativeWritingRow> rows;  // best first
  std::vector<std::string> warnings;
};

/// Creative writing v3's rubric scores, read again from the judges' words where the files have
/// them; calls nobody. Errors: what cannot be read.
Result<CreativeWritingBoard> score_creative_writing(const CreativeWritingScoring& scoring,
                                                    const World& world);

}  // namespace evenhand
