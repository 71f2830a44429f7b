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

/// A file from its beginning, of which some was looked at already.
class Beheld : public BlockSource {
 public:
  explicit Beheld(BlockSource& file) : file_(file) {}

  /// The first character that is no blank; nullopt: there is none.
  Result<std::optional<char>> first_character(const std::string& path) {
    std::size_t first = std::string::npos;
    while (first == std::string::npos) {
      EVENHAND_TRY(const std::string_view block, file_.next());
      if (block.empty()) return std::optional<char>();
      if (held_.size() > kLongestRecord) {
        return Error{.what = "more than 16 MiB of blanks before the first battle",
                     .place = SourcePlace{.file = path}};
      }
      const std::size_t seen = held_.size();
      held_ += block;
      first = held_.find_first_not_of(" \t\r\n\xEF\xBB\xBF", seen);
    }
    return std::optional(held_[first]);
  }

  Result<std::string_view> next() override {
    return std::exchange(is_passed_on_, true) ? file_.next() : without_byte_order_mark(held_);
  }

 private:
  BlockSource& file_;
  std::string held_;  // up to the block with the first character
  bool is_passed_on_ = false;
};

/// Finds out what a file is by its first character, and reads it block by block.
class BattleFile {
 public:
  BattleFile(const std::string& path, BattleBuilder& builder) : path_(path), builder_(builder) {}

  Result<void> read(BlockSource& file);

 private:
  Result<void> take_line(const RecordCutter::Record& line);
  Result<void> take_rows(const RecordCutter::Record& rows);

  const std::string& path_;
  BattleBuilder& builder_;
  std::vector<std::string> columns_;
};

Result<void> BattleFile::read(BlockSource& file) {
  Beheld blocks(file);
  EVENHAND_TRY(const auto first, blocks.first_character(path_));
  if (!first) {
    return Error{.what = "an empty file: expected battles", .place = SourcePlace{.file = path_}};
  }
  if (*first == '[') return read_json_array(blocks, path_, builder_);
  const bool is_json = *first == '{';
  RecordCutter cutter(is_json ? RecordCutter::Ends::lines : RecordCutter::Ends::csv_rows,
                      kLongestRecord, [this, is_json](const RecordCutter::Record& record) {
                        return is_json ? take_line(record) : take_rows(record);
                      });
  while (true) {
    EVENHAND_TRY(const std::string_view block, blocks.next());
    if (block.empty()) return cutter.finish();
    EVENHAND_OK(cutter.add(block));
  }
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

}  // namespace

Result<void> take_battle_file(const FileSystem& files, const std::string& path,
                              BattleBuilder& builder) {
  EVENHAND_TRY(const auto blocks, files.open(path));
  return BattleFile(path, builder).read(*blocks);
}

}  // namespace evenhand
