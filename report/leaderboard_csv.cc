#include "report/leaderboard_csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/number_text.h"
#include "report/row_values.h"

namespace evenhand {
namespace {

// What a spreadsheet takes for the beginning of a formula, full-width forms included.
constexpr std::array<std::string_view, 11> kFormulaStarts = {
    "=",           "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
    "\xEF\xBC\xA0"};  // the last four: U+FF1D, U+FF0B, U+FF0D, U+FF20

/// A column's name and the cell below it; a table is a list of rows of these.
struct NamedCell {
  std::string name;
  std::string cell;
};
using Cells = std::vector<NamedCell>;

std::string number_cell(std::optional<double> number) {
  if (!number || !std::isfinite(*number)) return {};
  return shortest_text(*number);
}

void add_estimate(Cells& cells, const std::string& name, const std::optional<Estimate>& estimate) {
  const bool interval = estimate && estimate->interval;
  cells.push_back({name, estimate ? number_cell(estimate->value) : ""});
  cells.push_back({name + "_low", interval ? number_cell(estimate->interval->low) : ""});
  cells.push_back({name + "_high", interval ? number_cell(estimate->interval->high) : ""});
}

void add_coverage(Cells& cells, const Coverage& coverage) {
  for (const auto& [name, count] : counts_of(coverage))
    cells.push_back({name, std::to_string(count)});
}

void add_expense(Cells& cells, const std::string& name, const Expense& expense) {
  cells.push_back({name + "_calls", std::to_string(expense.calls)});
  cells.push_back({name + "_input_tokens", std::to_string(expense.input_tokens)});
  cells.push_back({name + "_output_tokens", std::to_string(expense.output_tokens)});
  cells.push_back({name + "_unknown_tokens", std::to_string(expense.unknown_tokens)});
  cells.push_back({name + "_cost", any_cost_known(expense) ? number_cell(expense.cost) : ""});
  cells.push_back({name + "_unknown_cost", std::to_string(expense.unknown_cost)});
}

Cells fixed_cells(const CandidateRow& row) {
  Cells cells = {{"model", csv_text(row.model.text)},
                 {"rank", row.rank == 0 ? "" : std::to_string(row.rank)},
                 {"incomplete", row.incomplete() ? "true" : "false"}};
  add_estimate(cells, "win_rate", row.win_rate);
  add_estimate(cells, "length_controlled_win_rate", row.length_controlled_win_rate);
  add_estimate(cells, "rating", row.rating);
  add_estimate(cells, "length_controlled_rating", row.length_controlled_rating);
  cells.push_back({"rank_low", row.rank_low == 0 ? "" : std::to_string(row.rank_low)});
  cells.push_back({"rank_high", row.rank_high == 0 ? "" : std::to_string(row.rank_high)});
  cells.push_back({"wins", std::to_string(row.wins)});
  cells.push_back({"ties", std::to_string(row.ties)});
  cells.push_back({"losses", std::to_string(row.losses)});
  add_estimate(cells, "grade", row.grade);
  cells.push_back({"grade_out_of", row.grade ? number_cell(row.grade_out_of) : ""});
  add_estimate(cells, "first_turn", turn_of(row, 0));
  add_estimate(cells, "second_turn", turn_of(row, 1));
  add_estimate(cells, "position_consistency", row.position_consistency);
  cells.push_back({"first_seat_share", number_cell(row.first_seat_share)});
  cells.push_back({"mean_length", number_cell(row.mean_length)});
  add_coverage(cells, row.coverage);
  add_expense(cells, "answering", row.answering);
  add_expense(cells, "judging", row.judging);
  return cells;
}

/// Names of everything that some row has, in the order of their first appearance.
template <class NamesOf>
std::vector<std::string> names_in(const ReportData& data, const NamesOf& names_of) {
  std::vector<std::string> names;
  for (const CandidateRow& row : data.rows) {
    for (const std::string& name : names_of(row)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> categories_of(const CandidateRow& row) {
  std::vector<std::string> names;
  for (const auto& [name, estimate] : row.by_category) names.push_back(name);
  return names;
}

std::vector<std::string> judges_of(const CandidateRow& row) {
  std::vector<std::string> names;
  for (const JudgeRow& judge : row.by_judge) names.push_back(judge.judge.text);
  return names;
}

void add_later_turns(Cells& cells, const CandidateRow& row, std::size_t turns) {
  for (std::size_t turn = 2; turn < turns; ++turn) {
    add_estimate(cells, "turn_" + std::to_string(turn + 1), turn_of(row, turn));
  }
}

void add_categories(Cells& cells, const CandidateRow& row, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::optional<Estimate> found;
    for (const auto& [category, estimate] : row.by_category) {
      if (category == name) found = estimate;
    }
    add_estimate(cells, "category:" + name, found);
  }
}

/// In [0, 1], as in leaderboard.json.
void add_choices(Cells& cells, const CandidateRow& row) {
  const auto estimate = [&](std::optional<double> value, const std::optional<Interval>& interval) {
    return value ? std::optional(Estimate{*value, interval}) : std::nullopt;
  };
  const ChoiceMeans means = row.choices ? row.choices->means : ChoiceMeans{};
  const auto present = [&](double value) {
    return row.choices ? std::optional(value) : std::nullopt;
  };
  add_estimate(cells, "micro", estimate(present(means.micro), means.micro_interval));
  add_estimate(cells, "macro_subjects",
               estimate(present(means.macro_subjects), means.macro_subjects_interval));
  add_estimate(cells, "macro_categories",
               estimate(means.macro_categories, means.macro_categories_interval));
  cells.push_back(
      {"invalid_rate", row.choices ? number_cell(row.choices->invalid_rate) : std::string()});
}

/// At the end, since the columns before them were here first.
void add_truthful(Cells& cells, const CandidateRow& row) {
  const auto estimate = [&](Estimate TruthfulColumns::*share) {
    return row.truthful ? std::optional((*row.truthful).*share) : std::nullopt;
  };
  add_estimate(cells, "true_share", estimate(&TruthfulColumns::true_share));
  add_estimate(cells, "informative_share", estimate(&TruthfulColumns::informative_share));
}

/// In [0, 1]; columns that no row has are left out.
void add_likelihood(Cells& cells, const ReportData& data, const CandidateRow& row) {
  const auto add = [&](const char* name, const auto& pick) {
    const auto estimate = [&](const CandidateRow& one) -> std::optional<Estimate> {
      if (!one.likelihood) return std::nullopt;
      return pick(*one.likelihood);
    };
    if (std::any_of(data.rows.begin(), data.rows.end(),
                    [&](const CandidateRow& one) { return estimate(one).has_value(); })) {
      add_estimate(cells, name, estimate(row));
    }
  };
  using Columns = LikelihoodColumns;
  add("mc1", [](const Columns& c) { return std::optional(c.mc1); });
  add("mc2", [](const Columns& c) { return std::optional(c.mc2); });
  add("mc3", [](const Columns& c) { return std::optional(c.mc3); });
  add("mc1_by_length", [](const Columns& c) { return c.by_length; });
}

void add_judges(Cells& cells, const CandidateRow& row, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::optional<Estimate> found;
    for (const JudgeRow& judge : row.by_judge) {
      if (judge.judge.text == name) found = judge.headline;
    }
    add_estimate(cells, "judge:" + name, found);
  }
}

}  // namespace

std::string csv_text(std::string_view untrusted) {
  std::string text = replaced(valid_utf8(untrusted), std::string_view("\0", 1), "\xEF\xBF\xBD");
  const bool formula = std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                                   [&](std::string_view start) { return text.starts_with(start); });
  if (formula) text.insert(text.begin(), '\'');
  if (text.find_first_of("\",\r\n;\t") == std::string::npos) return text;
  return '"' + replaced(text, "\"", "\"\"") + '"';
}

std::string leaderboard_csv(const ReportData& data) {
  const std::vector<std::string> categories = names_in(data, categories_of);
  const std::vector<std::string> judges = names_in(data, judges_of);
  std::size_t turns = 0;
  for (const CandidateRow& row : data.rows) turns = std::max(turns, row.by_turn.size());
  const bool choices = std::any_of(data.rows.begin(), data.rows.end(),
                                   [](const CandidateRow& row) { return row.choices.has_value(); });
  const bool truthful =
      std::any_of(data.rows.begin(), data.rows.end(),
                  [](const CandidateRow& row) { return row.truthful.has_value(); });
  std::string head;
  std::string body;
  const auto rows = data.rows.empty() ? std::vector<CandidateRow>(1) : data.rows;
  for (const CandidateRow& row : rows) {
    Cells cells = fixed_cells(row);
    if (!data.excluded.empty()) add_estimate(cells, "audited", row.audited);
    add_later_turns(cells, row, turns);
    if (choices) add_choices(cells, row);
    add_categories(cells, row, categories);
    add_judges(cells, row, judges);
    if (truthful) add_truthful(cells, row);
    add_likelihood(cells, data, row);
    if (choices) {
      cells.push_back({"chance", row.choices ? number_cell(row.choices->chance) : std::string()});
    }
    head.clear();
    for (const NamedCell& cell : cells) {
      head += (head.empty() ? "" : ",") + csv_text(cell.name);
      body += (&cell == cells.data() ? "" : ",") + cell.cell;
    }
    body += "\r\n";
  }
  return head + "\r\n" + (data.rows.empty() ? "" : body);
}

}  // namespace evenhand
