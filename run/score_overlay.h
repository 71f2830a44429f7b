#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// What an overlay means for predictions that exist already: the questions that are scored apart.
/// Predictions were made of questions as they were, so a repair changes nothing here.
struct ScoreOverlay {
  std::string path;                             // empty: no overlay
  std::map<std::string, std::string> excluded;  // by the name that the overlay gives, why
  std::vector<std::string> warnings;

  bool is_given() const { return !path.empty(); }
  std::set<std::string> names() const;
};

/// No overlay for an empty path. Errors: what cannot be read.
Result<ScoreOverlay> read_score_overlay(const FileSystem& files, const std::string& path);

/// "m: 2 of the 39 questions that the overlay excludes are in no row"; empty where all are.
std::string missing_questions_in_words(const ScoreOverlay& overlay, const std::string& model,
                                       std::size_t found);

/// No row is any of the overlay's questions: it is another set's, or calls them otherwise.
/// `row` is what one of the rows is called.
Error no_question_of_overlay(const ScoreOverlay& overlay, const std::string& row);

}  // namespace evenhand
