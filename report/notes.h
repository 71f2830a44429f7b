#pragma once

#include <string>
#include <vector>

#include "report/report_data.h"

namespace evenhand {

/// Sentences on the run, raw: names in them are untrusted and the caller makes them safe.

/// "nightly: suite instruct 1.0, pairwise against base, both seats, judged by gpt, seed 7".
std::string run_in_words(const ReportData& data);

/// What the headline number and its interval are.
std::string meaning_of_headline(const ReportData& data);

/// What the audited number is. Requires that questions are excluded.
std::string meaning_of_audited(const ReportData& data);

/// Which calls the cost of a row is of.
std::string meaning_of_cost();

/// What judges did that concerns all rows: how far one differs from itself on games that were put
/// to it again, and how many judgements the other grammar of verdicts reads differently.
std::vector<std::string> judges_in_words(const ReportData& data);

/// For each incomplete row, what is missing: "ours is incomplete: scores for 700 of 805
/// questions (100 answers failed).", with the judges who gave too few verdicts. Empty when nothing
/// is missing.
std::vector<std::string> incomplete_rows(const ReportData& data);

/// Of rows that are not incomplete and yet lack something: "ours: 3 judgements failed."
std::vector<std::string> rows_with_gaps(const ReportData& data);

/// Why answers and verdicts are not there, the three most frequent reasons of each: "5 answers of
/// ours: the model said nothing", with the model unless there is but one.
std::vector<std::string> reasons_of_failures(const ReportData& data);

/// What is missing of one candidate: "3 answers failed, 2 verdicts unreadable"; empty when
/// nothing is.
std::string missing_in_words(const Coverage& coverage);

}  // namespace evenhand
