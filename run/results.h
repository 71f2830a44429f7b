#pragma once

#include <string>

#include "base/file_system.h"
#include "report/report_data.h"

namespace evenhand {

/// Of the run file that stands beside results, with every default spelled out.
inline constexpr const char* kResolvedName = "run.resolved.yaml";

/// Writes the results folder, each file atomically: leaderboard.csv, leaderboard.json,
/// answers.jsonl, verdicts.jsonl, report.html and run.resolved.yaml.
Result<void> write_results(FileSystem& files, const std::string& folder, const ReportData& report,
                           const std::string& resolved);

/// An error where write_results() could not write into that folder. Leaves nothing behind.
Result<void> try_results(FileSystem& files, const std::string& folder);

/// The same of write_charts().
Result<void> try_charts(FileSystem& files, const std::string& folder);

/// Writes every chart that the run has data for as <folder>/<name>.svg, each file atomically.
Result<void> write_charts(FileSystem& files, const std::string& folder, const ReportData& report);

/// A name as one part of a path: letters, digits, '.', '_' and '-' stay, anything else becomes '_',
/// a leading dot too; at most 100 bytes.
std::string file_name_for(const std::string& name);

}  // namespace evenhand
