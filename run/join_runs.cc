#include "run/join_runs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"
#include "report/diff_words.h"
#include "run/comparability.h"
#include "stats/correlation.h"
#include "stats/ranks.h"

namespace evenhand {
namespace {

/// The runs of one column, by their places among the boards.
using Group = std::vector<std::size_t>;

std::string shown_place(const ResultsBoard& board) {
  const std::filesystem::path place(board.place);
  return place.filename() == "leaderboard.json" ? place.parent_path().string() : board.place;
}

std::vector<Group> grouped(const std::vector<ResultsBoard>& boards) {
  std::vector<Group> groups;
  for (std::size_t b = 0; b < boards.size(); ++b) {
    const auto fits = [&](const Group& group) {
      return comparable(mismatches_of(boards[group.front()], boards[b]));
    };
    const auto group = std::find_if(groups.begin(), groups.end(), fits);
    if (group == groups.end()) {
      groups.push_back({b});
    } else {
      group->push_back(b);
    }
  }
  return groups;
}

std::string judges_of(const ResultsBoard& board) {
  std::vector<std::string> judges;
  for (const ModelId& judge : board.judges) judges.push_back(judge.text);
  return joined(judges, ", ");
}

/// "choices.micro.low" is as "micro".
std::string_view last_name(std::string_view field) {
  for (const std::string_view end : {".low", ".high"}) {
    if (field.ends_with(end)) field.remove_suffix(end.size());
  }
  const std::size_t dot = field.rfind('.');
  return dot == std::string_view::npos ? field : field.substr(dot + 1);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Numbers that AlpacaEval and others give in percent are shown as they are.
Scale scale_of(const ResultsBoard& board, const std::string& field) {
  if (field.starts_with("audited_")) return scale_of(board, field.substr(sizeof("audited_") - 1));
  const std::string_view of = std::string_view(field).substr(0, field.find('.'));
  const bool fractions =
      !board.suite_digest.text.empty() ||
      is_one_of(board.protocol.text, {"mt_bench", "mmlu", "truthfulqa", "truthfulqa_gen"});
  if (!fractions) return Scale::points;
  // Of one part of the questions or judges: as the number of all of them.
  const bool of_a_part = is_one_of(of, {"audited", "turns", "first_turn", "second_turn", "judges"});
  if ((of_a_part || of == "categories") && last_name(field) != "unreadable") {
    for (const ResultsRow& row : board.rows) {
      if (const auto name = headline_name(row)) return scale_of(board, *name);
    }
  }
  return is_one_of(of, {"win_rate", "length_controlled_win_rate", "win_rate_adjusted", "loss_rate",
                        "accuracy", "position_consistency", "first_seat_share", "true_share",
                        "informative_share", "true_and_informative_share", "mc1", "mc2", "mc3",
                        "mc1_by_length"}) ||
                 of.starts_with("rouge") ||
                 is_one_of(last_name(field), {"micro", "macro_subjects", "macro_categories",
                                              "invalid_rate", "chance"})
             ? Scale::percent
             : Scale::points;
}

std::string field_of(const std::vector<ResultsBoard>& boards, const Group& group,
                     const std::string& told) {
  if (!told.empty()) return told;
  for (const std::size_t b : group) {
    for (const ResultsRow& row : boards[b].rows) {
      if (const auto name = headline_name(row)) return *name;
    }
  }
  return "none";
}

JointColumn column_of(const std::vector<ResultsBoard>& boards, const Group& group,
                      const std::string& told) {
  const ResultsBoard& board = boards[group.front()];
  JointColumn column{.name = board.suite.text,
                     .suite = board.suite.text,
                     .suite_version = board.suite_version,
                     .digest = board.suite_digest.text,
                     .protocol = board.protocol.text,
                     .baseline = board.baseline ? board.baseline->text : "",
                     .judges = judges_of(board),
                     .prompts_digest = board.prompts_digest.text,
                     .seats = board.seats,
                     .field = field_of(boards, group, told),
                     .results = {}};
  column.scale = scale_of(board, column.field);
  for (const std::size_t b : group) column.results.push_back(shown_place(boards[b]));
  return column;
}

/// Names that tell columns apart: the suite, where it must be with its protocol, where that is not
/// enough with a number.
void name_columns(std::vector<JointColumn>& columns) {
  const auto taken = [&](const std::string& name) {
    return std::count_if(columns.begin(), columns.end(),
                         [&](const JointColumn& column) { return column.name == name; }) > 1;
  };
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const JointColumn& column : columns) {
    names.push_back(taken(column.name) ? column.suite + " " + column.protocol : column.name);
  }
  for (std::size_t c = 0; c < columns.size(); ++c) columns[c].name = names[c];
  std::map<std::string, int> seen;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (std::count(names.begin(), names.end(), names[c]) < 2) continue;
    columns[c].name += " #" + std::to_string(++seen[names[c]]);
  }
}

/// Models that one column has from several runs.
std::set<std::string> repeated_models(const std::vector<ResultsBoard>& boards, const Group& group) {
  std::set<std::string> seen;
  std::set<std::string> repeated;
  for (const std::size_t b : group) {
    for (const ResultsRow& row : boards[b].rows) {
      if (!seen.insert(row.model.text).second) repeated.insert(row.model.text);
    }
  }
  return repeated;
}

/// Those of any column: they are told apart by their run.
std::set<std::string> ambiguous_models(const std::vector<ResultsBoard>& boards,
                                       const std::vector<Group>& groups) {
  std::set<std::string> ambiguous;
  for (const Group& group : groups) ambiguous.merge(repeated_models(boards, group));
  return ambiguous;
}

/// Which models stand in which rows.
class Rows {
 public:
  Rows(const std::vector<ResultsBoard>& boards, const std::vector<Group>& groups)
      : ambiguous_(ambiguous_models(boards, groups)), columns_(groups.size()) {
    std::map<std::string, int> runs;
    for (const ResultsBoard& board : boards) ++runs[board.run];
    for (const auto& [run, count] : runs) {
      if (count > 1) repeated_runs_.insert(run);
    }
  }

