#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/verdict.h"
#include "report/report_data.h"

namespace evenhand {

/// What readers look for among questions.
struct QuestionMarks {
  bool moved = false;       // a winner that moved with the seat
  bool judges = false;      // judges that disagree on a candidate
  bool repeats = false;     // a judge that changed its mind when asked again
  bool unreadable = false;  // a verdict that could not be read
  bool missing = false;     // an answer or a judgement that failed or was never asked for
  bool cut_off = false;     // an answer cut off by the token limit
};

QuestionMarks marks_of(const std::vector<const Answer*>& answers,
                       const std::vector<const Verdict*>& verdicts);

/// "moved judges": one word for each mark that is set, for a page's filters.
std::string mark_words(const QuestionMarks& marks);

/// The games whose winner moved when the seats were exchanged, for both games of such a pair.
std::vector<const Verdict*> moved_games(const std::vector<const Verdict*>& verdicts);

}  // namespace evenhand
