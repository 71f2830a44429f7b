#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/verdict.h"

namespace evenhand {

/// One value for each question asked about, in that order; nullopt where there is no score.
using QuestionScores = std::vector<std::optional<double>>;

/// Verdicts become scores in [0, 1], question by question: a preference counts its share for the
/// candidate (a tie one half), a grade its points out of the maximum.
///
/// Repeats of a game and samples of an answer are averaged first, then the two seatings, then
/// turns, then opponents, then judges. A seating that was played needs at least one readable
/// verdict, and a turn that was played needs a score: what is left of a torn pair carries the
/// judge's preference for a seat, so it is no score at all. A preference counts for both who met,
/// for the one in the baseline's place as well.
class ScoreTable {
 public:
  explicit ScoreTable(std::span<const Verdict> verdicts);

  /// Over all judges that have a score for the question, and all turns.
  QuestionScores pooled(const ModelId& candidate, std::span<const QuestionId> questions) const;

  QuestionScores by_judge(const ModelId& candidate, const ModelId& judge,
                          std::span<const QuestionId> questions) const;

  /// Against one opponent, over all judges that have a score for the question, and all turns.
  QuestionScores against(const ModelId& candidate, const ModelId& opponent,
                         std::span<const QuestionId> questions) const;

  /// One turn (from 0), over all judges that have a score for it.
  QuestionScores by_turn(const ModelId& candidate, int turn,
                         std::span<const QuestionId> questions) const;

 private:
  struct Seat {
    double sum = 0.0;
    int readable = 0;
    bool played = false;
  };
  using Cell = std::array<Seat, 2>;            // by seating
  using Turns = std::map<int, Cell>;           // by turn
  using Opponents = std::map<ModelId, Turns>;  // one without a name: graded alone
  using Judges = std::map<ModelId, Opponents>;

  void add(const Verdict& verdict);
  static std::optional<double> score_of(const Cell& cell);
  static std::optional<double> score_of(const Turns& turns);
  static std::optional<double> score_of(const Opponents& opponents);
  /// For each question the mean over judges of what `score_of_judge` makes of a judge's games.
  template <class ScoreOf>
  QuestionScores over_judges(const ModelId& candidate, std::span<const QuestionId> questions,
                             ScoreOf score_of_judge) const;
  const Judges* judges_of(const ModelId& candidate, const QuestionId& question) const;

  std::map<ModelId, std::map<QuestionId, Judges>> cells_;
};

/// The values that are there.
std::vector<double> present(std::span<const std::optional<double>> scores);

/// nullopt for no values.
std::optional<double> mean_of(std::span<const double> values);

}  // namespace evenhand
