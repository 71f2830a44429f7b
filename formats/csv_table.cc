#include "formats/csv_table.h"

#include <algorithm>

#include "base/text.h"
#include "documents/byte_order_mark.h"

namespace evenhand {
namespace {

Error error_in(const std::string& file, int line, std::string what, std::string hint = {}) {
  return {.what = std::move(what),
          .hint = std::move(hint),
          .place = SourcePlace{.file = file, .line = line}};
}

bool is_blank(const CsvTable::Row& row) { return row.fields.size() == 1 && row.fields[0].empty(); }

}  // namespace

Result<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  return error_in(file, 1, "there is no column '" + std::string(name) + "'",
                  did_you_mean(name, columns));
}

Result<double> CsvTable::number(const Row& row, std::size_t column) const {
  const std::string& field = row.fields[column];
  const auto number = parse_number(trimmed(field));
  if (number) return *number;
  return error_in(file, row.line,
                  "column '" + columns[column] + "' should be a number, not '" + field + "'");
}

CsvReader CsvReader::without_header(std::string_view contents, const std::string& file,
                                    char separator) {
  return {without_byte_order_mark(contents), file, separator};
}

CsvReader CsvReader::of_rows(std::string_view contents, const std::string& file,
                             std::vector<std::string> columns, int line) {
  CsvReader reader(contents, file, ',');
  reader.columns_ = std::move(columns);
  reader.line_ = line;
  return reader;
}

Result<CsvReader> CsvReader::open(std::string_view contents, const std::string& file,
                                  char separator) {
  CsvReader reader = without_header(contents, file, separator);
  if (trimmed(reader.text_).empty()) return error_in(file, 1, "an empty file: expected a header");
  EVENHAND_TRY(CsvTable::Row header, reader.next_row());
  reader.columns_ = std::move(header.fields);
  return reader;
}

Result<std::optional<CsvTable::Row>> CsvReader::next() {
  while (!text_.empty()) {
    EVENHAND_TRY(CsvTable::Row row, next_row());
    if (is_blank(row)) continue;
    if (!columns_.empty() && row.fields.size() != columns_.size()) {
      return error_in(file_, row.line,
                      std::to_string(row.fields.size()) + " fields where the header has " +
                          std::to_string(columns_.size()));
    }
    return std::optional(std::move(row));
  }
  return std::optional<CsvTable::Row>();
}

Result<CsvTable::Row> CsvReader::next_row() {
  CsvTable::Row row{.line = line_, .fields = {}};
  while (true) {
    EVENHAND_TRY(std::string field, next_field());
    row.fields.push_back(std::move(field));
    if (text_.empty()) return row;
    const char end = text_.front();
    text_.remove_prefix(1);
    if (end == separator_) continue;
    if (end == '\r' && text_.starts_with('\n')) text_.remove_prefix(1);
    ++line_;
    return row;
  }
}

Result<std::string> CsvReader::next_field() {
  if (text_.starts_with('"')) return quoted_field();
  const char ends[] = {separator_, '\r', '\n'};
  const std::size_t end =
      std::min(text_.find_first_of(std::string_view(ends, sizeof ends)), text_.size());
  std::string field(text_.substr(0, end));
  text_.remove_prefix(end);
  return field;
}

Result<std::string> CsvReader::quoted_field() {
  const int begun = line_;
  text_.remove_prefix(1);
  std::string field;
  while (!text_.empty()) {
    const char c = text_.front();
    text_.remove_prefix(1);
    if (c == '\n') ++line_;
    if (c != '"') {
      field += c;
      continue;
    }
    if (!text_.starts_with('"')) return end_of_quotes(std::move(field));
    field += '"';
    text_.remove_prefix(1);
  }
  return error_in(file_, begun, "a quoted field does not end");
}

Result<std::string> CsvReader::end_of_quotes(std::string field) const {
  const bool ends = text_.empty() || text_.front() == separator_ || text_.front() == '\r' ||
                    text_.front() == '\n';
  if (ends) return field;
  return error_in(file_, line_, "text behind a quoted field");
}

Result<CsvTable> read_csv(std::string_view contents, const std::string& file) {
  EVENHAND_TRY(CsvReader reader, CsvReader::open(contents, file));
  CsvTable table{.file = file, .columns = reader.columns()};
  while (true) {
    EVENHAND_TRY(std::optional<CsvTable::Row> row, reader.next());
    if (!row) return table;
    table.rows.push_back(*std::move(row));
  }
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return "\"" + replaced(text, "\"", "\"\"") + "\"";
}

}  // namespace evenhand
