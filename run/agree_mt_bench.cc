#include "run/agree_mt_bench.h"

#include <algorithm>
#include <map>

namespace evenhand {
namespace {

using ByQuestion = std::map<QuestionId, AgreementCount>;

/// The comparisons of a question are averaged first, as they hang together. Stretched to hold the
/// share over all comparisons, which differs from the mean over questions where some have more.
std::optional<Interval> interval_of(const ByQuestion& counts, double share,
                                    const VoteAgreementOrder& order, const std::string& purpose) {
  if (order.resamples == 0) return std::nullopt;
  std::vector<double> shares;
  for (const auto& [question, count] : counts) shares.push_back(*count.share());
  auto interval = mean_interval(shares, {.resamples = order.resamples}, {},
                                Rng::for_purpose(order.seed, purpose));
  if (!interval) return std::nullopt;
  interval->low = std::min(interval->low, share);
  interval->high = std::max(interval->high, share);
  return interval;
}

void add_row(const std::vector<VoteComparison>& comparisons, VoteAgreementRow row,
             const VoteAgreementOrder& order, VoteAgreementBoard& board) {
  ByQuestion counts;
  for (const VoteComparison& comparison : comparisons) {
    if (comparison.turn != row.turn || (comparison.has_tie && !row.with_ties)) continue;
    AgreementCount& of_question = counts[comparison.question];
    for (AgreementCount* count : {&of_question, &row.count}) {
      ++count->compared;
      if (comparison.agreed) ++count->agreed;
    }
  }
  const std::string purpose = row.voters + "/turn " + std::to_string(row.turn) +
                              (row.with_ties ? "/with ties" : "/without ties");
  if (const auto share = row.count.share()) {
    row.interval = interval_of(counts, *share, order, purpose);
  }
  board.rows.push_back(std::move(row));
}

void add_rows(const std::vector<VoteComparison>& comparisons, const std::string& voters,
              const VoteAgreementOrder& order, VoteAgreementBoard& board) {
  if (comparisons.empty()) {
    board.warnings.push_back(voters + ": no two votes on the same question, turn and models");
  }
  for (const auto& [turn, agreement] : agreement_of(comparisons)) {
    add_row(comparisons, {.voters = voters, .turn = turn, .with_ties = true}, order, board);
    add_row(comparisons, {.voters = voters, .turn = turn, .with_ties = false}, order, board);
  }
}

}  // namespace

Result<VoteAgreementBoard> agree_mt_bench(const VoteAgreementOrder& order, const World& world) {
  std::vector<PairVote> votes;
  for (const std::string& path : order.vote_files) {
    EVENHAND_TRY(const std::vector<PairVote> more, read_pair_votes(world.files, path));
    votes.insert(votes.end(), more.begin(), more.end());
  }
  VoteAgreementBoard board;
  EVENHAND_TRY(const auto with_gpt4, gpt4_human_comparisons(votes));
  add_rows(with_gpt4, "gpt4-pair and human", order, board);
  add_rows(human_comparisons(votes), "human and human", order, board);
  return board;
}

}  // namespace evenhand
