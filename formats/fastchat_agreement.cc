#include "formats/fastchat_agreement.h"

#include <tuple>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

constexpr std::string_view kWhat = "a vote";

Result<VoterSort> voter_of(const Node& row) {
  EVENHAND_TRY(const Node* const judge, required(row, "judge", kWhat));
  if (const Node::List* pair = judge->list()) {
    if (pair->size() != 2)
      return error_at(*judge, "'judge' must be a text, or a judge and a prompt");
    EVENHAND_TRY(const std::string model, as_text(pair->front()));
    EVENHAND_TRY(const std::string prompt, as_text(pair->back()));
    const bool is_gpt4_pair = model == "gpt-4" && prompt.starts_with("pair");
    return is_gpt4_pair ? VoterSort::gpt4_pair : VoterSort::other;
  }
  EVENHAND_TRY(const std::string name, as_text(*judge));
  if (name.starts_with("expert")) return VoterSort::human;
  return name.starts_with("author") ? VoterSort::author : VoterSort::other;
}

Result<VoteWinner> winner_of(const Node& row) {
  EVENHAND_TRY(const std::string winner, required_text(row, "winner", kWhat));
  if (winner == "model_a") return VoteWinner::model_a;
  if (winner == "model_b") return VoteWinner::model_b;
  if (winner.find("tie") != std::string::npos) return VoteWinner::tie;
  const std::vector<std::string> known = {"model_a", "model_b", "tie"};
  return error_at(row, "unknown winner '" + winner + "'", did_you_mean(winner, known));
}

Result<int> turn_of(const Node& row) {
  constexpr std::int64_t kMost = 1'000;  // a conversation's turns; FastChat knows two
  EVENHAND_TRY(const Node* const found, required(row, "turn", kWhat));
  EVENHAND_TRY(const std::int64_t turn, as_integer(*found));
  if (turn >= 1 && turn <= kMost) return static_cast<int>(turn - 1);
  return error_at(*found, "'turn' counts from 1, found " + found->described());
}

Result<PairVote> read_vote(const Node& row) {
  PairVote vote{.place = row.place};
  EVENHAND_TRY(vote.question.text, required_text(row, "question_id", kWhat));
  EVENHAND_TRY(vote.model_a.text, required_text(row, "model_a", kWhat));
  EVENHAND_TRY(vote.model_b.text, required_text(row, "model_b", kWhat));
  EVENHAND_TRY(vote.voter, voter_of(row));
  EVENHAND_TRY(vote.winner, winner_of(row));
  EVENHAND_TRY(vote.turn, turn_of(row));
  return vote;
}

/// What a vote is on; the two models in the order of their names.
using Subject = std::tuple<int, QuestionId, ModelId, ModelId>;

struct Ballot {
  std::vector<VoteWinner> human;
  std::vector<const PairVote*> gpt4;
};

Subject subject_of(const PairVote& vote) {
  const auto& [low, high] = std::minmax(vote.model_a, vote.model_b);
  return {vote.turn, vote.question, low, high};
}

/// Model a being the one whose name comes first.
VoteWinner ordered_winner(const PairVote& vote) {
  if (vote.model_a <= vote.model_b || vote.winner == VoteWinner::tie) return vote.winner;
  return vote.winner == VoteWinner::model_a ? VoteWinner::model_b : VoteWinner::model_a;
}

std::map<Subject, Ballot> ballots_of(std::span<const PairVote> votes) {
  std::map<Subject, Ballot> ballots;
  for (const PairVote& vote : votes) {
    switch (vote.voter) {
      case VoterSort::human: ballots[subject_of(vote)].human.push_back(ordered_winner(vote)); break;
      case VoterSort::gpt4_pair: ballots[subject_of(vote)].gpt4.push_back(&vote); break;
      case VoterSort::author:
      case VoterSort::other: break;
    }
  }
  return ballots;
}

VoteComparison comparison(const Subject& subject, VoteWinner one, VoteWinner other) {
  return {.question = std::get<QuestionId>(subject),
          .turn = std::get<int>(subject),
          .agreed = one == other,
          .has_tie = one == VoteWinner::tie || other == VoteWinner::tie};
}

void count(bool agreed, AgreementCount& counted) {
  ++counted.compared;
  if (agreed) ++counted.agreed;
}

}  // namespace

std::optional<double> AgreementCount::share() const {
  if (compared == 0) return std::nullopt;
  return static_cast<double>(agreed) / static_cast<double>(compared);
}

Result<std::vector<PairVote>> read_pair_votes(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.list() == nullptr) {
    return error_at(root, "expected a list of votes, found " + root.described());
  }
  std::vector<PairVote> votes;
  for (const Node& row : *root.list()) {
    EVENHAND_TRY(PairVote vote, read_vote(row));
    votes.push_back(std::move(vote));
  }
  return votes;
}

Result<std::vector<VoteComparison>> gpt4_human_comparisons(std::span<const PairVote> votes) {
  std::vector<VoteComparison> comparisons;
  for (const auto& [subject, ballot] : ballots_of(votes)) {
    if (ballot.gpt4.empty() || ballot.human.empty()) continue;
    if (ballot.gpt4.size() > 1) {
      const PairVote& second = *ballot.gpt4[1];
      return Error{.what = "a second vote of GPT-4 on the question '" + second.question.text +
                           "', turn " + std::to_string(second.turn + 1),
                   .place = second.place};
    }
    for (const VoteWinner human : ballot.human) {
      comparisons.push_back(comparison(subject, ordered_winner(*ballot.gpt4.front()), human));
    }
  }
  return comparisons;
}

std::vector<VoteComparison> human_comparisons(std::span<const PairVote> votes) {
  std::vector<VoteComparison> comparisons;
  for (const auto& [subject, ballot] : ballots_of(votes)) {
    for (std::size_t i = 0; i < ballot.human.size(); ++i) {
      for (std::size_t j = i + 1; j < ballot.human.size(); ++j) {
        comparisons.push_back(comparison(subject, ballot.human[i], ballot.human[j]));
      }
    }
  }
  return comparisons;
}

Agreement agreement_of(std::span<const VoteComparison> comparisons) {
  Agreement agreement;
  for (const VoteComparison& comparison : comparisons) {
    TurnAgreement& of_turn = agreement[comparison.turn];
    count(comparison.agreed, of_turn.with_ties);
    if (!comparison.has_tie) count(comparison.agreed, of_turn.without_ties);
  }
  return agreement;
}

}  // namespace evenhand
