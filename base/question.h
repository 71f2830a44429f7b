#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"

namespace evenhand {

/// One thing the user says, and what a good reply looks like if the suite knows.
struct Turn {
  std::string user;
  std::optional<std::string> reference = {};
};

struct Question {
  QuestionId id;
  std::string category;  // empty where the suite has no categories
  std::vector<Turn> turns;
  /// Of a multiple-choice question, whose last reference is the letter of the right one, or the
  /// letters of all right ones, the best first ("A, C"); else empty.
  std::vector<std::string> options = {};
  std::optional<double> temperature = {};  // recommended for asking; a candidate's own setting wins
  SourcePlace place = {};
};

/// Answers that a suite brings along to compare with.
struct SuiteBaseline {
  ModelId name;
  std::string answers;  // a file within the suite's folder
};

/// A loaded, checked suite. Questions keep the order of the file.
struct Suite {
  SuiteId id;
  std::string version;
  std::string title;
  std::string description;
  std::string licence;
  ProtocolId protocol;                  // the default; a run may choose another
  std::string system;                   // said to candidates before the first turn; may be empty
  std::vector<std::string> categories;  // in the order of reports
  std::map<std::string, std::string> prompts;  // template name to file within the suite's folder
  std::optional<SuiteBaseline> baseline = {};
  /// Of categories that have one of their own; the others keep `baseline`.
  std::map<std::string, SuiteBaseline> category_baselines = {};
  std::vector<Question> questions;
  /// Questions that an overlay excludes, by id, and why. They are asked and scored like all others,
  /// and left out of the audited score.
  std::map<std::string, std::string> excluded = {};
  Digest digest;       // of everything above that could change a result
  std::string folder;  // where it was found; paths in it are relative to this
};

/// What an option is called: A to Z, then AA, AB and so on.
std::string option_letter(std::size_t place);

/// The places that "A" or "C, A" name, in this order; nullopt where a part names none of so many
/// options, or one of them twice.
std::optional<std::vector<std::size_t>> places_of_options(std::string_view letters,
                                                          std::size_t options);

/// The places of a question's right options, the best first; empty where it has none.
std::vector<std::size_t> right_options(const Question& question);

}  // namespace evenhand
