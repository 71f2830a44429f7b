#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/question.h"

namespace evenhand {

/// What is to be done to the questions of a suite, kept beside it: the suite itself is never
/// edited.
struct OverlayFile {
  struct Repair {
    std::vector<std::string> turns = {};       // empty: as they are
    std::vector<std::string> references = {};  // empty: as they are
    std::string why = {};
  };
  std::map<std::string, std::string> excluded;  // by id, why
  std::map<std::string, Repair> repaired;       // by id
  std::map<std::string, SourcePlace> places;    // of both, by id, where they were read
};

/// YAML:  exclude: {id: why, ...}
///        repair:  {id: {turns: [...], references: [...], why: ...}, ...}
/// Errors: other keys, a question that is both excluded and repaired, blank turns.
Result<OverlayFile> read_overlay(const FileSystem& files, const std::string& path);

/// The same of a file within the folder of a suite, which is not trusted to look elsewhere.
Result<OverlayFile> read_overlay_within(const FileSystem& files, const std::string& folder,
                                        const std::string& name);

std::string overlay_text(const OverlayFile& overlay);

/// Notes which questions are excluded, repairs others, and computes the suite's digest anew where
/// something was repaired. Gives one sentence on what was done. Errors: a question that the suite
/// does not have, as many turns or references as do not fit, no question left.
Result<std::string> apply_overlay(const FileSystem& files, const OverlayFile& overlay,
                                  Suite& suite);

/// Takes the excluded questions out of the suite, which is another one then.
Result<void> leave_out_excluded(const FileSystem& files, Suite& suite);

}  // namespace evenhand
