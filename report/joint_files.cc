#include <cmath>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/joint_board.h"
#include "report/json_text.h"
#include "report/leaderboard_csv.h"

namespace evenhand {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json column_json(const JointColumn& column) {
  return {{"column", column.name},
          {"suite", column.suite},
          {"suite_version", column.suite_version},
          {"digest", text_or_null(column.digest)},
          {"protocol", column.protocol},
          {"baseline", text_or_null(column.baseline)},
          {"judges", column.judges},
          {"prompts_digest", text_or_null(column.prompts_digest)},
          {"seats", column.seats},
          {"field", column.field},
          {"results", column.results}};
}

Json cell_json(const JointCell& cell, const JointColumn& column) {
  return {{"column", column.name},
          {"value", cell.value.value},
          {"interval", or_null(cell.value.interval)},
          {"rank", cell.rank},
          {"coverage", {{"expected", cell.expected}, {"judged", cell.judged}}},
          {"incomplete", cell.incomplete},
          {"results", cell.results}};
}

Json row_json(const JointRow& row, const JointBoard& board) {
  Json cells = Json::array();
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    if (row.cells[c]) cells.push_back(cell_json(*row.cells[c], board.columns[c]));
  }
  return {{"model", row.model}, {"cells", std::move(cells)}};
}

Json correlation_json(const ColumnCorrelation& correlation, const JointBoard& board) {
  return {{"first", board.columns[correlation.first].name},
          {"second", board.columns[correlation.second].name},
          {"models", correlation.models},
          {"spearman", or_null(correlation.spearman)},
          {"spearman_interval", or_null(correlation.spearman_interval)},
          {"kendall", or_null(correlation.kendall)},
          {"kendall_interval", or_null(correlation.kendall_interval)}};
}

std::string number_cell(double number) {
  return std::isfinite(number) ? shortest_text(number) : std::string();
}

std::string line_of(const std::vector<std::string>& cells) { return joined(cells, ",") + "\r\n"; }

}  // namespace

std::string joint_json(const JointBoard& board) {
  Json json = {{"format", "evenhand.joint_leaderboard"}, {"version", 1}};
  json["columns"] = Json::array();
  for (const JointColumn& column : board.columns) json["columns"].push_back(column_json(column));
  json["rows"] = Json::array();
  for (const JointRow& row : board.rows) json["rows"].push_back(row_json(row, board));
  json["correlations"] = Json::array();
  for (const ColumnCorrelation& correlation : board.correlations) {
    json["correlations"].push_back(correlation_json(correlation, board));
  }
  json["warnings"] = board.remarks;
  return document_text(json);
}

std::string joint_csv(const JointBoard& board) {
  std::string text =
      line_of({"model", "column", "suite", "protocol", "baseline", "judges", "field", "value",
               "low", "high", "rank", "judged", "expected", "incomplete", "results"});
  for (const JointRow& row : board.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      const auto& cell = row.cells[c];
      if (!cell) continue;
      const JointColumn& column = board.columns[c];
      const auto& interval = cell->value.interval;
      text += line_of({csv_text(row.model), csv_text(column.name), csv_text(column.suite),
                       csv_text(column.protocol), csv_text(column.baseline),
                       csv_text(column.judges), csv_text(column.field),
                       number_cell(cell->value.value), interval ? number_cell(interval->low) : "",
                       interval ? number_cell(interval->high) : "", std::to_string(cell->rank),
                       std::to_string(cell->judged), std::to_string(cell->expected),
                       cell->incomplete ? "true" : "false", csv_text(cell->results)});
    }
  }
  return text;
}

}  // namespace evenhand
