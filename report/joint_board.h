#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/leaderboard_table.h"
#include "report/number_text.h"
#include "report/report_data.h"
#include "report/terminal_text.h"
#include "stats/correlation.h"

namespace evenhand {

/// Runs whose numbers can stand below one another: same suite, protocol, baseline, judges, prompts.
struct JointColumn {
  std::string name;  // of its own among the columns
  std::string suite;
  std::string suite_version;
  std::string digest;
  std::string protocol;
  std::string baseline;  // empty: none
  std::string judges;
  std::string prompts_digest;
  std::string seats;
  std::string field;  // "win_rate"
  Scale scale = Scale::percent;
  std::vector<std::string> results;  // folders and files, in the order they were named
};

/// A model's number in a column.
struct JointCell {
  Estimate value;
  std::size_t rank = 0;  // within the column, from 1
  std::size_t judged = 0;
  std::size_t expected = 0;
  bool incomplete = false;
  std::string results;
};

struct JointRow {
  std::string model;                            // with its run where one column has the model twice
  std::vector<std::optional<JointCell>> cells;  // one a column
};

/// How far two columns put the same models in the same order.
struct ColumnCorrelation {
  std::size_t first = 0;
  std::size_t second = 0;
  std::size_t models = 0;  // in both
  std::optional<double> spearman = {};
  std::optional<Interval> spearman_interval = {};
  std::optional<double> kendall = {};
  std::optional<Interval> kendall_interval = {};
};

struct JointBoard {
  std::vector<JointColumn> columns;
  std::vector<JointRow> rows;  // by the first column's value, then the next ones'
  std::vector<ColumnCorrelation> correlations = {};
  std::vector<std::string> remarks = {};  // sentences: what keeps columns apart, what to know
};

/// Safe to print. Where the terminal is too narrow, intervals go first.
std::string joint_text(const JointBoard& board, const TableStyle& style);

std::string joint_json(const JointBoard& board);

/// RFC 4180: a row a model and column, numbers in full.
std::string joint_csv(const JointBoard& board);

std::string joint_markdown(const JointBoard& board);

}  // namespace evenhand
