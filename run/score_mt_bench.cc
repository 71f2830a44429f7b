#include "run/score_mt_bench.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/fastchat_judgments.h"
#include "stats/score_games.h"

namespace evenhand {
namespace {

/// What question.jsonl says of a question.
struct QuestionSheet {
  std::map<QuestionId, std::string> category_of;
  std::size_t turns = 0;
};

Result<QuestionSheet> read_question_sheet(const FileSystem& files, const std::string& path) {
  QuestionSheet sheet;
  if (path.empty()) return sheet;
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& node) -> Result<void> {
    const Node* id = node.find("question_id");
    const Node* category = node.find("category");
    const Node* turns = node.find("turns");
    if (id == nullptr || category == nullptr || turns == nullptr || turns->list() == nullptr) {
      return error_at(node, "a question needs 'question_id', 'category' and a list 'turns'");
    }
    EVENHAND_TRY(std::string name, as_text(*id));
    EVENHAND_TRY(sheet.category_of[QuestionId{name}], as_text(*category));
    sheet.turns += turns->list()->size();
    return {};
  }));
  return sheet;
}

using Shares = std::map<QuestionId, std::vector<double>>;

/// Resampled by question: the rows of a question are averaged first. Stretched to hold the mean
/// over rows, which differs from that over questions where rows are missing.
std::optional<Interval> interval_by_question(const Shares& rows, double estimate, Bounds bounds,
                                             const MtBenchScoring& scoring,
                                             const std::string& purpose) {
  if (scoring.resamples == 0) return std::nullopt;
  std::vector<double> means;
  for (const auto& [question, values] : rows) {
    if (const auto mean = mean_of(values)) means.push_back(*mean);
  }
  auto interval = mean_interval(means, {.resamples = scoring.resamples}, bounds,
                                Rng::for_purpose(scoring.seed, purpose));
  if (!interval) return std::nullopt;
  interval->low = std::min(interval->low, estimate);
  interval->high = std::max(interval->high, estimate);
  return interval;
}

/// The scale of the marks: 1 to 10, or wider where a file holds wider ones.
Bounds scale_of(const std::vector<SingleJudgment>& rows) {
  Bounds bounds{.low = 1.0, .high = 10.0};
  for (const SingleJudgment& row : rows) {
    if (!row.score) continue;
    bounds.low = std::min(bounds.low, *row.score);
    bounds.high = std::max(bounds.high, *row.score);
  }
  return bounds;
}

/// Works out the intervals of one model's marks.
class SingleIntervals {
 public:
  SingleIntervals(const std::vector<SingleJudgment>& rows, const QuestionSheet& sheet,
                  const MtBenchScoring& scoring)
      : rows_(rows), sheet_(sheet), scoring_(scoring), bounds_(scale_of(rows)) {}

  MtBenchSingleRow row_for(SingleStanding standing) const {
    MtBenchSingleRow row{.standing = std::move(standing)};
    const SingleStanding& marks = row.standing;
    row.first_turn_interval = of(marks.model, marks.first_turn, "turn 1",
                                 [](const SingleJudgment& j) { return j.turn == 0; });
    row.second_turn_interval = of(marks.model, marks.second_turn, "turn 2",
                                  [](const SingleJudgment& j) { return j.turn == 1; });
    row.average_interval =
        of(marks.model, marks.average, "average", [](const SingleJudgment&) { return true; });
    for (const auto& [category, mean] : marks.by_category) {
      row.category_intervals[category] =
          of(marks.model, mean, category,
             [&, name = category](const SingleJudgment& j) { return in_category(j, name); });
    }
    return row;
  }

 private:
  using Belongs = std::function<bool(const SingleJudgment&)>;

  bool in_category(const SingleJudgment& judgment, const std::string& category) const {
    const auto found = sheet_.category_of.find(judgment.question);
    return found != sheet_.category_of.end() && found->second == category;
  }

  std::optional<Interval> of(const ModelId& model, const std::optional<MeanScore>& mean,
                             const std::string& part, const Belongs& belongs) const {
    if (!mean) return std::nullopt;
    Shares shares;
    for (const SingleJudgment& row : rows_) {
      if (row.model == model && row.score && belongs(row)) {
        shares[row.question].push_back(*row.score);
      }
    }
    return interval_by_question(shares, mean->mean, bounds_, scoring_, part + "/" + model.text);
  }

