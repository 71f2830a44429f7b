#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/report_data.h"

namespace evenhand {

/// A number in [0, 1] that stands beside the grade where a suite brings what is right, shown in
/// percent.
struct KeyedColumn {
  enum class Kind { choice, truthful, likelihood };

  std::string head;
  Kind kind = Kind::choice;
  std::function<std::optional<Estimate>(const CandidateRow&)> pick;
};

/// The columns of multiple choice, of TruthfulQA's open questions and of the likelihood of options
/// that this report has numbers for, in the order in which tables show them; means over subjects
/// and categories only where there is more than one.
std::vector<KeyedColumn> keyed_columns(const ReportData& data);

/// What these columns mean, in sentences of our own; empty where there are none.
std::string meaning_of_keyed_columns(const ReportData& data);

}  // namespace evenhand
