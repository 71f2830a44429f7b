#pragma once

#include <map>
#include <optional>
#include <string>
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
  /// Of a multiple-choice question, whose last reference is the letter of the right one; else
  /// empty.
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

}  // namespace evenhand
