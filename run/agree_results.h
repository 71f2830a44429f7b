#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run/world.h"
#include "stats/rater_agreement.h"

namespace evenhand {

/// What `evenhand agree RESULTS...` was told.
struct ResultsAgreementOrder {
  std::vector<std::string> folders;
  std::string votes_file;  // of people: see formats/preference_votes.h; may be empty
  std::uint64_t seed = 0;
  std::size_t resamples = 1000;  // 0: no intervals
};

/// Two judges, or a judge and "people", or people among themselves.
struct RaterPairRow {
  std::string first;
  std::string second;
  MarkSort sort = MarkSort::preference;
  RaterAgreement agreement;
  BoardAgreement board;
};

struct ResultsAgreement {
  std::vector<RaterPairRow> rows;
  MarkSort alpha_sort = MarkSort::preference;
  std::size_t alpha_things = 0;  // that two judges or more marked
  RatedValue alpha;              // of all judges together
  double out_of = 10.0;          // of grades
  std::vector<std::string> warnings;
};

/// Holds the judges of finished runs against each other, and against people's votes where a file of
/// them is given. A judge that several runs have is told apart by folder. A thing that is
/// judged is a question's turn with one model (graded) or two; seatings, repeats and samples are
/// averaged first, and people's votes are held against the mean over turns. Errors: what cannot
/// be read, runs of different suites, one judge and no people.
Result<ResultsAgreement> agree_results(const ResultsAgreementOrder& order, const World& world);

}  // namespace evenhand