  const std::vector<SingleJudgment>& rows_;
  const QuestionSheet& sheet_;
  const MtBenchScoring& scoring_;
  Bounds bounds_;
};

/// Without a question file: every turn of every question that any model was judged on.
std::size_t expected_rows(const std::vector<SingleJudgment>& rows, const QuestionSheet& sheet) {
  if (sheet.turns > 0) return sheet.turns;
  std::set<std::pair<QuestionId, int>> turns;
  for (const SingleJudgment& row : rows) turns.emplace(row.question, row.turn);
  return turns.size();
}

Error no_judgments(const MtBenchScoring& scoring) {
  return {.what = "no judgments", .place = SourcePlace{.file = scoring.judgments.front()}};
}

Result<void> score_single(const MtBenchScoring& scoring, const World& world, MtBenchBoard& board) {
  std::vector<SingleJudgment> rows;
  for (const std::string& path : scoring.judgments) {
    EVENHAND_TRY(std::vector<SingleJudgment> more, read_single_judgments(world.files, path));
    rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  if (rows.empty()) return no_judgments(scoring);
  EVENHAND_TRY(const QuestionSheet sheet, read_question_sheet(world.files, scoring.questions));
  const SingleIntervals intervals(rows, sheet, scoring);
  for (SingleStanding& standing : single_standings(rows, sheet.category_of)) {
    board.single.push_back(intervals.row_for(std::move(standing)));
    MtBenchSingleRow& row = board.single.back();
    row.expected = expected_rows(rows, sheet);
    if (row.standing.unread > 0) {
      board.warnings.push_back(row.standing.model.text + ": " +
                               counted(row.standing.unread, "row") +
                               " without a score, in no mean");
    }
  }
  return {};
}

std::optional<double> share_for(const PairJudgment& row, const ModelId& model) {
  switch (outcome_of(row)) {
    case PairOutcome::model_1: return row.model_1 == model ? 1.0 : 0.0;
    case PairOutcome::model_2: return row.model_2 == model ? 1.0 : 0.0;
    case PairOutcome::tie:
    case PairOutcome::inconsistent: return 0.5;
    case PairOutcome::error: return std::nullopt;
  }
  return std::nullopt;
}

Result<void> score_pairs(const MtBenchScoring& scoring, const World& world, MtBenchBoard& board) {
  std::vector<PairJudgment> rows;
  for (const std::string& path : scoring.judgments) {
    EVENHAND_TRY(std::vector<PairJudgment> more, read_pair_judgments(world.files, path));
    rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  if (rows.empty()) return no_judgments(scoring);
  PairSelection selection;
  if (scoring.mode == MtBenchMode::pairwise_baseline)
    selection.baseline = ModelId{scoring.baseline};
  for (PairStanding& standing : pair_standings(rows, selection)) {
    Shares shares;
    for (const PairJudgment& row : rows) {
      const bool plays = row.model_1 == standing.model || row.model_2 == standing.model;
      const bool counts = !selection.baseline || row.model_1 == *selection.baseline ||
                          row.model_2 == *selection.baseline;
      const auto share = share_for(row, standing.model);
      if (plays && counts && share) shares[row.question].push_back(*share);
    }
    MtBenchPairRow made{.standing = std::move(standing)};
    if (const auto rate = made.standing.win_rate_adjusted()) {
      made.win_rate_adjusted_interval =
          interval_by_question(shares, *rate, {}, scoring, "win rate/" + made.standing.model.text);
    }
    board.pairs.push_back(std::move(made));
  }
  if (board.pairs.empty()) {
    return Error{.what = "no judgments with the baseline '" + scoring.baseline + "'",
                 .hint = "--baseline names another"};
  }
  return {};
}

}  // namespace

Result<MtBenchBoard> score_mt_bench(const MtBenchScoring& scoring, const World& world) {
  MtBenchBoard board;
  if (scoring.mode == MtBenchMode::single) {
    EVENHAND_OK(score_single(scoring, world, board));
  } else {
    EVENHAND_OK(score_pairs(scoring, world, board));
  }
  return board;
}

}  // namespace evenhand
