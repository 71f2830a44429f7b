#pragma once

#include "base/put_text.h"
#include "report/report_data.h"

namespace evenhand {

/// A line of JSON for every answer, turn by turn, as it came: the lossless record beside the
/// tables. An answer that does not exist has `failure` {kind, reason} and the turns before it.
/// Turns count from 1; tokens and cost are null where nobody knows them.
Result<void> write_answers_jsonl(const ReportData& data, const PutText& put);

/// A line of JSON for every verdict: the game, the order in which the judge saw the answers, its
/// words, and the `outcome` ("candidate", "baseline", "tie" or "grade"). Where there is none,
/// `outcome` is null and `failure` {kind, reason} says why; words that could not be read are of
/// kind "unreadable". Turns and repeats count from 1.
Result<void> write_verdicts_jsonl(const ReportData& data, const PutText& put);

}  // namespace evenhand
