#include "formats/mmlu_items.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/csv_table.h"
#include "formats/list_literal.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOptions = 26;  // as many as there are letters

/// Where the parts of a question stand in a row.
struct Columns {
  std::size_t question = 0;
  std::vector<std::size_t> options = {};
  std::optional<std::size_t> list = {};  // all options in one field
  std::optional<std::size_t> gold = {};
  std::optional<std::size_t> subject = {};
  std::optional<std::size_t> id = {};
  // TruthfulQA's: the right answer, and either one false answer or a list "a; b; c".
  std::optional<std::size_t> best = {};
  std::optional<std::size_t> best_false = {};
  std::optional<std::size_t> all_false = {};
};

std::optional<std::size_t> place_of(const std::vector<std::string>& names,
                                    std::initializer_list<std::string_view> wanted) {
  for (const std::string_view name : wanted) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  return std::nullopt;
}

std::vector<std::string> folded(const std::vector<std::string>& names) {
  std::vector<std::string> lower;
  for (const std::string& name : names) lower.push_back(lower_case(trimmed(name)));
  return lower;
}

Result<Columns> columns_of(const std::vector<std::string>& header, const std::string& file) {
  const std::vector<std::string> names = folded(header);
  Columns columns{.question = *place_of(names, {"question"})};
  for (std::size_t option = 0; option < kMostOptions; ++option) {
    const std::string letter(1, static_cast<char>('a' + option));
    const auto place = place_of(
        names, {"choice" + std::to_string(option), letter, "option_" + letter, "option" + letter});
    if (!place) break;
    columns.options.push_back(*place);
  }
  columns.list = place_of(names, {"choices", "options"});
  columns.gold = place_of(names, {"answer", "answerkey", "answer_index"});
  columns.subject = place_of(names, {"subject", "category"});
  columns.id = place_of(names, {"id", "question_id"});
  columns.best = place_of(names, {"best answer"});
  columns.best_false = place_of(names, {"best incorrect answer"});
  columns.all_false = place_of(names, {"incorrect answers"});
  if (columns.best && (columns.best_false || columns.all_false)) return columns;
  if (columns.options.empty() && !columns.list) {
    return Error{.what = "there are no columns of options",
                 .hint = "known: choice0, choice1 ...; A, B ...; choices, a list",
                 .place = SourcePlace{.file = file, .line = 1}};
  }
  return columns;
}

Columns columns_without_header(std::size_t fields) {
  Columns columns{.question = 0, .gold = fields - 1};
  for (std::size_t at = 1; at + 1 < fields; ++at) columns.options.push_back(at);
  return columns;
}

std::optional<std::size_t> gold_of(const std::string& given,
                                   const std::vector<std::string>& options) {
  const std::string_view text = trimmed(given);
  if (text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z') {
    return static_cast<std::size_t>(text[0] - 'A');
  }
  if (text.size() == 1 && text[0] >= 'a' && text[0] <= 'z') {
    return static_cast<std::size_t>(text[0] - 'a');
  }
  const std::optional<long long> index = parse_integer(text);
  if (index && *index >= 0) return static_cast<std::size_t>(*index);
  const auto option = std::find(options.begin(), options.end(), given);
  if (given.empty() || option == options.end()) return std::nullopt;
  return static_cast<std::size_t>(option - options.begin());
}

/// Whether gold answers of a file are counted from 1: none is 0, and the last option is reached.
bool counts_from_one(const std::vector<ChoiceItem>& items) {
  constexpr std::size_t kEnough = 20;  // rows; fewer could lack a 0 by chance
  std::size_t numbers = 0;
  bool reaches_last = false;
  for (const ChoiceItem& item : items) {
    const auto index = parse_integer(trimmed(item.gold_as_given));
    if (!index || !item.gold) continue;
    if (*item.gold == 0 || *item.gold > item.options.size()) return false;
    reaches_last = reaches_last || *item.gold == item.options.size();
    ++numbers;
  }
  return reaches_last && numbers >= kEnough;
}

/// "anatomy" of ".../anatomy_test.csv".
std::string subject_of_file(const std::string& path) {
  std::string name = fs::path(path).stem().string();
  for (const std::string_view split : {"_test", "_dev", "_val", "_auxiliary_train"}) {
    if (name.ends_with(split)) return name.substr(0, name.size() - split.size());
  }
  return name;
}

/// Completes the items of one file as they come.
class ItemShelf {
 public:
  explicit ItemShelf(const std::string& path) : path_(path), subject_(subject_of_file(path)) {}

