#pragma once

#include <string>
#include <vector>

#include "base/verdict.h"
#include "report/html_prose.h"
#include "report/markup.h"

namespace evenhand {

/// Whether the winner of a game moved when the seats were exchanged.
enum class Moved { no, with_seat };

/// One game: who won, who judged, who was read first; the judge's words behind a fold.
Markup game_html(const Verdict& verdict, ProseStyle style, Moved moved);

/// What the verdicts of one question say of one candidate, as a single mark: W, T, L, the mean
/// grade, or a dash. The mean over its games decides.
Markup outcome_mark(const ModelId& candidate, const std::vector<const Verdict*>& verdicts);

/// The same as one character for filters: W, T, L, G for a grade, or a dash.
std::string outcome_letter(const ModelId& candidate, const std::vector<const Verdict*>& verdicts);

}  // namespace evenhand
