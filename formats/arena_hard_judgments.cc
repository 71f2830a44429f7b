#include "formats/arena_hard_judgments.h"

#include "formats/row_fields.h"

namespace evenhand {
namespace {

Result<std::optional<std::string>> optional_text(const Node& row, std::string_view field) {
  const Node* found = row.find(field);
  if (found == nullptr || found->is_null()) return std::optional<std::string>();
  EVENHAND_TRY(std::string text, as_text(*found));
  return std::optional(std::move(text));
}

Result<std::optional<std::string>> label_of(const Node& game) {
  if (game.is_null()) return std::optional<std::string>();
  if (game.map() == nullptr || game.find("score") == nullptr) {
    return error_at(game, "a game is null or has a 'score', found " + game.described());
  }
  return optional_text(game, "score");
}

Result<void> read_games(const Node& row, ArenaHardJudgment& judgment) {
  const Node* games = row.find("games");
  const Node::List* list = games == nullptr ? nullptr : games->list();
  if (list == nullptr || list->empty() || list->size() > judgment.games.size()) {
    return error_at(games == nullptr ? row : *games,
                    "a judgement needs 'games', a list of one game or two");
  }
  judgment.games_played = list->size();
  for (std::size_t game = 0; game < list->size(); ++game) {
    EVENHAND_TRY(judgment.games[game], label_of((*list)[game]));
  }
  return {};
}

Result<ArenaHardJudgment> read_judgment(const Node& row) {
  ArenaHardJudgment judgment{.line = row.place.line};
  EVENHAND_TRY(judgment.question.text, renamed_text(row, "uid", "question_id", "a judgement"));
  EVENHAND_TRY(judgment.model.text, renamed_text(row, "model", "model_id", "a judgement"));
  EVENHAND_TRY(const auto category, optional_text(row, "category"));
  EVENHAND_TRY(const auto judge, optional_text(row, "judge"));
  EVENHAND_TRY(const auto baseline, optional_text(row, "baseline"));
  judgment.category = category.value_or("");
  judgment.judge = judge.value_or("");
  if (baseline) judgment.baseline = ModelId{*baseline};
  EVENHAND_OK(read_games(row, judgment));
  return judgment;
}

struct CategoryBaseline {
  std::string_view category;
  std::string_view model;
};

// The coding and math entries stand in upstream's table too, though its questions are all
// hard_prompt.
constexpr CategoryBaseline kBaselines[] = {
    {"hard_prompt", "o3-mini-2025-01-31"}, {"coding", "o3-mini-2025-01-31"},
    {"math", "o3-mini-2025-01-31"},        {"creative_writing", "gemini-2.0-flash-001"},
    {"arena-hard-v0.1", "gpt-4-0314"},
};

}  // namespace

Result<SkippedRows> read_arena_hard_judgments(
    const FileSystem& files, const std::string& path, BadRows bad,
    const std::function<Result<void>(ArenaHardJudgment)>& take) {
  return read_rows(files, path, bad, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(ArenaHardJudgment judgment, read_judgment(row));
    return take(std::move(judgment));
  });
}

std::optional<ModelId> arena_hard_baseline(const std::string& category) {
  for (const CategoryBaseline& known : kBaselines) {
    if (known.category == category) return ModelId{std::string(known.model)};
  }
  return std::nullopt;
}

}  // namespace evenhand