  void add(ChoiceItem item, int line) {
    if (item.subject.empty()) item.subject = subject_;
    const std::size_t row = rows_[item.subject]++;
    if (item.id.empty()) item.id = item.subject + "/" + std::to_string(row);
    if (!item.gold) item.gold = gold_of(item.gold_as_given, item.options);
    item.place = {.file = path_, .line = line};
    items_.push_back(std::move(item));
  }

  std::vector<ChoiceItem> finish() {
    if (counts_from_one(items_)) {
      for (ChoiceItem& item : items_) {
        if (item.gold && parse_integer(trimmed(item.gold_as_given))) --*item.gold;
      }
    }
    return std::move(items_);
  }

 private:
  std::string path_;
  std::string subject_;
  std::unordered_map<std::string, std::size_t> rows_;
  std::vector<ChoiceItem> items_;
};

/// TruthfulQA's columns; the right answer first.
Result<std::vector<std::string>> truthful_options(const CsvTable::Row& row, const Columns& columns,
                                                  TruthfulTask task, const std::string& file) {
  const bool alone = task == TruthfulTask::mc0;
  const auto& from = alone ? columns.best_false : columns.all_false;
  if (!from) {
    return Error{.what = std::string("there is no column '") +
                         (alone ? "Best Incorrect Answer'" : "Incorrect Answers'"),
                 .hint = alone ? "--task mc1 takes all false answers"
                               : "--task mc0 takes the best false answer alone",
                 .place = SourcePlace{.file = file, .line = 1}};
  }
  std::vector<std::string> options = {row.fields[*columns.best]};
  if (alone) {
    options.push_back(row.fields[*from]);
    return options;
  }
  for (const std::string& part : split(row.fields[*from], ';')) {
    if (!trimmed(part).empty()) options.emplace_back(trimmed(part));
  }
  return options;
}

Result<ChoiceItem> item_of(const CsvTable::Row& row, const Columns& columns, TruthfulTask task,
                           const std::string& file) {
  const auto field = [&](const std::optional<std::size_t>& at) {
    return at ? row.fields[*at] : std::string();
  };
  ChoiceItem item{.question = row.fields[columns.question]};
  item.subject = field(columns.subject);
  item.id = field(columns.id);
  item.gold_as_given = field(columns.gold);
  if (columns.best) {
    item.gold = 0;
    EVENHAND_TRY(item.options, truthful_options(row, columns, task, file));
    return item;
  }
  for (const std::size_t at : columns.options) item.options.push_back(row.fields[at]);
  if (!columns.options.empty()) return item;
  auto options = read_list_literal(field(columns.list));
  if (!options) {
    return Error{.what = "the options should be a list of quoted texts",
                 .place = SourcePlace{.file = file, .line = row.line}};
  }
  item.options = *std::move(options);
  return item;
}

/// What separates fields: whatever cuts the first row into more of them.
Result<char> separator_of(std::string_view contents, const std::string& file) {
  std::size_t most = 0;
  char best = ',';
  std::optional<Error> error;
  for (const char separator : {',', ';'}) {
    CsvReader reader = CsvReader::without_header(contents, file, separator);
    auto row = reader.next();
    if (!row && !error) error = row.error();
    if (!row || !*row || (*row)->fields.size() <= most) continue;
    most = (*row)->fields.size();
    best = separator;
  }
  if (most == 0 && error) return *error;
  return best;
}

Result<std::vector<ChoiceItem>> read_csv_items(std::string_view contents, const std::string& file,
                                               TruthfulTask task) {
  EVENHAND_TRY(const char separator, separator_of(contents, file));
  CsvReader reader = CsvReader::without_header(contents, file, separator);
  ItemShelf shelf(file);
  std::optional<Columns> columns;
  std::size_t fields = 0;
  while (true) {
    EVENHAND_TRY(std::optional<CsvTable::Row> row, reader.next());
    if (!row) return shelf.finish();
    if (columns && row->fields.size() != fields) {
      return Error{.what = std::to_string(row->fields.size()) + " fields where the first row has " +
                           std::to_string(fields),
                   .place = SourcePlace{.file = file, .line = row->line}};
    }
    if (!columns) {
      fields = row->fields.size();
      if (place_of(folded(row->fields), {"question"})) {
        EVENHAND_TRY(columns, columns_of(row->fields, file));
        continue;
      }
      if (fields < 3) {
        return Error{.what = "expected a question, options and the gold answer",
                     .place = SourcePlace{.file = file, .line = row->line}};
      }
      columns = columns_without_header(fields);
    }
    EVENHAND_TRY(ChoiceItem item, item_of(*row, *columns, task, file));
    shelf.add(std::move(item), row->line);
  }
}

