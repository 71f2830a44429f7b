#include "formats/mt_bench_suite.h"

#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "documents/readers.h"
#include "formats/answers_file.h"
#include "formats/fastchat_categories.h"
#include "formats/fastchat_prompts.h"
#include "formats/json_row.h"
#include "formats/question_rows.h"

namespace evenhand {
namespace {

struct Asked {
  std::string id;
  std::string category;
  std::vector<std::string> turns;
  std::vector<std::optional<std::string>> references;  // none, or one for each turn
  std::optional<double> temperature = {};
  bool has_hint = false;
  int line = 0;
};

Result<std::vector<std::string>> turns_of(const Node& row) {
  const Node* turns = row.find("turns");
  if (turns == nullptr || turns->list() == nullptr || turns->list()->empty()) {
    return error_at(row, "a question needs a list 'turns'");
  }
  std::vector<std::string> texts;
  for (const Node& turn : *turns->list()) {
    EVENHAND_TRY(std::string text, as_text(turn));
    if (trimmed(text).empty()) return error_at(turn, "a turn must not be blank");
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<Asked> read_asked(const Node& row) {
  const Node* id = row.find("question_id");
  if (id == nullptr) return error_at(row, "a question needs 'question_id'");
  Asked asked{.line = row.place.line};
  EVENHAND_TRY(asked.id, as_text(*id));
  if (trimmed(asked.id).empty()) return error_at(*id, "'question_id' must not be blank");
  EVENHAND_TRY(asked.turns, turns_of(row));
  asked.category = "all";
  if (const Node* category = row.find("category")) {
    EVENHAND_TRY(asked.category, as_text(*category));
  }
  if (const Node* temperature = row.find("required_temperature")) {
    EVENHAND_TRY(asked.temperature, as_number(*temperature));
    constexpr double kHottest = 10.0;  // as for suites
    if (*asked.temperature < 0.0 || *asked.temperature > kHottest) {
      return error_at(*temperature, "'required_temperature' must be from 0 to 10, found " +
                                        temperature->described());
    }
  }
  asked.has_hint = row.find("reference") != nullptr;
  return asked;
}

/// Puts one reference answer where it belongs.
Result<void> take_reference(const AnswerRow& row, const std::string& path,
                            std::vector<Asked>& questions) {
  const SourcePlace place{.file = path, .line = row.line};
  const std::string id = row.id ? row.id->text : "";
  const auto asked = std::find_if(questions.begin(), questions.end(),
                                  [&](const Asked& question) { return question.id == id; });
  if (asked == questions.end()) {
    return Error{.what = "there is no question '" + id + "' for this reference", .place = place};
  }
  if (!asked->references.empty()) {
    return Error{.what = "two references for the question '" + id + "'", .place = place};
  }
  if (row.turns.size() != asked->turns.size()) {
    return Error{.what = "the reference has " + std::to_string(row.turns.size()) +
                         " turns, the question '" + id + "' has " +
                         std::to_string(asked->turns.size()),
                 .place = place};
  }
  for (const std::string& turn : row.turns) {
    if (turn == "$ERROR$" || turn == "ERROR") {
      return Error{.what = "the reference for '" + id + "' is an error text", .place = place};
    }
    const bool blank = trimmed(turn).empty();
    asked->references.push_back(blank ? std::nullopt : std::optional<std::string>(turn));
  }
  return {};
}

/// The published gpt-4.jsonl, and the questions where it is wrong in at least one turn (all thirty
/// were checked again for FastChat's pull request 3158).
constexpr const char* kPublishedReferences =
    "f957a5bc977badb66885ec970e6cd08527845780313f0995764260e5777b9b3f";
constexpr const char* kKnownWrong[] = {"104", "105", "109", "111", "113", "114", "120",
                                       "122", "124", "125", "126", "128", "130"};

/// Ids of the errata, each of which corrects a question.
Result<std::set<std::string>> read_errata(const std::string& contents, const std::string& path,
                                          const std::vector<Asked>& questions) {
  std::set<std::string> ids;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    const Node* id = row.find("id");
    const Node* references = row.find("references");
    if (id == nullptr || references == nullptr || references->list() == nullptr) {
      return error_at(row, "an erratum needs 'id' and a list 'references'");
    }
    EVENHAND_TRY(std::string text, as_text(*id));
    const auto asked = std::find_if(questions.begin(), questions.end(),
                                    [&](const Asked& question) { return question.id == text; });
    if (asked == questions.end()) {
      return error_at(*id, "there is no question '" + text + "' to correct");
    }
    if (references->list()->size() != asked->turns.size()) {
      return error_at(*references, "the erratum has " + std::to_string(references->list()->size()) +
                                       " references, the question '" + text + "' has " +
                                       std::to_string(asked->turns.size()) + " turns");
    }
    ids.insert(std::move(text));
    return {};
  }));
  return ids;
}

std::vector<std::string> known_wrong_but(const std::set<std::string>& corrected,
                                         const std::vector<Asked>& questions) {
  std::vector<std::string> wrong;
  for (const char* id : kKnownWrong) {
    const bool is_asked = std::any_of(questions.begin(), questions.end(),
                                      [&](const Asked& asked) { return asked.id == id; });
    if (is_asked && !corrected.contains(id)) wrong.emplace_back(id);
  }
  return wrong;
}

Result<void> take_references(const FileSystem& files, const std::string& path,
                             std::vector<Asked>& questions) {
  EVENHAND_TRY(const AnswersFile references, read_answers(files, path));
  for (const AnswerRow& row : references.rows) {
    EVENHAND_OK(take_reference(row, path, questions));
  }
  return {};
}

constexpr const char* kErrataFile = "errata.jsonl";

/// What the suite has besides questions.
struct Extras {
  ImportedPrompts prompts = {};
  std::optional<std::string> errata = {};  // contents
};

std::string suite_sheet(const std::vector<Asked>& questions, const Extras& extras) {
  std::vector<std::string> categories;
  for (const Asked& asked : questions) {
    if (std::find(categories.begin(), categories.end(), asked.category) == categories.end()) {
      categories.push_back(asked.category);
    }
  }
  std::string sheet =
      "name: mt_bench\nversion: 1\ntitle: MT-Bench questions\n"
      "description: Imported from FastChat's files; its questions and references belong to their "
      "authors.\n"
      "protocol: graded\ncategories:\n";
  for (const std::string& category : categories) {
    sheet += "  " + quoted(category) +
             ": {temperature: " + shortest_text(fastchat_temperature(category)) + "}\n";
  }
  if (!extras.prompts.file_of_name.empty()) sheet += "prompts:\n";
  for (const auto& [name, file] : extras.prompts.file_of_name) {
    sheet.append("  ").append(name).append(": ").append(file).append("\n");
  }
  if (extras.errata) sheet += "errata: " + std::string(kErrataFile) + "\n";
  return sheet;
}

std::string questions_text(const std::vector<Asked>& questions) {
  std::string text;
  for (const Asked& asked : questions) {
    JsonRow row;
    row.text("id", asked.id).text("category", asked.category).texts("turns", asked.turns);
    if (!asked.references.empty()) row.texts_or_null("references", asked.references);
    if (asked.temperature) row.number("temperature", *asked.temperature);
    text += row.line();
  }
  return text;
}

std::vector<std::string> remarks_on(const std::vector<Asked>& questions, const std::string& path,
                                    const std::set<std::string>& corrected) {
  std::vector<std::string> remarks;
  std::vector<std::string> without;
  std::size_t hints = 0;
  for (const Asked& asked : questions) {
    hints += asked.has_hint ? 1 : 0;
    const bool has_references = !asked.references.empty() || corrected.contains(asked.id);
    if (fastchat_shows_reference(asked.category) && !has_references) without.push_back(asked.id);
  }
  if (!without.empty()) {
    remarks.push_back("no reference answers for " + joined(without, ", ") +
                      ": judges of reasoning, math and coding are better with them");
  }
  if (hints > 0) {
    remarks.push_back("left out: the hints ('reference') of " + std::to_string(hints) +
                      " questions in " + path + ", which FastChat shows to no judge either");
  }
  return remarks;
}

/// The published references are told by their digest.
Result<std::vector<std::string>> remarks_on_references(const FileSystem& files,
                                                       const std::string& path,
                                                       const std::set<std::string>& corrected,
                                                       const std::vector<Asked>& questions) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  const std::vector<std::string> wrong = known_wrong_but(corrected, questions);
  if (sha256(contents).text != kPublishedReferences || wrong.empty()) {
    return std::vector<std::string>{};
  }
  return std::vector<std::string>{"the references for " + joined(wrong, ", ") + " in " + path +
                                  " are known to be wrong in at least one turn: correct them with "
                                  "errata"};
}

}  // namespace

