#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "formats/arena_hard_rows.h"

namespace evenhand {

/// A row of Arena-Hard's model_judgment/<judge>/<model>.jsonl: two games on one question. In the
/// first the baseline has seat A, in the second the model. A game has the verdict as it stands in
/// the file ("A>>B"), seen from the seats; nullopt where the call or the reading failed.
struct ArenaHardJudgment {
  QuestionId question;
  std::string category;  // empty where the file has none, as those of v0.1
  ModelId model;
  std::string judge;
  std::optional<ModelId> baseline = {};  // files of v0.1 do not say
  std::array<std::optional<std::string>, 2> games = {};
  std::size_t games_played = 2;  // some files of v0.1 have one game only
  int line = 0;
};

/// Reads either version's names of fields (`uid` or `question_id`), and rows that mix them; other
/// fields are left alone. `take` may refuse a row, with an error that has its place.
Result<SkippedRows> read_arena_hard_judgments(
    const FileSystem& files, const std::string& path, BadRows bad,
    const std::function<Result<void>(ArenaHardJudgment)>& take);

/// The baseline that upstream compares with in a category ("hard_prompt", "creative_writing",
/// "arena-hard-v0.1" ...); nullopt for others.
std::optional<ModelId> arena_hard_baseline(const std::string& category);

}  // namespace evenhand