const Node* first_of(const Node& row, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const Node* value = row.find(key);
    if (value != nullptr && !value->is_null()) return value;
  }
  return nullptr;
}

Result<std::string> text_of(const Node& row, std::initializer_list<std::string_view> keys) {
  const Node* value = first_of(row, keys);
  if (value == nullptr) return std::string();
  return as_text(*value);
}

Result<std::vector<std::string>> texts_of(const Node& list) {
  if (list.list() == nullptr) {
    EVENHAND_TRY(const std::string literal, as_text(list));
    if (auto texts = read_list_literal(literal)) return *std::move(texts);
    return error_at(list, "the options should be a list of texts");
  }
  std::vector<std::string> texts;
  for (const Node& entry : *list.list()) {
    EVENHAND_TRY(std::string text, as_text(entry));
    texts.push_back(std::move(text));
  }
  return texts;
}

/// ARC's {text: [...], label: [...]}: the gold answer is one of the labels.
Result<void> take_labelled(const Node& choices, ChoiceItem& item) {
  const Node* texts = choices.find("text");
  const Node* labels = choices.find("label");
  if (texts == nullptr || labels == nullptr)
    return error_at(choices, "expected 'text' and 'label'");
  EVENHAND_TRY(item.options, texts_of(*texts));
  EVENHAND_TRY(const auto names, texts_of(*labels));
  item.gold = place_of(names, {item.gold_as_given});
  return {};
}

/// TruthfulQA's {choices: [...], labels: [1, 0, ...]}, or a map from choice to 1 or 0.
Result<void> take_targets(const Node& targets, ChoiceItem& item) {
  std::vector<std::string> labels;
  const Node* choices = targets.find("choices");
  const Node* marks = targets.find("labels");
  if (choices != nullptr && marks != nullptr) {
    EVENHAND_TRY(item.options, texts_of(*choices));
    EVENHAND_TRY(labels, texts_of(*marks));
  } else if (const Node::Map* map = targets.map()) {
    for (const Member& member : *map) {
      EVENHAND_TRY(std::string mark, as_text(member.value));
      item.options.push_back(member.key);
      labels.push_back(std::move(mark));
    }
  }
  item.gold = place_of(labels, {"1"});
  item.gold_as_given = item.gold ? std::to_string(*item.gold) : "";
  return {};
}

/// TruthfulQA's rows; false where the row is none of them.
Result<bool> take_truthful(const Node& row, TruthfulTask task, ChoiceItem& item) {
  const bool alone = task == TruthfulTask::mc0;
  if (const Node* targets = first_of(row, {alone ? "mc0_targets" : "mc1_targets"})) {
    EVENHAND_OK(take_targets(*targets, item));
    return true;
  }
  if (alone && first_of(row, {"mc1_targets"}) != nullptr) {
    return error_at(row, "the question has no 'mc0_targets'",
                    "--task mc1 takes the targets that it has");
  }
  const Node* best = first_of(row, {"best_answer"});
  const Node* rest =
      first_of(row, {alone ? std::string_view("best_incorrect_answer") : "incorrect_answers"});
  if (best == nullptr || rest == nullptr) return false;
  EVENHAND_TRY(std::string right, as_text(*best));
  item.options = {std::move(right)};
  item.gold = 0;
  if (alone) {
    EVENHAND_TRY(std::string wrong, as_text(*rest));
    item.options.push_back(std::move(wrong));
    return true;
  }
  EVENHAND_TRY(const std::vector<std::string> wrong, texts_of(*rest));
  item.options.insert(item.options.end(), wrong.begin(), wrong.end());
  return true;
}

Result<ChoiceItem> item_of(const Node& row, TruthfulTask task) {
  ChoiceItem item;
  const Node* question = row.find("question");
  if (question == nullptr) return error_at(row, "an item needs 'question'");
  EVENHAND_TRY(item.question, as_text(*question));
  EVENHAND_TRY(item.id, text_of(row, {"id", "question_id"}));
  EVENHAND_TRY(item.subject, text_of(row, {"subject", "category"}));
  EVENHAND_TRY(item.gold_as_given, text_of(row, {"answer", "answerKey", "answer_index"}));
  EVENHAND_TRY(const bool truthful, take_truthful(row, task, item));
  if (truthful) return item;
  const Node* options = first_of(row, {"choices", "options"});
  if (options == nullptr) return item;
  if (options->map() != nullptr) {
    EVENHAND_OK(take_labelled(*options, item));
    return item;
  }
  EVENHAND_TRY(item.options, texts_of(*options));
  return item;
}

