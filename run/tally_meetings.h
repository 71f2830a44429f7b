#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/report_data.h"
#include "run/evaluation.h"
#include "run/setting.h"
#include "stats/score_games.h"

namespace evenhand {

/// For candidates that met each other: gives each row its rating, the places it may have and its
/// rating at equal length, by Bradley-Terry over the questions. Rows are in the order of
/// candidates. Where ratings do not exist (somebody won or lost everything, or some never met) rows
/// stay without, and a remark says so.
void rate_rows(const RunSetting& setting, const Findings& findings, const ScoreTable& scores,
               std::vector<CandidateRow>& rows, std::vector<std::string>& remarks);

/// The win rate of each row against each other one; nullopt on the diagonal and where two did not
/// meet.
std::vector<std::vector<std::optional<double>>> win_rates_of_pairs(
    const RunSetting& setting, const ScoreTable& scores, std::span<const CandidateRow> rows);

}  // namespace evenhand
