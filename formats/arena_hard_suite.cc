#include "formats/arena_hard_suite.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/answers_file.h"
#include "formats/arena_hard_judgments.h"
#include "formats/json_row.h"
#include "formats/question_rows.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

constexpr const char* kPromptFile = "prompts/pairwise-five.txt";
constexpr const char* kOldCategory = "arena-hard-v0.1";

struct Asked {
  std::string id;
  std::string category;
  std::vector<std::string> turns;
  int line = 0;
};

Result<std::string> text_of(const Node& row, std::string_view field, std::string_view old_field) {
  EVENHAND_TRY(std::string text, renamed_text(row, field, old_field, "a question"));
  if (trimmed(text).empty()) {
    const Node* found = row.find(field);
    const std::string_view name = found != nullptr ? field : old_field;
    return error_at(found != nullptr ? *found : *row.find(old_field),
                    "'" + std::string(name) + "' is blank");
  }
  return text;
}

Result<std::vector<std::string>> turns_of(const Node& row) {
  const Node* turns = row.find("turns");
  if (turns == nullptr) {
    EVENHAND_TRY(std::string prompt, text_of(row, "prompt", "prompt"));
    return std::vector<std::string>{std::move(prompt)};
  }
  if (turns->list() == nullptr || turns->list()->empty()) {
    return error_at(*turns, "'turns' must be a list of turns, found " + turns->described());
  }
  std::vector<std::string> texts;
  for (const Node& turn : *turns->list()) {
    EVENHAND_TRY(std::string text, text_of(turn, "content", "content"));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<Asked> read_asked(const Node& row) {
  Asked asked{.line = row.place.line};
  EVENHAND_TRY(asked.id, text_of(row, "uid", "question_id"));
  EVENHAND_TRY(asked.turns, turns_of(row));
  asked.category = kOldCategory;
  if (const Node* category = row.find("category")) {
    EVENHAND_TRY(asked.category, as_text(*category));
  }
  return asked;
}

std::vector<std::string> categories_of(const std::vector<Asked>& questions) {
  std::vector<std::string> categories;
  for (const Asked& asked : questions) {
    if (std::find(categories.begin(), categories.end(), asked.category) == categories.end()) {
      categories.push_back(asked.category);
    }
  }
  return categories;
}

/// The model that a category is compared with, and its answers.
struct Baseline {
  std::string category;
  std::string model;
  std::string file;   // within the suite
  std::string lines;  // of that file
};

struct Baselines {
  std::vector<Baseline> all;
  std::vector<std::string> remarks;

  /// "MODEL (category), MODEL (category)", or of one category the model.
  std::string name(std::size_t categories) const {
    std::vector<std::string> names;
    for (const Baseline& one : all) {
      names.push_back(categories > 1 ? one.model + " (" + one.category + ")" : one.model);
    }
    return joined(names, ", ");
  }
};

using Texts = std::map<std::string, std::string>;

Result<Texts> texts_of_model(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const AnswersFile answers, read_answers(files, path));
  Texts texts;
  for (const AnswerRow& row : answers.rows) {
    if (row.id && row.turns.size() == 1) texts[row.id->text] = row.turns.front();
  }
  return texts;
}

void add_answers(const std::vector<Asked>& questions, const Texts& texts, Baseline& baseline,
                 std::vector<std::string>& remarks) {
  std::size_t missing = 0;
  for (const Asked& asked : questions) {
    if (asked.category != baseline.category) continue;
    const auto text = texts.find(asked.id);
    if (text == texts.end()) {
      ++missing;
      continue;
    }
    baseline.lines += JsonRow().text("id", asked.id).text("answer", text->second).line();
  }
  if (missing == 0) return;
  remarks.push_back("the baseline of " + baseline.category + " has no answer to " +
                    std::to_string(missing) + " questions");
}

Result<Baselines> read_baselines(const FileSystem& files, const std::vector<Asked>& questions,
                                 const std::string& folder) {
  Baselines baselines;
  for (const std::string& category : categories_of(questions)) {
    const auto model = arena_hard_baseline(category);
    if (!model) {
      baselines.remarks.push_back("no baseline is known for the category '" + category + "'");
      continue;
    }
    const std::string path = (std::filesystem::path(folder) / (model->text + ".jsonl")).string();
    if (!files.exists(path)) {
      baselines.remarks.push_back("no answers of " + model->text + ", the baseline of " + category +
                                  ", in " + folder);
      continue;
    }
    EVENHAND_TRY(const Texts texts, texts_of_model(files, path));
    Baseline baseline{
        .category = category, .model = model->text, .file = "baselines/" + model->text + ".jsonl"};
    add_answers(questions, texts, baseline, baselines.remarks);
    baselines.all.push_back(std::move(baseline));
  }
  return baselines;
}

std::string entry_of(const std::string& category, const Baselines& baselines) {
  std::string entry = "  " + quoted(category) + ":";
  for (const Baseline& one : baselines.all) {
    if (one.category != category) continue;
    entry += " {baseline: {name: " + quoted(one.model) + ", answers: " + quoted(one.file) + "}}";
  }
  return entry + "\n";
}

std::string suite_sheet(const std::vector<Asked>& questions, const std::string& version,
                        const Baselines& baselines, const ArenaHardFiles& from) {
  std::string sheet =
      "name: arena_hard\nversion: " + version +
      "\ntitle: Arena-Hard questions\n"
      "description: Imported from Arena-Hard's files; its questions belong to their "
      "authors.\nprotocol: pairwise_five\ncategories:\n";
  const std::vector<std::string> categories = categories_of(questions);
  const bool is_one_for_all = categories.size() == 1 && !baselines.all.empty();
  for (const std::string& category : categories) {
    sheet += is_one_for_all ? "  " + quoted(category) + ":\n" : entry_of(category, baselines);
  }
  if (from.judge_words) sheet += "prompts: {pairwise-five: " + std::string(kPromptFile) + "}\n";
  if (is_one_for_all) {
    const Baseline& baseline = baselines.all.front();
    sheet += "baseline: {name: " + quoted(baseline.model) + ", answers: " + quoted(baseline.file) +
             "}\n";
  }
  return sheet;
}

Result<std::string> version_of(const ArenaHardFiles& from, const std::vector<Asked>& questions) {
  const std::vector<std::string> known = {"v0.1", "v2.0"};
  if (from.version.empty()) return questions.front().category == kOldCategory ? known[0] : known[1];
  if (std::find(known.begin(), known.end(), from.version) != known.end()) return from.version;
  return Error{.what = "unknown version '" + from.version + "'",
               .hint = did_you_mean(from.version, known)};
}

}  // namespace