Result<std::vector<ChoiceItem>> read_json_items(std::string_view contents, const std::string& file,
                                                TruthfulTask task) {
  ItemShelf shelf(file);
  const auto take = [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(ChoiceItem item, item_of(row, task));
    shelf.add(std::move(item), row.place.line);
    return {};
  };
  if (trimmed(contents).starts_with('[')) {
    EVENHAND_TRY(const Node whole, read_json(contents, file));
    for (const Node& row : *whole.list()) EVENHAND_OK(take(row));
  } else {
    EVENHAND_OK(read_json_lines(contents, file, take));
  }
  return shelf.finish();
}

bool is_items_file(const std::string& name) {
  return name.ends_with(".csv") || name.ends_with(".jsonl") || name.ends_with(".json");
}

Result<std::vector<ChoiceItem>> read_file(const FileSystem& files, const std::string& path,
                                          TruthfulTask task) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  if (path.ends_with(".csv")) return read_csv_items(contents, path, task);
  return read_json_items(contents, path, task);
}

/// The files that a path stands for.
std::vector<std::string> files_of(const FileSystem& files, const std::string& path) {
  const auto inner = (fs::path(path) / "test").string();
  const bool has_test = !is_items_file(path) && files.list(inner);
  const std::string folder = has_test ? inner : path;
  const auto names =
      is_items_file(path) ? Result<std::vector<std::string>>(Error{}) : files.list(folder);
  if (!names) return {path};
  std::vector<std::string> found;
  for (const std::string& name : *names) {
    if (is_items_file(name)) found.push_back((fs::path(folder) / name).string());
  }
  return found;
}

Result<void> check_names(const std::vector<ChoiceItem>& items) {
  std::unordered_map<std::string_view, const ChoiceItem*> first;
  for (const ChoiceItem& item : items) {
    const auto [known, is_new] = first.emplace(item.id, &item);
    if (is_new) continue;
    const SourcePlace& place = known->second->place;
    return Error{.what = "two questions are called '" + item.id + "'",
                 .hint = "the first is in " + place.file + ":" + std::to_string(place.line),
                 .place = item.place};
  }
  return {};
}

}  // namespace

Result<std::vector<ChoiceItem>> read_mmlu_items(const FileSystem& files, const std::string& path,
                                                TruthfulTask task) {
  std::vector<ChoiceItem> items;
  for (const std::string& file : files_of(files, path)) {
    EVENHAND_TRY(std::vector<ChoiceItem> more, read_file(files, file, task));
    std::move(more.begin(), more.end(), std::back_inserter(items));
  }
  if (items.empty()) return Error{.what = "no questions in " + path};
  EVENHAND_OK(check_names(items));
  return items;
}

std::optional<std::string> mmlu_examples_of(const FileSystem& files, const std::string& path) {
  if (is_items_file(path)) return std::nullopt;
  const fs::path folder =
      fs::path(path).has_filename() ? fs::path(path) : fs::path(path).parent_path();
  const std::string within = (folder / "dev").string();
  if (files.list(within)) return within;
  const std::string beside = (folder.parent_path() / "dev").string();
  if (folder.filename() == "test" && files.list(beside)) return beside;
  return std::nullopt;
}

Result<void> check_items(std::span<const ChoiceItem> items) {
  for (const ChoiceItem& item : items) {
    const auto wrong = [&](const std::string& what) {
      return Error{.what = "'" + item.id + "': " + what, .place = item.place};
    };
    if (trimmed(item.question).empty()) return wrong("the question is blank");
    if (valid_utf8(item.question) != item.question) return wrong("invalid UTF-8");
    if (item.options.size() < 2) return wrong("less than two options");
    if (item.options.size() > kMostOptions) return wrong("more options than letters");
    for (const std::string& option : item.options) {
      if (trimmed(option).empty()) return wrong("an option is blank");
      if (valid_utf8(option) != option) return wrong("invalid UTF-8");
    }
    if (!item.gold || *item.gold >= item.options.size()) {
      return wrong("the gold answer '" + item.gold_as_given + "' is none of the " +
                   std::to_string(item.options.size()) + " options");
    }
  }
  return {};
}

}  // namespace evenhand
