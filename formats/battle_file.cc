#include "formats/battle_file.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/byte_order_mark.h"
#include "documents/json_records.h"
#include "documents/record_cutter.h"
#include "formats/csv_table.h"

namespace evenhand {
namespace {

/// Columns that hold JSON where they begin like it.
constexpr std::string_view kNested[] = {"conversation_a", "conversation_b", "conv_metadata",
                                        "category_tag"};

/// What stands in a cell, as fields of the record at hand.
class CellFields : public JsonRecordTaker {
 public:
  CellFields(std::string prefix, BattleBuilder& builder)
      : prefix_(std::move(prefix)), builder_(builder) {}

  void begin(int) override {}
  void field(std::string_view path, const JsonScalar& value) override {
    builder_.field(prefix_ + std::string(path), value);
  }
  Result<void> end() override { return {}; }
  Result<void> broken(Error error) override { return error; }

 private:
  const std::string prefix_;
  BattleBuilder& builder_;
};

bool is_conversation(std::string_view column) {
  return column == "conversation_a" || column == "conversation_b";
}

/// A conversation is a list of objects; what a model said may begin with a bracket, too.
bool is_json(std::string_view column, std::string_view text) {
  if (!is_conversation(column)) return text[0] == '[' || text[0] == '{';
  if (text[0] != '[') return false;
  const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
  return next != std::string_view::npos && (text[next] == '{' || text[next] == ']');
}

Result<void> take_cell(const std::string& column, const std::string& text, BattleBuilder& builder) {
  const auto kind = text.empty() ? JsonScalar::Kind::null : JsonScalar::Kind::text;
  const bool is_nested = !text.empty() && std::find(std::begin(kNested), std::end(kNested),
                                                    column) != std::end(kNested);
  if (!is_nested || (is_conversation(column) && !builder.reads_conversations())) {
    builder.field(column, {.kind = kind, .text = text});
    return {};
  }
  if (is_json(column, text)) {
    CellFields fields(column + (text[0] == '[' ? "[]." : "."), builder);
    return read_json_records(text, "column '" + column + "'", fields);
  }
  builder.field(column + "[].role", {.kind = kind, .text = "assistant"});
  builder.field(column + "[].content", {.kind = kind, .text = text});
  return {};
}

/// A cell that is not what its column is for makes the whole record bad.
Result<void> take_row(const CsvTable::Row& row, const std::vector<std::string>& columns,
                      const std::string& path, BattleBuilder& builder) {
  builder.begin(row.line);
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const auto taken = take_cell(columns[i], row.fields[i], builder);
    if (taken) continue;
    return builder.broken({.what = "column '" + columns[i] + "': " + taken.error().what,
                           .place = SourcePlace{.file = path, .line = row.line}});
  }
  return builder.end();
}

/// Finds out what a file is by its first character, and reads it block by block.
class BattleFile {
 public:
  BattleFile(const std::string& path, BattleBuilder& builder) : path_(path), builder_(builder) {}

  Result<void> add(std::string_view block);
  Result<void> finish();

 private:
  Result<void> begin(std::size_t from);
  Result<void> take_line(const RecordCutter::Record& line);
  Result<void> take_rows(const RecordCutter::Record& rows);

  const std::string& path_;
  BattleBuilder& builder_;
  bool known_ = false;
  std::string held_;  // blanks before the first character; of an array everything
  std::optional<RecordCutter> cutter_;
  std::vector<std::string> columns_;
};

Result<void> BattleFile::add(std::string_view block) {
  if (cutter_) return cutter_->add(block);
  const std::size_t seen = held_.size();
  held_ += block;
  if (held_.size() > kMaxDataFile) {
    return Error{.what = path_ + " is larger than " + std::to_string(kMaxDataFile) + " bytes",
                 .hint = "JSON a line and CSV may be larger"};
  }
  return known_ ? Result<void>() : begin(seen);
}

/// Before `from` there are blanks only.
Result<void> BattleFile::begin(std::size_t from) {
  const std::size_t first = held_.find_first_not_of(" \t\r\n\xEF\xBB\xBF", from);
  if (first == std::string::npos) return {};
  known_ = true;
  const char c = held_[first];
  if (c == '[') return {};
  const bool is_json = c == '{';
  cutter_.emplace(is_json ? RecordCutter::Ends::lines : RecordCutter::Ends::csv_rows,
                  kLongestRecord, [this, is_json](const RecordCutter::Record& record) {
                    return is_json ? take_line(record) : take_rows(record);
                  });
  const std::string held = std::exchange(held_, {});
  return cutter_->add(without_byte_order_mark(held));
}

Result<void> BattleFile::take_line(const RecordCutter::Record& line) {
  if (line.is_too_long) return builder_.broken(too_long_a_record(path_, line.line));
  return read_json_record(line.text, line.line, path_, builder_);
}

Result<void> BattleFile::take_rows(const RecordCutter::Record& rows) {
  if (rows.is_too_long) return builder_.broken(too_long_a_record(path_, rows.line));
  if (valid_utf8(rows.text) != rows.text) {
    Error error{.what = "this is not UTF-8",
                .place = SourcePlace{.file = path_, .line = rows.line}};
    return columns_.empty() ? Result<void>(std::move(error)) : builder_.broken(std::move(error));
  }
  CsvReader reader = CsvReader::of_rows(rows.text, path_, columns_, rows.line);
  while (true) {
    EVENHAND_TRY(const std::optional<CsvTable::Row> row, reader.next());
    if (!row) return {};
    if (!columns_.empty()) {
      EVENHAND_OK(take_row(*row, columns_, path_, builder_));
      continue;
    }
    columns_ = row->fields;
    const CsvTable header{.file = path_, .columns = columns_};
    for (const char* needed : {"model_a", "model_b", "winner"}) EVENHAND_OK(header.column(needed));
    reader.take_columns(columns_);
  }
}

Result<void> BattleFile::finish() {
  if (!known_) {
    return Error{.what = "an empty file: expected battles", .place = SourcePlace{.file = path_}};
  }
  return cutter_ ? cutter_->finish() : read_json_records(held_, path_, builder_);
}

}  // namespace

Result<void> take_battle_file(const FileSystem& files, const std::string& path,
                              BattleBuilder& builder) {
  BattleFile file(path, builder);
  EVENHAND_OK(files.read_blocks(path, [&file](std::string_view block) { return file.add(block); }));
  return file.finish();
}

}  // namespace evenhand