Result<ImportedSuite> import_arena_hard(const FileSystem& files, const ArenaHardFiles& from) {
  EVENHAND_TRY(const std::vector<Asked> questions,
               read_question_rows(files, from.questions, read_asked));
  EVENHAND_TRY(const std::string version, version_of(from, questions));
  Baselines baselines;
  if (from.answers) {
    EVENHAND_TRY(baselines, read_baselines(files, questions, *from.answers));
  } else {
    baselines.remarks.emplace_back(
        "without --answers the suite has no baseline: the run file has to name one");
  }
  ImportedSuite suite{.questions = questions.size(),
                      .baseline = {baselines.name(categories_of(questions).size())}};
  suite.files["suite.yaml"] = suite_sheet(questions, version, baselines, from);
  std::string& lines = suite.files["questions.jsonl"];
  for (const Asked& asked : questions) {
    lines += JsonRow()
                 .text("id", asked.id)
                 .text("category", asked.category)
                 .texts("turns", asked.turns)
                 .line();
  }
  for (const Baseline& one : baselines.all) suite.files[one.file] += one.lines;
  if (from.judge_words) {
    EVENHAND_TRY(suite.files[kPromptFile], files.read(*from.judge_words, kMaxSettingsFile));
  }
  suite.remarks = baselines.remarks;
  return suite;
}

}  // namespace evenhand