Result<ImportedSuite> import_mt_bench(const FileSystem& files, const MtBenchFiles& from) {
  EVENHAND_TRY(std::vector<Asked> questions, read_question_rows(files, from.questions, read_asked));
  Extras extras;
  std::set<std::string> corrected;
  if (from.errata) {
    EVENHAND_TRY(extras.errata, files.read(*from.errata, kMaxDataFile));
    EVENHAND_TRY(corrected, read_errata(*extras.errata, *from.errata, questions));
  }
  if (from.judge_prompts) {
    EVENHAND_TRY(extras.prompts, import_judge_prompts(files, *from.judge_prompts));
  }
  if (from.references) EVENHAND_OK(take_references(files, *from.references, questions));

  ImportedSuite suite{.files = extras.prompts.files, .questions = questions.size()};
  suite.files["suite.yaml"] = suite_sheet(questions, extras);
  suite.files["questions.jsonl"] = questions_text(questions);
  if (extras.errata) suite.files[kErrataFile] = *extras.errata;
  suite.remarks = remarks_on(questions, from.questions, corrected);
  if (from.references) {
    EVENHAND_TRY(const std::vector<std::string> wrong,
                 remarks_on_references(files, *from.references, corrected, questions));
    suite.remarks.insert(suite.remarks.end(), wrong.begin(), wrong.end());
  }
  suite.remarks.insert(suite.remarks.end(), extras.prompts.remarks.begin(),
                       extras.prompts.remarks.end());
  return suite;
}

}  // namespace evenhand
