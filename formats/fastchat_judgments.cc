#include "formats/fastchat_judgments.h"

#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

constexpr std::string_view kWhat = "a judgement";

Result<FastChatJudge> judge_of(const Node& row) {
  EVENHAND_TRY(const Node* const found, required(row, "judge", kWhat));
  const Node::List* pair = found->list();
  if (pair == nullptr || pair->size() != 2) {
    return error_at(
        *found, "'judge' must be a list of the judge and its prompt, found " + found->described());
  }
  FastChatJudge judge;
  EVENHAND_TRY(judge.model, as_text(pair->front()));
  EVENHAND_TRY(judge.prompt, as_text(pair->back()));
  return judge;
}

/// Rows that FastChat wrote without a turn are about the first.
Result<int> turn_of(const Node& row) {
  constexpr std::int64_t kMost = 1'000;  // a conversation's turns; FastChat knows two
  const Node* found = row.find("turn");
  if (found == nullptr) return 0;
  EVENHAND_TRY(const std::int64_t turn, as_integer(*found));
  if (turn < 1 || turn > kMost) {
    return error_at(*found, "'turn' counts from 1, found " + found->described());
  }
  return static_cast<int>(turn - 1);
}

Result<std::optional<double>> score_of(const Node& row) {
  constexpr double kUnread = -1.0;
  EVENHAND_TRY(const Node* const found, required(row, "score", kWhat));
  EVENHAND_TRY(const double score, as_number(*found));
  if (score == kUnread) return std::optional<double>();
  if (score < 0.0) {
    return error_at(*found,
                    "a score is not negative (or is -1: unread), found " + found->described());
  }
  return std::optional<double>(score);
}

Result<PairWinner> winner_of(const Node& row, std::string_view game) {
  const Node* found = row.find(game);
  if (found == nullptr) found = row.find("winner");
  if (found == nullptr) return error_at(row, "a judgement needs '" + std::string(game) + "'");
  EVENHAND_TRY(const std::string winner, as_text(*found));
  if (winner == "model_1") return PairWinner::model_1;
  if (winner == "model_2") return PairWinner::model_2;
  if (winner == "tie") return PairWinner::tie;
  if (winner == "error") return PairWinner::error;
  const std::vector<std::string> known = {"model_1", "model_2", "tie", "error"};
  return error_at(*found, "unknown winner '" + winner + "'", did_you_mean(winner, known));
}

Result<SingleJudgment> read_single(const Node& row) {
  SingleJudgment judgment{.line = row.place.line};
  EVENHAND_TRY(judgment.question.text, required_text(row, "question_id", kWhat));
  EVENHAND_TRY(judgment.model.text, required_text(row, "model", kWhat));
  EVENHAND_TRY(judgment.judge, judge_of(row));
  EVENHAND_TRY(judgment.turn, turn_of(row));
  EVENHAND_TRY(judgment.judgment, text_or_empty(row, "judgment"));
  EVENHAND_TRY(judgment.score, score_of(row));
  return judgment;
}

Result<PairJudgment> read_pair(const Node& row) {
  PairJudgment judgment{.line = row.place.line};
  EVENHAND_TRY(judgment.question.text, required_text(row, "question_id", kWhat));
  EVENHAND_TRY(judgment.model_1.text, required_text(row, "model_1", kWhat));
  EVENHAND_TRY(judgment.model_2.text, required_text(row, "model_2", kWhat));
  EVENHAND_TRY(judgment.judge, judge_of(row));
  EVENHAND_TRY(judgment.turn, turn_of(row));
  EVENHAND_TRY(judgment.first_game, winner_of(row, "g1_winner"));
  EVENHAND_TRY(judgment.second_game, winner_of(row, "g2_winner"));
  EVENHAND_TRY(judgment.first_judgment, text_or_empty(row, "g1_judgment"));
  EVENHAND_TRY(judgment.second_judgment, text_or_empty(row, "g2_judgment"));
  return judgment;
}

template <class Judgment>
Result<std::vector<Judgment>> read_all(const FileSystem& files, const std::string& path,
                                       Result<Judgment> (*read_row)(const Node&)) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  std::vector<Judgment> judgments;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(Judgment judgment, read_row(row));
    judgments.push_back(std::move(judgment));
    return {};
  }));
  return judgments;
}

}  // namespace

Result<std::vector<SingleJudgment>> read_single_judgments(const FileSystem& files,
                                                          const std::string& path) {
  return read_all<SingleJudgment>(files, path, read_single);
}

Result<std::vector<PairJudgment>> read_pair_judgments(const FileSystem& files,
                                                      const std::string& path) {
  return read_all<PairJudgment>(files, path, read_pair);
}

}  // namespace evenhand
