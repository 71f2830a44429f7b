#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "formats/arena_hard_answers.h"
#include "formats/arena_hard_judgments.h"
#include "stats/arena_hard.h"
#include "stats/arena_hard_style.h"

namespace evenhand {

enum class ArenaHardVersion { v0_1, v2_0 };

/// Which judgements, and how they count.
struct ArenaHardOrder {
  std::vector<std::string> judgments;  // folders of one judge each, or files
  std::string answers;                 // folder model_answer; empty: none
  ArenaHardVersion version = ArenaHardVersion::v2_0;
  std::string category;      // empty: hard_prompt of v2.0; of v0.1 whatever is there
  std::string baseline;      // empty: what the judgements say, else upstream's
  std::uint32_t weight = 3;  // rows of a clear verdict
  enum class Games { both, first_only };
  Games games = Games::both;  // first_only: v0.1 alone knows it
  BadRows bad_rows = BadRows::refused;
};

/// One model's judgements, counted.
struct ArenaHardTally {
  ModelId model;
  std::size_t games_expected = 0;  // two for each question of each judge
  std::size_t games_judged = 0;    // that count
  std::size_t games_unparsed = 0;  // null, or without a verdict
  std::size_t null_judgments = 0;  // judgements with such a game
  std::size_t rows = 0;
};

/// Judgements as rows, in the order in which upstream has them: files by name, lines as they come;
/// of v0.1 the first game before the second, of v2.0 the second before the first.
struct ArenaHardSheet {
  ModelId baseline;
  std::string category;
  std::vector<QuestionId> questions;
  std::vector<ArenaHardTally> models;  // by first appearance
  std::vector<ArenaHardRow> rows;      // models and questions are places in the lists above
  std::vector<std::string> warnings;
};

/// What counts follows upstream: v0.1 leaves out the game that has no verdict (or one that is read
/// backwards, as "B<<A"), v2.0 the whole judgement. A verdict that is none of the ten, or a second
/// judgement of one question by one judge, is an error with file and line.
Result<ArenaHardSheet> read_arena_hard_sheet(const FileSystem& files, const ArenaHardOrder& order);

/// The answers of all models of the sheet and of its baseline, from files of their names or others.
using FormsOfModels = std::map<ModelId, ArenaHardAnswers>;
Result<FormsOfModels> read_forms(const FileSystem& files, const ArenaHardOrder& order);

/// The rows with standardized features. Lengths are tokens, or characters where an answer that
/// matters has no count of tokens, with a warning. A missing answer is an error.
struct FormedRows {
  std::vector<FormedRow> rows;
  std::vector<std::string> warnings;
};
Result<FormedRows> formed_rows(const ArenaHardSheet& sheet, const FormsOfModels& forms,
                               ArenaHardVersion version);

}  // namespace evenhand
