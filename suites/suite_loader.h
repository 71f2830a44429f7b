#pragma once

#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/question.h"

namespace evenhand {

/// Reads `<folder>/suite.yaml` and its questions, strictly: unknown keys, duplicate ids, empty
/// turns, an unknown category, references that do not fit the turns are errors with their place.
Result<Suite> load_suite(const FileSystem& files, const std::string& folder);

/// Where built-in suites lie: each folder may hold `<name>/suite.yaml`.
struct SuiteShelf {
  std::vector<std::string> folders;
};

/// The folder of a suite that a run names: a built-in one by its name, or a path (relative to
/// `beside`) to a folder with a suite.yaml. Unknown names are answered with the nearest.
Result<std::string> find_suite(const FileSystem& files, const SuiteShelf& shelf,
                               const std::string& name, const std::string& beside);

/// Names of the built-in suites, sorted.
std::vector<std::string> built_in_suites(const FileSystem& files, const SuiteShelf& shelf);

/// What is odd about a suite without being an error: questions that repeat each other, turns with
/// unbalanced code fences, categories without questions ... One sentence each, with the place.
std::vector<std::string> suite_remarks(const Suite& suite);

}  // namespace evenhand
