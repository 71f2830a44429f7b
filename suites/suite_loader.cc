#include "suites/suite_loader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"
#include "suites/overlay.h"
#include "suites/question_reader.h"
#include "suites/suite_digest.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

std::string inside(const std::string& folder, const std::string& path) {
  return (fs::path(folder) / path).string();
}

/// Files that a suite names must lie within its folder: a suite from elsewhere must not read on.
Result<std::string> path_within(const Node& node) {
  EVENHAND_TRY(std::string path, as_text(node));
  const fs::path given(path);
  const bool climbs = std::find(given.begin(), given.end(), "..") != given.end();
  if (path.empty() || given.is_absolute() || climbs || path.find('\0') != std::string::npos) {
    return error_at(node, "'" + path + "' must be a file within the suite's folder");
  }
  return path;
}

Result<std::optional<SuiteBaseline>> read_baseline(const Node* node) {
  if (node == nullptr) return std::optional<SuiteBaseline>{};
  Fields fields(*node, "a suite's baseline");
  SuiteBaseline baseline{.name = {fields.required_text("name")}};
  if (const Node* answers = fields.required_node("answers")) {
    EVENHAND_TRY(baseline.answers, path_within(*answers));
  }
  EVENHAND_OK(fields.done());
  return std::optional<SuiteBaseline>(std::move(baseline));
}

/// Categories by name, each with its recommended temperature.
using Categories = std::map<std::string, std::optional<double>>;

Result<Categories> read_categories(const Node* node, Suite& suite) {
  Categories categories;
  if (node == nullptr) return categories;
  if (node->map() == nullptr) {
    return error_at(*node, "'categories' must be a map of names, found " + node->described());
  }
  for (const Member& member : *node->map()) {
    suite.categories.push_back(member.key);
    std::optional<double>& temperature = categories[member.key];
    if (member.value.is_null()) continue;
    Fields fields(member.value, "a category");
    temperature = fields.number("temperature", 0.0, 10.0);
    EVENHAND_TRY(const auto baseline, read_baseline(fields.node("baseline")));
    if (baseline) suite.category_baselines[member.key] = *baseline;
    EVENHAND_OK(fields.done());
  }
  return categories;
}

Result<std::map<std::string, std::string>> read_prompts(const Node* node) {
  std::map<std::string, std::string> prompts;
  if (node == nullptr) return prompts;
  if (node->map() == nullptr) {
    return error_at(*node, "'prompts' must be a map of template names to files");
  }
  for (const Member& member : *node->map()) {
    EVENHAND_TRY(prompts[member.key], path_within(member.value));
  }
  return prompts;
}

/// What suite.yaml says, with the names of the files that are read next.
struct SuiteSheet {
  Suite suite;
  Categories categories;
  std::string questions = "questions.jsonl";
  std::optional<std::string> errata = {};
  std::optional<std::string> overlay = {};
};

Result<SuiteSheet> read_sheet(const Node& root, const std::string& folder) {
  SuiteSheet sheet;
  Suite& suite = sheet.suite;
  suite.folder = folder;
  Fields fields(root, "a suite");
  suite.id = {fields.required_text("name")};
  suite.version = fields.required_text("version");
  suite.title = fields.text("title").value_or(suite.id.text);
  suite.description = fields.text("description").value_or("");
  suite.licence = fields.text("licence").value_or("");
  suite.protocol = {fields.required_text("protocol")};
  suite.system = fields.text("system").value_or("");
  EVENHAND_TRY(sheet.categories, read_categories(fields.node("categories"), suite));
  EVENHAND_TRY(suite.prompts, read_prompts(fields.node("prompts")));
  EVENHAND_TRY(suite.baseline, read_baseline(fields.node("baseline")));
  if (const Node* questions = fields.node("questions")) {
    EVENHAND_TRY(sheet.questions, path_within(*questions));
  }
  if (const Node* errata = fields.node("errata")) {
    EVENHAND_TRY(sheet.errata, path_within(*errata));
  }
  if (const Node* overlay = fields.node("overlay")) {
    EVENHAND_TRY(sheet.overlay, path_within(*overlay));
  }
  EVENHAND_OK(fields.done());
  return sheet;
}

