#include "tests/stats/published_alpaca_eval.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace evenhand {
namespace {

std::filesystem::path folder() {
  return std::filesystem::path(EVENHAND_SOURCE_DIR) / ".." / "shared" / "data" / "alpaca_eval";
}

/// A line's cells by the names in the file's first line. No quotes occur in these files.
using Line = std::map<std::string, std::string>;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<Line> lines_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string text;
  std::getline(in, text);
  const std::vector<std::string> names = cells_of(text);
  std::vector<Line> lines;
  while (std::getline(in, text)) {
    const std::vector<std::string> cells = cells_of(text);
    Line line;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) line[names[i]] = cells[i];
    lines.push_back(std::move(line));
  }
  return lines;
}

double number(const Line& line, const char* name) {
  return std::strtod(line.at(name).c_str(), nullptr);
}

std::vector<LengthControlRow> annotations_in(const std::filesystem::path& path,
                                             const std::vector<double>& difficulties) {
  std::vector<LengthControlRow> rows;
  for (const Line& line : lines_of(path)) {
    LengthControlRow row{.baseline_length = number(line, "len_1"),
                         .candidate_length = number(line, "len_2"),
                         .difficulty = difficulties.at(rows.size())};
    const double raw = number(line, "preference");
    if (!line.at("preference").empty()) row.preference = raw == 0.0 ? 0.5 : raw - 1.0;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

std::optional<PublishedAlpacaEval> PublishedAlpacaEval::read() {
  if (!std::filesystem::exists(folder() / "annotations_compact")) return std::nullopt;
  PublishedAlpacaEval data;
  for (const Line& line : lines_of(folder() / "length_control_calibration.csv")) {
    data.gamed.push_back({.preference = number(line, "preference"),
                          .standardized_length = number(line, "std_delta_len"),
                          .difficulty = number(line, "instruction_difficulty")});
    const auto index = static_cast<std::size_t>(number(line, "index"));
    if (data.difficulties.size() <= index) data.difficulties.resize(index + 1);
    data.difficulties[index] = number(line, "instruction_difficulty");
  }
  for (const Line& line : lines_of(folder() / "published_leaderboard.csv")) {
    data.leaderboard[line.at("")] = {number(line, "length_controlled_winrate"),
                                     number(line, "lc_standard_error"),
                                     static_cast<std::size_t>(number(line, "n_total"))};
  }
  for (const Line& line : lines_of(folder() / "published_glm_weights.csv")) {
    data.weights[line.at("")] = {number(line, "len"), number(line, "diff"), number(line, "bias")};
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "annotations_compact")) {
    data.annotations[entry.path().stem()] = annotations_in(entry.path(), data.difficulties);
  }
  return data;
}

}  // namespace evenhand