  JointRow& row_of(const ResultsBoard& board, const ResultsRow& row) {
    std::string name = row.model.text;
    if (ambiguous_.contains(name)) {
      name += " (" + (repeated_runs_.contains(board.run) ? shown_place(board) : board.run) + ")";
    }
    const auto [found, is_new] = places_.try_emplace(name, rows_.size());
    if (is_new) {
      rows_.push_back({.model = name, .cells = {}});
      rows_.back().cells.resize(columns_);
    }
    return rows_[found->second];
  }

  std::vector<JointRow> take() { return std::move(rows_); }

 private:
  std::set<std::string> ambiguous_;
  std::set<std::string> repeated_runs_;
  std::size_t columns_;
  std::map<std::string, std::size_t> places_;
  std::vector<JointRow> rows_;
};

JointCell cell_of(const ResultsBoard& board, const ResultsRow& row, const Estimate& value) {
  return {.value = value,
          .judged = row.count("judged"),
          .expected = row.count("expected"),
          .incomplete = row.incomplete(),
          .results = shown_place(board)};
}

std::optional<double> value_at(const JointRow& row, std::size_t column) {
  return row.cells[column] ? std::optional(row.cells[column]->value.value) : std::nullopt;
}

void rank_cells(std::vector<JointRow>& rows, std::size_t columns) {
  for (std::size_t c = 0; c < columns; ++c) {
    std::vector<std::optional<double>> values;
    values.reserve(rows.size());
    for (const JointRow& row : rows) values.push_back(value_at(row, c));
    const std::vector<std::size_t> ranks = ranks_of(values);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (rows[r].cells[c]) rows[r].cells[c]->rank = ranks[r];
    }
  }
}

/// Whoever has a number in the first column comes first, the best before others.
bool stands_before(const JointRow& a, const JointRow& b) {
  for (std::size_t c = 0; c < a.cells.size(); ++c) {
    const auto in_a = value_at(a, c);
    const auto in_b = value_at(b, c);
    if (in_a.has_value() != in_b.has_value()) return in_a.has_value();
    if (in_a && *in_a != *in_b) return *in_a > *in_b;
  }
  return false;
}

ColumnCorrelation correlation_of(const JointBoard& board, std::size_t first, std::size_t second) {
  std::vector<double> a;
  std::vector<double> b;
  for (const JointRow& row : board.rows) {
    if (!row.cells[first] || !row.cells[second]) continue;
    a.push_back(row.cells[first]->value.value);
    b.push_back(row.cells[second]->value.value);
  }
  ColumnCorrelation correlation{.first = first, .second = second, .models = a.size()};
  constexpr std::size_t kFewest = 3;  // two models are always in one order or the other
  if (a.size() < kFewest) return correlation;
  correlation.spearman = spearman_correlation(a, b);
  correlation.kendall = kendall_correlation(a, b);
  if (correlation.spearman) {
    correlation.spearman_interval = spearman_interval(*correlation.spearman, a.size());
  }
  if (correlation.kendall) {
    correlation.kendall_interval = kendall_interval(*correlation.kendall, a.size());
  }
  return correlation;
}

