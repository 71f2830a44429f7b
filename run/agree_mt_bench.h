#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/fastchat_agreement.h"
#include "run/world.h"
#include "stats/bootstrap.h"

namespace evenhand {

struct VoteAgreementOrder {
  std::vector<std::string> vote_files;  // FastChat's arrays of votes, of people and of GPT-4
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// How often two sorts of voters agree on one turn.
struct VoteAgreementRow {
  std::string voters;  // "gpt4-pair and human" or "human and human"
  int turn = 0;        // from 0
  bool with_ties = true;
  AgreementCount count;
  std::optional<Interval> interval = {};  // of the share, at 95 %, resampled by question
};

struct VoteAgreementBoard {
  std::vector<VoteAgreementRow> rows;
  std::vector<std::string> warnings;
};

/// Agreement of votes as FastChat's compute_agreement counts it, with intervals by question. Where
/// two sorts of voters never voted on the same thing there is a warning in place of rows.
Result<VoteAgreementBoard> agree_mt_bench(const VoteAgreementOrder& order, const World& world);

}  // namespace evenhand
