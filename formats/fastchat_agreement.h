#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"

namespace evenhand {

/// Who voted, as FastChat tells them apart: GPT-4 with a pair prompt (["gpt-4", "pair..."]), a
/// person
/// ("expert_12"), an author of the answers' study ("author_3"), somebody else.
enum class VoterSort { gpt4_pair, human, author, other };

enum class VoteWinner { model_a, model_b, tie };

/// One vote between two models' answers, of FastChat's files for compute_agreement.
struct PairVote {
  QuestionId question;
  ModelId model_a;
  ModelId model_b;
  VoterSort voter = VoterSort::other;
  VoteWinner winner = VoteWinner::tie;
  int turn = 0;  // from 0; the file counts from 1
  SourcePlace place = {};
};

/// Reads a JSON array of {question_id, model_a, model_b, winner, judge, turn}. A winner with "tie"
/// in it is a tie ("tie (inconsistent)"). Other fields are left alone; errors have their line.
Result<std::vector<PairVote>> read_pair_votes(const FileSystem& files, const std::string& path);

struct AgreementCount {
  std::size_t compared = 0;
  std::size_t agreed = 0;

  std::optional<double> share() const;  // nullopt where nothing was compared
};

struct TurnAgreement {
  AgreementCount with_ties;
  AgreementCount without_ties;  // comparisons where either vote is a tie are left out
};

/// By turn, from 0.
using Agreement = std::map<int, TurnAgreement>;

/// Two votes on the same question, turn and two models, held against each other.
struct VoteComparison {
  QuestionId question;
  int turn = 0;
  bool agreed = false;
  bool has_tie = false;  // either vote is one
};

/// Every human vote against GPT-4's. Two of GPT-4's votes on one thing are an error where people
/// voted on it, too.
Result<std::vector<VoteComparison>> gpt4_human_comparisons(std::span<const PairVote> votes);

/// Every two human votes.
std::vector<VoteComparison> human_comparisons(std::span<const PairVote> votes);

Agreement agreement_of(std::span<const VoteComparison> comparisons);

}  // namespace evenhand