Error unknown_category(const Question& question, const Suite& suite) {
  if (question.category.empty()) {
    return {.what = "'" + question.id.text + "' has no category",
            .hint = "known: " + joined(suite.categories, ", "),
            .place = question.place};
  }
  return {.what = "unknown category '" + question.category + "'",
          .hint = did_you_mean(question.category, suite.categories),
          .place = question.place};
}

/// The categories of a suite whose sheet names none, in the order of its questions.
std::vector<std::string> categories_in(const std::vector<Question>& questions) {
  std::vector<std::string> categories;
  std::set<std::string> seen;
  for (const Question& question : questions) {
    const bool is_new = seen.insert(question.category).second;
    if (is_new && !question.category.empty()) categories.push_back(question.category);
  }
  return categories;
}

/// A question without a temperature of its own has that of its category.
Result<void> settle_categories(SuiteSheet& sheet) {
  Suite& suite = sheet.suite;
  if (sheet.categories.empty()) {
    suite.categories = categories_in(suite.questions);
    return {};
  }
  for (Question& question : suite.questions) {
    const auto category = sheet.categories.find(question.category);
    if (category == sheet.categories.end()) return unknown_category(question, suite);
    if (!question.temperature) question.temperature = category->second;
  }
  return {};
}

}  // namespace

Result<Suite> load_suite(const FileSystem& files, const std::string& folder) {
  const std::string sheet_path = inside(folder, "suite.yaml");
  EVENHAND_TRY(const std::string contents,
               files.read_within(folder, "suite.yaml", kMaxSettingsFile));
  EVENHAND_TRY(const Node root, read_yaml(contents, sheet_path));
  EVENHAND_TRY(SuiteSheet sheet, read_sheet(root, folder));
  EVENHAND_TRY(sheet.suite.questions, read_questions(files, folder, sheet.questions));
  if (sheet.errata) {
    EVENHAND_OK(apply_errata(files, folder, *sheet.errata, sheet.suite.questions));
  }
  EVENHAND_OK(settle_categories(sheet));
  EVENHAND_TRY(sheet.suite.digest, digest_of_suite(files, sheet.suite));
  if (sheet.overlay) {
    EVENHAND_TRY(const OverlayFile overlay, read_overlay_within(files, folder, *sheet.overlay));
    EVENHAND_OK(apply_overlay(files, overlay, sheet.suite));
  }
  return std::move(sheet.suite);
}

std::vector<std::string> built_in_suites(const FileSystem& files, const SuiteShelf& shelf) {
  std::set<std::string> names;
  for (const std::string& folder : shelf.folders) {
    const auto entries = files.list(folder);
    if (!entries) continue;
    for (const std::string& name : *entries) {
      if (files.exists(inside(inside(folder, name), "suite.yaml"))) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

Result<std::string> find_suite(const FileSystem& files, const SuiteShelf& shelf,
                               const std::string& name, const std::string& beside) {
  if (trimmed(name).empty()) return Error{.what = "the name of the suite is blank"};
  const bool is_path = name.find('/') != std::string::npos || name.starts_with(".");
  if (!is_path) {
    for (const std::string& folder : shelf.folders) {
      const std::string built_in = inside(folder, name);
      if (files.exists(inside(built_in, "suite.yaml"))) return built_in;
    }
  }
  const fs::path given(name);
  const std::string folder = given.is_absolute() || beside == "."
                                 ? name
                                 : (fs::path(beside) / given).lexically_normal().string();
  if (files.exists(inside(folder, "suite.yaml"))) return folder;
  if (fs::path(folder).filename() == "suite.yaml" && files.exists(folder)) {
    return Error{.what = "a suite is named by its folder, not by its suite.yaml",
                 .hint = "write " + fs::path(folder).parent_path().string()};
  }
  if (is_path || files.exists(folder)) {
    return Error{.kind = ErrorKind::not_found, .what = "there is no suite.yaml in " + folder};
  }
  return Error{.kind = ErrorKind::not_found,
               .what = "unknown suite '" + name + "'",
               .hint = did_you_mean(name, built_in_suites(files, shelf))};
}

}  // namespace evenhand
