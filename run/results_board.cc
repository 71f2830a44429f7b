#include "run/results_board.h"

#include <array>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

using Numbers = std::map<std::string, std::optional<double>>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kIntervalSuffix = "_interval";

std::string joined_name(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + "." + name;
}

Result<void> add_interval(const Node& node, const std::string& name, Numbers& numbers) {
  if (node.is_null()) {
    numbers[name + ".low"] = numbers[name + ".high"] = std::nullopt;
    return {};
  }
  const Node::List* ends = node.list();
  if (ends == nullptr || ends->size() != 2) {
    return error_at(node, "an interval is a list of two numbers, found " + node.described());
  }
  EVENHAND_TRY(const double low, as_number(ends->front()));
  EVENHAND_TRY(const double high, as_number(ends->back()));
  if (low > high) return error_at(node, "an interval's low end is above its high end");
  numbers[name + ".low"] = low;
  numbers[name + ".high"] = high;
  return {};
}

/// Every number within a map, however deep. Texts and flags are let pass.
Result<void> add_numbers(const Node& node, const std::string& prefix, Numbers& numbers);

/// "categories_interval": {"math": [0.1, 0.2]} belongs to "categories.math".
Result<void> add_intervals(const Node& node, const std::string& name, Numbers& numbers) {
  if (node.map() == nullptr) return add_interval(node, name, numbers);
  for (const Member& member : *node.map()) {
    EVENHAND_OK(add_interval(member.value, joined_name(name, member.key), numbers));
  }
  return {};
}

/// {"value", "interval", ...}: an entry of a list, named by `key` or counted from 1.
Result<void> add_entry(const Node& entry, const std::string& name, Numbers& numbers) {
  if (entry.map() == nullptr) return {};
  for (const Member& member : *entry.map()) {
    if (member.key == "interval") {
      EVENHAND_OK(add_interval(member.value, name, numbers));
    } else if (member.key == "value" && member.value.is_null()) {
      numbers[name] = std::nullopt;
    } else if (member.key == "value") {
      EVENHAND_TRY(numbers[name], as_number(member.value));
    }
  }
  return add_numbers(entry, name, numbers);
}

Result<void> add_list(const Node& list, const std::string& name, Numbers& numbers) {
  std::size_t place = 0;
  for (const Node& entry : *list.list()) {
    ++place;
    const Node* judge = entry.find("judge");
    std::string key = std::to_string(place);
    if (judge != nullptr) {
      EVENHAND_TRY(key, as_text(*judge));
    }
    EVENHAND_OK(add_entry(entry, joined_name(name, key), numbers));
  }
  return {};
}

Result<void> add_number(const Member& member, const std::string& name, Numbers& numbers) {
  if (member.value.is_null()) {
    numbers.emplace(name, std::nullopt);
  } else if (const auto number = as_number(member.value)) {
    numbers[name] = *number;
  }
  return {};
}

Result<void> add_numbers(const Node& node, const std::string& prefix, Numbers& numbers) {
  for (const Member& member : *node.map()) {
    const std::string name = joined_name(prefix, member.key);
    if (member.key == "value" || member.key == "interval") continue;  // of a list's entry: done
    if (name.ends_with(kIntervalSuffix)) {
      const std::string of = name.substr(0, name.size() - kIntervalSuffix.size());
      EVENHAND_OK(add_intervals(member.value, of, numbers));
    } else if (member.value.map() != nullptr) {
      EVENHAND_OK(add_numbers(member.value, name, numbers));
    } else if (member.value.list() != nullptr) {
      EVENHAND_OK(add_list(member.value, name, numbers));
    } else {
      EVENHAND_OK(add_number(member, name, numbers));
    }
  }
  return {};
}

Result<void> check_counts(const Node& node, const ResultsRow& row) {
  for (const char* name : {"expected", "judged"}) {
    const auto count = row.number(std::string("coverage.") + name);
    if (!count || *count < 0.0 || *count > 1e15) {
      return error_at(node, std::string("a row needs 'coverage' with the count '") + name + "'");
    }
  }
  return {};
}

Result<ResultsRow> read_row(const Node& node) {
  Fields fields(node, "a row of the leaderboard");
  ResultsRow row{.model = {fields.required_text("model")}, .numbers = {}};
  EVENHAND_OK(fields.done_with_known_keys());
  EVENHAND_OK(add_numbers(node, "", row.numbers));
  EVENHAND_OK(check_counts(node, row));
  return row;
}

Result<void> read_rows(const Node& list, ResultsBoard& board) {
  if (list.list() == nullptr) {
    return error_at(list, "expected a list of rows, found " + list.described());
  }
  std::set<ModelId> models;
  for (const Node& entry : *list.list()) {
    EVENHAND_TRY(ResultsRow row, read_row(entry));
    if (!models.insert(row.model).second) {
      return error_at(entry, "'" + row.model.text + "' has two rows");
    }
    board.rows.push_back(std::move(row));
  }
  return {};
}

/// A text that all rows have in common; empty where they have not.
std::string common_text(const Node& rows, std::string_view key) {
  std::string common;
  for (const Node& row : *rows.list()) {
    const Node* found = row.find(key);
    const auto text = found == nullptr ? Result<std::string>(std::string()) : as_text(*found);
    if (!text || (&row != &rows.list()->front() && *text != common)) return {};
    common = *text;
  }
  return common;
}

