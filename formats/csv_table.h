#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evenhand {

/// A CSV file with a header (RFC 4180): quoted fields, doubled quotes, line breaks within quotes;
/// LF or CR LF; a byte order mark is taken.
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

/// Reads a CSV file row by row, for those of millions.
class CsvReader {
 public:
  /// Reads the header. The contents outlive the reader.
  static Result<CsvReader> open(std::string_view contents, const std::string& file,
                                char separator = ',');

  /// A file whose first row is data already: columns() is empty and rows may differ in length.
  static CsvReader without_header(std::string_view contents, const std::string& file,
                                  char separator = ',');

  /// Rows from further on in a file with these columns, the first of them in that line.
  static CsvReader of_rows(std::string_view contents, const std::string& file,
                           std::vector<std::string> columns, int line);

  const std::vector<std::string>& columns() const { return columns_; }

  /// From here on rows have as many fields.
  void take_columns(std::vector<std::string> columns) { columns_ = std::move(columns); }

  /// The next row that is not blank; nullopt at the end. Behind a row with too few or too many
  /// fields one can go on, behind a quote that does not end one cannot.
  Result<std::optional<CsvTable::Row>> next();

 private:
  CsvReader(std::string_view text, std::string file, char separator)
      : text_(text), file_(std::move(file)), separator_(separator) {}

  Result<CsvTable::Row> next_row();
  Result<std::string> next_field();
  Result<std::string> quoted_field();
  Result<std::string> end_of_quotes(std::string field) const;

  std::string_view text_;
  std::string file_;
  char separator_;
  std::vector<std::string> columns_;
  int line_ = 1;
};

/// Errors: no header, a quote that does not end, a row with too few or too many fields.
Result<CsvTable> read_csv(std::string_view contents, const std::string& file);

/// A field as Python's csv writes it: in quotes where it must be.
std::string csv_field(const std::string& text);

}  // namespace evenhand
