#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/answer.h"
#include "base/ids.h"
#include "base/question.h"
#include "base/verdict.h"
#include "base/words.h"
#include "stats/bootstrap.h"
#include "stats/choice_means.h"

namespace evenhand {

/// A number and its 95 % interval, resampled by question; no interval where none can be had.
struct Estimate {
  double value = 0.0;
  std::optional<Interval> interval = {};
};

/// What stands behind a candidate's number. Questions, unless it says games.
struct Coverage {
  std::size_t expected = 0;   // questions of the suite
  std::size_t answered = 0;   // with a whole answer
  std::size_t judged = 0;     // with a score
  std::size_t truncated = 0;  // answered, but cut off by the token limit; judged as they are
  std::size_t failed = 0;   // no answer: the call failed for good, was filtered or came back empty
  std::size_t missing = 0;  // never asked: the run stopped before, or it was offline
  std::size_t games = 0;    // games that the answers call for
  std::size_t unreadable = 0;     // games whose verdict could not be read
  std::size_t failed_games = 0;   // games whose call failed for good
  std::size_t missing_games = 0;  // games never asked

  /// Below 95 % of the questions judged, a number stands for too few.
  bool too_few_judged() const { return 100 * judged < 95 * expected; }

  /// Whether a score or a verdict is missing that the run should have.
  bool lacks_anything() const { return judged < expected || failed_games > 0 || missing_games > 0; }
};

/// Calls, tokens and money; sums of what is known, beside how much is not.
struct Expense {
  std::int64_t calls = 0;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t unknown_tokens = 0;  // calls whose usage the server did not report
  double cost = 0.0;                // US dollars, of the calls whose price is known
  std::int64_t unknown_cost = 0;    // calls whose price is not known
};

/// What one judge made of one candidate.
struct JudgeRow {
  ModelId judge;
  std::optional<Estimate> headline;  // win rate in [0, 1] or mean grade in points
  std::size_t unreadable = 0;        // games
  std::size_t games = 0;             // that the answers call for
  std::size_t failed_games = 0;      // of these, with a call that failed for good
  std::size_t missing_games = 0;     // and those never asked

  /// Below 95 % of its games with a verdict, a judge has no full part in the number.
  bool lacks_too_many() const { return 100 * (failed_games + missing_games) > 5 * games; }
};

/// Why answers or verdicts are not there, as often as it happened.
struct FailureCount {
  ModelId model;  // who was asked
  std::string reason;
  std::size_t count = 0;
};

/// A point of a fitted curve: the win rate when answers are so many code points longer than the
/// baseline's.
struct CurvePoint {
  double length_difference = 0.0;
  double win_rate = 0.0;
};

/// Of multiple choice, what published tables call accuracy: a reply that chooses nothing counts as
/// wrong, unlike in `grade`, and stands beside it.
struct ChoiceColumns {
  ChoiceMeans means;
  double invalid_rate = 0.0;  // share of the replies that choose nothing
  double chance = 0.0;  // what guessing scores: the mean of 1 over (1 + a question's wrong options)
};

/// Of TruthfulQA's open questions: shares of answers, in [0, 1]; `grade` is the share of those that
/// are both.
struct TruthfulColumns {
  Estimate true_share;
  Estimate informative_share;
};

/// Of options that candidates give log probabilities of: TruthfulQA's marks, in [0, 1].
struct LikelihoodColumns {
  Estimate
      mc1;  // the best option is likelier than every wrong one; with one right option, accuracy
  Estimate mc2;  // the right options' share of the probability
  Estimate mc3;  // share of right options that are likelier than every wrong one
  /// MC1 of log probabilities that are divided by the option's length; none of letters.
  std::optional<Estimate> by_length = {};
};

/// A row of the leaderboard. Win rates are fractions in [0, 1]; a tie counts one half.
struct CandidateRow {
  ModelId model;
  std::size_t rank = 0;  // 1 for the best value; equal values share a rank; 0: no value
  Coverage coverage;
  std::optional<Estimate> win_rate = {};                    // pairwise protocols
  std::optional<Estimate> length_controlled_win_rate = {};  // pairwise, where lengths allow it
  std::vector<CurvePoint> length_curve = {};  // over the differences that there are, ascending
  std::size_t wins = 0;                       // questions with a score above, at, below one half
  std::size_t ties = 0;
  std::size_t losses = 0;
  /// Where candidates meet each other: on the Elo scale, mean 1000, and the places that the
  /// differences leave open: see stats/candidate_ratings.h.
  std::optional<Estimate> rating = {};
  std::optional<Estimate> length_controlled_rating = {};  // at equal length
  std::size_t rank_low = 0;                               // 0: no rating
  std::size_t rank_high = 0;
  std::optional<Estimate> grade = {};  // graded protocols: mean points over questions
  /// The win rate or grade without the questions that an overlay excludes, where there are any.
  std::optional<Estimate> audited = {};
  double grade_out_of = 10.0;
  std::optional<ChoiceColumns> choices = {};
  std::optional<TruthfulColumns> truthful = {};
  std::optional<LikelihoodColumns> likelihood = {};
  std::vector<Estimate> by_turn = {};  // mean grade or win rate of each turn
  std::vector<std::pair<std::string, Estimate>> by_category = {};
  std::optional<Estimate> position_consistency = {};  // share of pairs of games with one winner
  std::optional<double> first_seat_share = {};  // of the pairs that disagree: both went to seat 1
  std::optional<double> mean_length = {};       // code points of the answers
  Expense answering;
  Expense judging;
  std::vector<JudgeRow> by_judge = {};

