#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "report/report_data.h"

namespace evenhand {

/// A candidate in a finished run: every number of its row, under a dotted name.
struct ResultsRow {
  ModelId model;

  /// "win_rate", "win_rate.low" and "win_rate.high" (the ends of its interval), "coverage.judged",
  /// "categories.math", "categories.math.low", "turns.1", "judges.gpt", "judges.gpt.unreadable".
  /// nullopt where the field is there and has no number in this run.
  std::map<std::string, std::optional<double>> numbers;

  /// nullopt for what is not there, too.
  std::optional<double> number(const std::string& name) const;

  /// A number with its interval.
  std::optional<Estimate> estimate(const std::string& name) const;

  /// A count of the coverage, such as "judged"; 0 where it is not there.
  std::size_t count(const std::string& name) const;

  /// Whether an answer or a verdict is missing that the run should have: one that failed, or was
  /// never asked for.
  bool incomplete() const;
};

/// leaderboard.json, read back.
struct ResultsBoard {
  std::string place;  // the file, for messages
  std::string program_version;
  std::string run;
  SuiteId suite;
  std::string suite_version;
  Digest suite_digest;
  Digest prompts_digest;
  ProtocolId protocol;
  std::string seats;      // empty where answers are graded alone
  std::string opponents;  // empty where there is a baseline, or none is needed
  std::optional<ModelId> baseline = {};
  std::vector<ModelId> judges;
  std::uint64_t seed = 0;
  std::int64_t repeats = 1;
  std::int64_t samples = 1;
  std::vector<std::pair<std::string, std::string>> served_models;  // asked for, answered as
  std::vector<std::pair<std::string, std::string>> settings;
  std::vector<std::string> warnings;
  std::vector<ResultsRow> rows;  // best first

  /// An error with the nearest name where there is none.
  Result<const ResultsRow*> row_of(const std::string& model) const;

  /// The value of a setting; empty where there is none.
  std::string setting(const std::string& name) const;
};

/// The name of the number that a row is ranked by: "rating", "win_rate", "grade" ...; nullopt where
/// it has none.
std::optional<std::string> headline_name(const ResultsRow& row);

/// Reads `leaderboard.json` of a results folder. The file may be anybody's: what is read of it is
/// checked, and what a newer version wrote besides is let pass. Errors: not a results folder,
/// another format or version, a field of the wrong kind, a model twice.
Result<ResultsBoard> read_results_board(const FileSystem& files, const std::string& folder);

/// What `evenhand score FORMAT --json` printed, as a board: its format stands for suite and
/// protocol.
Result<ResultsBoard> read_scores_board(const FileSystem& files, const std::string& path);

}  // namespace evenhand
