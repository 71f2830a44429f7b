#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "run/results_folder.h"

namespace evenhand {

/// Shares of one candidate by question, q1, q2 and so on: 0, 0.5 or 1 each; below zero: the judge
/// was unreadable.
struct SharesOf {
  const char* candidate;
  std::vector<double> shares;
};

/// A finished pairwise run of such candidates, as if it had been read.
inline ResultsFolder finished_run(const std::string& folder, const std::vector<SharesOf>& all) {
  ResultsFolder results{.folder = folder,
                        .board = {.place = folder + "/leaderboard.json",
                                  .program_version = "1",
                                  .run = folder,
                                  .suite = {"tiny"},
                                  .suite_version = "1",
                                  .suite_digest = {"aaaa"},
                                  .prompts_digest = {"bbbb"},
                                  .protocol = {"pairwise"},
                                  .seats = "both",
                                  .baseline = ModelId{"base"},
                                  .judges = {{"judge"}},
                                  .settings = {{"verdicts", "strict"}, {"judge", "judge-1"}}},
                        .questions = {},
                        .verdicts = {}};
  for (const SharesOf& one : all) {
    ResultsRow row{.model = {one.candidate}, .numbers = {}};
    double judged = 0.0;
    for (std::size_t q = 0; q < one.shares.size(); ++q) {
      const QuestionId question{"q" + std::to_string(q + 1)};
      if (results.questions.size() <= q) results.questions.push_back(question);
      Verdict verdict{.game = {.question = question,
                               .candidate = {one.candidate},
                               .baseline = ModelId{"base"},
                               .judge = {"judge"}}};
      verdict.ruling = Preference{.candidate_share = one.shares[q]};
      if (one.shares[q] < 0.0) verdict.ruling = Unreadable{"no verdict line"};
      judged += one.shares[q] < 0.0 ? 0.0 : 1.0;
      results.verdicts.push_back(std::move(verdict));
    }
    row.numbers = {{"win_rate", 0.5},
                   {"win_rate.low", 0.4},
                   {"win_rate.high", 0.6},
                   {"grade", std::nullopt},
                   {"cost", 1.25},
                   {"unknown_cost", 0.0},
                   {"mean_length", 100.0},
                   {"rank", std::nullopt},
                   {"coverage.expected", static_cast<double>(one.shares.size())},
                   {"coverage.judged", judged}};
    results.board.rows.push_back(std::move(row));
  }
  return results;
}

}  // namespace evenhand