void correlate(JointBoard& board) {
  for (std::size_t first = 0; first < board.columns.size(); ++first) {
    for (std::size_t second = first + 1; second < board.columns.size(); ++second) {
      board.correlations.push_back(correlation_of(board, first, second));
    }
  }
}

/// What keeps two columns apart, in one sentence.
std::string apart_in_words(const JointColumn& a, const JointColumn& b,
                           const std::vector<Mismatch>& mismatches) {
  std::vector<std::string> what;
  for (const Mismatch& mismatch : mismatches) {
    if (mismatch.weight == Mismatch::Weight::forbids) what.push_back(mismatch_in_words(mismatch));
  }
  return a.name + " and " + b.name + " are not comparable: they differ in " + joined(what, "; ");
}

/// One name that stands for different models in different runs.
void note_names(const std::vector<ResultsBoard>& boards, JointBoard& joint) {
  std::map<std::string, std::map<std::string, std::string>> served;  // name, model, where
  for (const ResultsBoard& board : boards) {
    for (const ResultsRow& row : board.rows) {
      const std::string model = board.setting(row.model.text);
      if (!model.empty()) served[row.model.text].try_emplace(model, shown_place(board));
    }
  }
  for (const auto& [name, models] : served) {
    if (models.size() < 2) continue;
    std::string words = "'" + name + "' is not one model:";
    for (const auto& [model, place] : models) {
      words += model == models.begin()->first ? " " : ", ";
      words += model;
      words += " in ";
      words += place;
    }
    joint.remarks.push_back(std::move(words));
  }
}

void note_apart(const std::vector<ResultsBoard>& boards, const std::vector<Group>& groups,
                JointBoard& joint) {
  for (std::size_t a = 0; a < groups.size(); ++a) {
    for (std::size_t b = a + 1; b < groups.size(); ++b) {
      const auto mismatches = mismatches_of(boards[groups[a].front()], boards[groups[b].front()]);
      joint.remarks.push_back(apart_in_words(joint.columns[a], joint.columns[b], mismatches));
    }
  }
}

std::vector<std::string> known_numbers(const std::vector<ResultsBoard>& boards) {
  std::vector<std::string> known;
  for (const ResultsBoard& board : boards) {
    for (const ResultsRow& row : board.rows) {
      for (const auto& [name, value] : row.numbers) known.push_back(name);
    }
  }
  return known;
}

Error no_such_field(const std::vector<ResultsBoard>& boards, const std::string& field) {
  const auto near = nearest_name(field, known_numbers(boards));
  return {.what = field.empty() ? "no run has a number to show"
                                : "no run has the number '" + field + "'",
          .hint = near && *near != field
                      ? "did you mean '" + *near + "'?"
                      : "numbers are those of leaderboard.json, such as win_rate or grade"};
}

void add_board(const ResultsBoard& board, std::size_t column, const std::string& field,
               Rows& rows) {
  for (const ResultsRow& row : board.rows) {
    JointRow& joint_row = rows.row_of(board, row);
    const auto value = row.estimate(field);
    if (value) joint_row.cells[column] = cell_of(board, row, *value);
  }
}

std::vector<JointRow> rows_of(const std::vector<ResultsBoard>& boards,
                              const std::vector<Group>& groups,
                              const std::vector<JointColumn>& columns) {
  Rows rows(boards, groups);
  for (std::size_t c = 0; c < groups.size(); ++c) {
    for (const std::size_t b : groups[c]) add_board(boards[b], c, columns[c].field, rows);
  }
  return rows.take();
}

bool is_empty(const JointRow& row) {
  return std::none_of(row.cells.begin(), row.cells.end(),
                      [](const std::optional<JointCell>& cell) { return cell.has_value(); });
}

}  // namespace

Result<JointBoard> join_runs(const std::vector<ResultsBoard>& boards, const std::string& field) {
  const std::vector<Group> groups = grouped(boards);
  JointBoard joint;
  for (const Group& group : groups) joint.columns.push_back(column_of(boards, group, field));
  name_columns(joint.columns);
  joint.rows = rows_of(boards, groups, joint.columns);
  if (std::all_of(joint.rows.begin(), joint.rows.end(), is_empty)) {
    return no_such_field(boards, field);
  }
  rank_cells(joint.rows, joint.columns.size());
  std::stable_sort(joint.rows.begin(), joint.rows.end(), stands_before);
  correlate(joint);
  note_names(boards, joint);
  note_apart(boards, groups, joint);
  return joint;
}

Result<ResultsBoard> read_any_board(const FileSystem& files, const std::string& path) {
  const bool folder = files.exists((std::filesystem::path(path) / "leaderboard.json").string());
  if (folder || !path.ends_with(".json")) return read_results_board(files, path);
  return read_scores_board(files, path);
}

}  // namespace evenhand
