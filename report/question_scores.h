#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "report/report_data.h"
#include "stats/score_games.h"

namespace evenhand {

/// What became of one question for one candidate, the first that applies. Not a failure: `tied`,
/// `judged`, and `cut_off`, whose answer was judged as it is.
enum class Fate {
  judged,
  tied,
  cut_off,
  unreadable,   // no score, and a verdict that could not be read
  no_verdict,   // no score, and a judgement that failed or was never asked for
  filtered,     // no answer: a content filter
  failed,       // no answer: another failure
  never_asked,  // no answer, and nobody asked
};

inline constexpr std::size_t kFates = 8;

/// "judged", "judged, tied", "judged, cut off" ...
std::string_view words_for(Fate fate);

/// A candidate's questions, in the order of the suite.
struct QuestionRow {
  QuestionScores scores;  // in [0, 1]
  std::vector<Fate> fates;
  /// The candidate's answer minus the baseline's in code points; nullopt where one is missing or
  /// there is no baseline.
  std::vector<std::optional<double>> length_differences;

  std::array<std::size_t, kFates> counts() const;
};

/// One for each row of the report, in its order.
using QuestionTable = std::vector<QuestionRow>;

QuestionTable question_table(const ReportData& data);

}  // namespace evenhand
