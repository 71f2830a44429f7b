#include "formats/alpaca_eval_calibration.h"

#include <algorithm>
#include <cmath>

#include "base/digest.h"
#include "formats/csv_table.h"

namespace evenhand {
namespace {

// Far above any suite, far below what a place in a file could be mistaken for.
constexpr double kMostInstructions = 1'000'000;

Result<std::size_t> place_in(const CsvTable& table, const CsvTable::Row& row, std::size_t column) {
  EVENHAND_TRY(const double number, table.number(row, column));
  if (number < 0.0 || number > kMostInstructions || number != std::floor(number)) {
    return Error{
        .what = "'index' should be a whole number from 0, not '" + row.fields[column] + "'",
        .place = SourcePlace{.file = table.file, .line = row.line}};
  }
  return static_cast<std::size_t>(number);
}

Result<CsvTable> read_table(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  return read_csv(contents, path);
}

Result<double> share_in(const CsvTable& table, const CsvTable::Row& row, std::size_t column) {
  EVENHAND_TRY(const double share, table.number(row, column));
  if (share >= 0.0 && share <= 1.0) return share;
  return Error{.what = "'preference' should be between 0 and 1, not '" + row.fields[column] + "'",
               .place = SourcePlace{.file = table.file, .line = row.line}};
}

}  // namespace

std::optional<std::size_t> AlpacaEvalCalibration::place(const std::string& instruction) const {
  const auto found = place_of.find(sha256(instruction));
  if (found == place_of.end()) return std::nullopt;
  return found->second;
}

Result<AlpacaEvalCalibration> load_alpaca_eval_2(const FileSystem& files,
                                                 const std::string& folder) {
  AlpacaEvalCalibration calibration;
  EVENHAND_TRY(const CsvTable set, read_table(files, folder + "/alpaca_eval_2_instructions.csv"));
  EVENHAND_TRY(const std::size_t sha, set.column("sha256"));
  EVENHAND_TRY(const std::size_t difficulty, set.column("difficulty"));
  for (const CsvTable::Row& row : set.rows) {
    EVENHAND_TRY(const double value, set.number(row, difficulty));
    calibration.place_of.emplace(Digest{row.fields[sha]}, calibration.difficulty.size());
    calibration.difficulty.push_back(value);
  }
  EVENHAND_TRY(const CsvTable gamed, read_table(files, folder + "/alpaca_eval_2_gamed.csv"));
  EVENHAND_TRY(const std::size_t index, gamed.column("index"));
  EVENHAND_TRY(const std::size_t preference, gamed.column("preference"));
  EVENHAND_TRY(const std::size_t length, gamed.column("std_delta_len"));
  for (const CsvTable::Row& row : gamed.rows) {
    EVENHAND_TRY(const std::size_t place, place_in(gamed, row, index));
    EVENHAND_TRY(const double share, share_in(gamed, row, preference));
    EVENHAND_TRY(const double standardized, gamed.number(row, length));
    if (place >= calibration.difficulty.size()) {
      return Error{.what = "an index outside of the set of instructions",
                   .place = SourcePlace{.file = gamed.file, .line = row.line}};
    }
    calibration.gamed.push_back({.preference = share,
                                 .standardized_length = standardized,
                                 .difficulty = calibration.difficulty[place]});
  }
  return calibration;
}

Result<AlpacaEvalCalibration> read_calibration(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const CsvTable table, read_table(files, path));
  EVENHAND_TRY(const std::size_t index, table.column("index"));
  EVENHAND_TRY(const std::size_t preference, table.column("preference"));
  EVENHAND_TRY(const std::size_t length, table.column("std_delta_len"));
  EVENHAND_TRY(const std::size_t difficulty, table.column("instruction_difficulty"));
  if (table.rows.empty()) {
    return Error{.what = "a calibration without rows",
                 .place = SourcePlace{.file = path, .line = 1}};
  }
  AlpacaEvalCalibration calibration;
  for (const CsvTable::Row& row : table.rows) {
    EVENHAND_TRY(const std::size_t place, place_in(table, row, index));
    AlpacaEvalCalibration::Gamed gamed;
    EVENHAND_TRY(gamed.preference, share_in(table, row, preference));
    EVENHAND_TRY(gamed.standardized_length, table.number(row, length));
    EVENHAND_TRY(gamed.difficulty, table.number(row, difficulty));
    if (place >= calibration.difficulty.size()) calibration.difficulty.resize(place + 1, 0.0);
    calibration.difficulty[place] = gamed.difficulty;
    calibration.gamed.push_back(gamed);
  }
  return calibration;
}

}  // namespace evenhand