  /// A number is marked incomplete where too few questions have a score, or where a judge of the
  /// panel gave too few verdicts: it is not the mean that was asked for.
  bool incomplete() const {
    return coverage.too_few_judged() ||
           std::any_of(by_judge.begin(), by_judge.end(),
                       [](const JudgeRow& judge) { return judge.lacks_too_many(); });
  }
};

/// One judge's part in the whole run.
struct JudgeSummary {
  ModelId judge;
  std::size_t read = 0;              // verdicts with a ruling that was read from the judge's words
  std::size_t unreadable = 0;        // and those whose words could not be read
  std::size_t read_differently = 0;  // by the other grammar than the run's, strict or upstream
  std::size_t repeat_pairs = 0;      // two repeats of one game, both readable
  std::optional<Estimate> changed = {};    // share of these whose rulings differ
  std::optional<double> mean_change = {};  // points of a grade, or share of a preference
  // Of pairwise protocols.
  std::size_t seat_pairs = 0;                   // games read from both seats
  std::optional<Estimate> consistency = {};     // share of these with the same winner
  std::optional<Estimate> prefers_first = {};   // share of decided games won by whom it read first
  std::optional<Estimate> prefers_longer = {};  // and by the longer answer
  std::optional<Estimate> prefers_lists = {};   // and, where one has a list, by that one
};

/// Two judges on the games that both ruled on.
struct JudgePair {
  ModelId first;
  ModelId second;
  std::size_t games = 0;
  Estimate agreement;           // share of games with the same winner, or the same grade
  std::optional<double> kappa;  // agreement beyond chance (Cohen)
};

/// How the page shows answers, references and judges' words: as they came, or their Markdown as
/// headings, lists, tables and code.
enum class TextView { plain, markdown };

/// Everything a page shows. Plain values, no clock: the same run gives the same bytes.
struct ReportData {
  std::string program_version;
  std::string run;
  SuiteId suite;
  std::string suite_title;
  std::string suite_version;
  Digest suite_digest;
  Digest prompts_digest;
  ProtocolId protocol;
  std::string seats;  // "both", "drawn" or "alpaca_eval"; empty where answers are graded alone
  std::optional<ModelId> baseline = {};
  std::string opponents = {};  // "all", or how many each meets a question: candidates meet; else ""
  std::vector<ModelId> judges;
  std::uint64_t seed = 0;
  int repeats = 1;
  int samples = 1;                 // answers of each candidate to a question
  std::string command;             // that makes this report again
  std::vector<CandidateRow> rows;  // best first
  /// Where candidates meet: the row's win rate against the column's, in the order of `rows`;
  /// nullopt on the diagonal and where they did not meet.
  std::vector<std::vector<std::optional<double>>> win_rates_of_pairs = {};
  std::vector<JudgeSummary> judge_summaries = {};  // in the order of `judges`
  std::vector<JudgePair> judge_pairs = {};         // who ruled on common games
  std::vector<FailureCount> failed_answers = {};   // the baseline's among them; most frequent first
  std::vector<FailureCount> failed_verdicts = {};  // calls that failed, and words not read
  std::vector<std::string> warnings;               // sentences
  std::vector<std::pair<std::string, std::string>> served_models;  // asked for, answered as
  // Everything behind the numbers, in the order of the suite, then of the run file.
  std::vector<Question> questions;
  std::vector<std::pair<QuestionId, std::string>> excluded = {};  // by an overlay, and why
  std::vector<Answer> answers;
  std::vector<Answer> further_answers = {};  // samples after the first, failures among them
  std::vector<Verdict> verdicts;
  /// Where words are that a run of this size does not hold; nullptr: all are held.
  std::shared_ptr<const Words> words = {};
  // What else decided the result, such as {"temperature of ours", "0.7"}, in a fixed order.
  std::vector<std::pair<std::string, std::string>> settings = {};
  TextView texts = TextView::plain;

  bool lacks_anything() const {
    return std::any_of(rows.begin(), rows.end(),
                       [](const CandidateRow& row) { return row.coverage.lacks_anything(); });
  }
};

}  // namespace evenhand
