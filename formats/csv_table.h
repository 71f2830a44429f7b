#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenhand {

/// A CSV file with a header (RFC 4180): quoted fields, doubled quotes, line breaks within quotes; LF
/// or CR LF; a byte order mark is taken.
struct CsvTable {
  struct Row {
    int line = 0;  // where it begins, from 1
    std::vector<std::string> fields;
  };

  std::string file;
  std::vector<std::string> columns;
  std::vector<Row> rows;  // each with as many fields as there are columns

  /// The place of a column; an error with the nearest name where there is none.
  Result<std::size_t> column(std::string_view name) const;

  /// A field as a number; an error with file and line where it is none.
  Result<double> number(const Row& row, std::size_t column) const;
};

/// Errors: no header, a quote that does not end, a row with too few or too many fields.
Result<CsvTable> read_csv(std::string_view contents, const std::string& file);

}  // namespace evenhand