Result<Pairs> read_pairs(const Node* list, const std::array<const char*, 2>& keys) {
  Pairs pairs;
  if (list == nullptr) return pairs;
  if (list->list() == nullptr) {
    return error_at(*list, "expected a list, found " + list->described());
  }
  for (const Node& entry : *list->list()) {
    Fields fields(entry, "an entry");
    pairs.emplace_back(fields.text(keys[0]).value_or(""), fields.text(keys[1]).value_or(""));
    EVENHAND_OK(fields.done_with_known_keys());
  }
  return pairs;
}

Result<void> check_format(Fields& fields) {
  const std::string format = fields.required_text("format");
  const auto version = fields.integer("version");
  EVENHAND_OK(fields.done_with_known_keys());
  if (format != "evenhand.leaderboard") {
    return error_at(fields.whole(), "this is no leaderboard of evenhand, but '" + format + "'");
  }
  if (version == 1) return {};
  return error_at(fields.whole(),
                  "version " + std::to_string(version.value_or(0)) + " of the leaderboard's format",
                  "this program reads version 1");
}

void read_origin(Fields& fields, ResultsBoard& board) {
  board.program_version = fields.text("program_version").value_or("");
  board.run = fields.required_text("run");
  board.suite = {fields.required_text("suite")};
  board.suite_version = fields.text("suite_version").value_or("");
  board.suite_digest = {fields.required_text("digest")};
  board.prompts_digest = {fields.text("prompts_digest").value_or("")};
  board.protocol = {fields.required_text("protocol")};
  board.seats = fields.text("seats").value_or("");
  board.opponents = fields.text("opponents").value_or("");
  if (const auto baseline = fields.text("baseline")) board.baseline = ModelId{*baseline};
  for (std::string& judge : fields.texts("judges").value_or(std::vector<std::string>{})) {
    board.judges.push_back({std::move(judge)});
  }
  board.seed = static_cast<std::uint64_t>(fields.integer("seed", 0).value_or(0));
  board.repeats = fields.integer("repeats", 1).value_or(1);
  board.samples = fields.integer("samples", 1).value_or(1);
  board.warnings = fields.texts("warnings").value_or(std::vector<std::string>{});
}

}  // namespace

std::optional<double> ResultsRow::number(const std::string& name) const {
  const auto found = numbers.find(name);
  return found == numbers.end() ? std::nullopt : found->second;
}

std::optional<Estimate> ResultsRow::estimate(const std::string& name) const {
  const auto value = number(name);
  if (!value) return std::nullopt;
  Estimate estimate{.value = *value};
  const auto low = number(name + ".low");
  const auto high = number(name + ".high");
  if (low && high) estimate.interval = Interval{.low = *low, .high = *high};
  return estimate;
}

std::size_t ResultsRow::count(const std::string& name) const {
  const double value = number("coverage." + name).value_or(0.0);
  return value > 0.0 && value < 1e15 ? static_cast<std::size_t>(value) : 0;
}

bool ResultsRow::incomplete() const {
  return count("judged") < count("expected") || count("failed_games") > 0 ||
         count("missing_games") > 0;
}

Result<const ResultsRow*> ResultsBoard::row_of(const std::string& model) const {
  std::vector<std::string> names;
  for (const ResultsRow& row : rows) {
    if (row.model.text == model) return &row;
    names.push_back(row.model.text);
  }
  return Error{.what = "no candidate '" + model + "' in " + place,
               .hint = did_you_mean(model, names)};
}

std::string ResultsBoard::setting(const std::string& name) const {
  for (const auto& [key, value] : settings) {
    if (key == name) return value;
  }
  return {};
}

std::optional<std::string> headline_name(const ResultsRow& row) {
  for (const char* name :
       {"rating", "length_controlled_winrate", "win_rate_adjusted", "win_rate", "accuracy", "score",
        "average", "grade", "micro", "mc2", "mc1", "rubric", "rouge1_acc"}) {
    if (row.number(name)) return name;
  }
  return std::nullopt;
}

Result<ResultsBoard> read_results_board(const FileSystem& files, const std::string& folder) {
  ResultsBoard board{.place = (std::filesystem::path(folder) / "leaderboard.json").string()};
  auto contents = files.read(board.place, kMaxDataFile);
  if (!contents) {
    contents.error().hint = "a folder of results is what 'evenhand run' writes, by --out";
    return std::move(contents.error());
  }
  EVENHAND_TRY(const Node root, read_json(*contents, board.place));
  Fields fields(root, "the leaderboard");
  EVENHAND_OK(check_format(fields));
  read_origin(fields, board);
  EVENHAND_TRY(board.served_models, read_pairs(fields.node("served_models"), {"asked", "served"}));
  EVENHAND_TRY(board.settings, read_pairs(fields.node("settings"), {"name", "value"}));
  const Node* rows = fields.required_node("rows");
  EVENHAND_OK(fields.done_with_known_keys());
  EVENHAND_OK(read_rows(*rows, board));
  return board;
}

Result<ResultsBoard> read_scores_board(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  Fields fields(root, "a file of scores");
  const std::string format = fields.required_text("format");
  const Node* rows = fields.required_node("models");
  ResultsBoard board{.place = path, .run = std::filesystem::path(path).stem().string()};
  board.suite = {format};
  board.protocol = {format};
  board.warnings = fields.texts("warnings").value_or(std::vector<std::string>{});
  EVENHAND_OK(fields.done_with_known_keys());
  EVENHAND_OK(read_rows(*rows, board));
  const std::string judge = common_text(*rows, "judge");
  if (!judge.empty()) board.judges.push_back({judge});
  const std::string baseline = common_text(*rows, "baseline");
  if (!baseline.empty()) board.baseline = ModelId{baseline};
  return board;
}

}  // namespace evenhand
