#include "formats/battles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/text.h"
#include "documents/json_records.h"
#include "formats/battle_builder.h"
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

Result<void> take_cell(const std::string& column, const std::string& text, BattleBuilder& builder) {
  const auto kind = text.empty() ? JsonScalar::Kind::null : JsonScalar::Kind::text;
  const bool is_nested = !text.empty() && std::find(std::begin(kNested), std::end(kNested),
                                                    column) != std::end(kNested);
  if (!is_nested) {
    builder.field(column, {.kind = kind, .text = text});
    return {};
  }
  if (text[0] == '[' || text[0] == '{') {
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

Result<void> take_csv(std::string_view contents, const std::string& path, BattleBuilder& builder) {
  EVENHAND_TRY(CsvReader reader, CsvReader::open(contents, path));
  for (const char* needed : {"model_a", "model_b", "winner"}) {
    const CsvTable header{.file = path, .columns = reader.columns()};
    EVENHAND_OK(header.column(needed));
  }
  while (true) {
    EVENHAND_TRY(const std::optional<CsvTable::Row> row, reader.next());
    if (!row) return {};
    EVENHAND_OK(take_row(*row, reader.columns(), path, builder));
  }
}

Result<void> take_file(std::string_view contents, const std::string& path, BattleBuilder& builder) {
  const std::size_t first = contents.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) {
    return Error{.what = "an empty file: expected battles", .place = SourcePlace{.file = path}};
  }
  const bool is_json = contents[first] == '[' || contents[first] == '{';
  return is_json ? read_json_records(contents, path, builder) : take_csv(contents, path, builder);
}

/// The first so many votes of each judge on each day.
void cap_votes(std::size_t most, std::vector<BattleEntry>& entries) {
  constexpr double kSecondsOfADay = 86'400.0;
  std::map<std::pair<std::size_t, double>, std::size_t> votes;
  std::erase_if(entries, [&](const BattleEntry& entry) {
    return votes[{entry.judge, std::floor(entry.tstamp / kSecondsOfADay)}]++ >= most;
  });
}

/// Prompts more frequent than the quantile keep as many battles as it says, rounded down.
void thin_prompts(double quantile, std::vector<BattleEntry>& entries) {
  std::unordered_map<std::size_t, std::size_t> counts;
  for (const BattleEntry& entry : entries) ++counts[entry.prompt];
  std::vector<std::size_t> frequencies;
  for (const auto& [prompt, count] : counts) frequencies.push_back(count);
  const double cut = prompt_frequency_cut(std::move(frequencies), quantile);
  std::unordered_map<std::size_t, std::size_t> kept;
  std::erase_if(entries, [&](const BattleEntry& entry) {
    if (static_cast<double>(counts[entry.prompt]) <= cut) return false;
    return kept[entry.prompt]++ >= static_cast<std::size_t>(cut);
  });
}

std::vector<std::uint32_t> numbered_judges(const std::vector<BattleEntry>& entries) {
  std::unordered_map<std::size_t, std::uint32_t> numbers;
  std::vector<std::uint32_t> judges;
  judges.reserve(entries.size());
  for (const BattleEntry& entry : entries) {
    const auto next = static_cast<std::uint32_t>(numbers.size());
    judges.push_back(numbers.emplace(entry.judge, next).first->second);
  }
  return judges;
}

/// Numbers models as FastChat does: by first appearance, all of side a before side b.
BattleLog numbered(std::vector<BattleEntry> entries, bool with_style) {
  BattleLog log;
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  const auto number_of = [&](std::string_view name) {
    const auto [found, is_new] =
        numbers.emplace(name, static_cast<std::uint32_t>(log.models.size()));
    if (is_new) log.models.emplace_back(name);
    return found->second;
  };
  for (BattleEntry& entry : entries) entry.battle.model_a = number_of(entry.side_a);
  for (BattleEntry& entry : entries) entry.battle.model_b = number_of(entry.side_b);
  log.battles.reserve(entries.size());
  for (const BattleEntry& entry : entries) {
    log.battles.push_back(entry.battle);
    if (!with_style) continue;
    log.styles.push_back(entry.style);
    if (entry.length_in_characters) ++log.lengths_in_characters;
  }
  return log;
}

}  // namespace

double prompt_frequency_cut(std::vector<std::size_t> frequencies, double quantile) {
  std::sort(frequencies.begin(), frequencies.end());
  const double at = quantile * static_cast<double>(frequencies.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, frequencies.size() - 1);
  const auto low = static_cast<double>(frequencies[below]);
  return low + (at - static_cast<double>(below)) * (static_cast<double>(frequencies[above]) - low);
}

Result<BattleLog> read_battles(const FileSystem& files, const BattleOrder& order) {
  EVENHAND_TRY(const std::string contents, files.read(order.path, kMaxDataFile));
  BattleBuilder builder(order);
  EVENHAND_OK(take_file(contents, order.path, builder));
  std::vector<BattleEntry>& entries = builder.entries();
  if (entries.empty()) return builder.nothing_left();
  if (!order.sort_by.empty()) {
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const BattleEntry& a, const BattleEntry& b) { return a.sort_key < b.sort_key; });
  }
  const std::size_t before = entries.size();
  if (order.votes_per_day) cap_votes(*order.votes_per_day, entries);
  if (order.thin_above) thin_prompts(*order.thin_above, entries);
  const std::size_t left_out = before - entries.size();
  std::vector<std::uint32_t> judges =
      order.with_judges ? numbered_judges(entries) : std::vector<std::uint32_t>();
  BattleLog log = numbered(std::move(entries), order.with_style);
  log.judges = std::move(judges);
  log.read = builder.counts().read;
  log.filtered_out = builder.counts().filtered_out + left_out;
  log.bad = builder.counts().bad;
  log.bad_examples = builder.counts().bad_examples;
  return log;
}

}  // namespace evenhand
