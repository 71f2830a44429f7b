#include "suites/overlay.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_map>

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"
#include "suites/suite_digest.h"

namespace evenhand {
namespace {

Result<void> read_excluded(const Node& node, OverlayFile& overlay) {
  if (node.map() == nullptr) {
    return error_at(node, "'exclude' must be a map from id to reason, found " + node.described());
  }
  for (const Member& member : *node.map()) {
    EVENHAND_TRY(std::string why, as_text(member.value));
    overlay.excluded.emplace(member.key, std::move(why));
    overlay.places.emplace(member.key, member.value.place);
  }
  return {};
}

Result<OverlayFile::Repair> read_repair(const Node& node) {
  Fields fields(node, "a repair");
  OverlayFile::Repair repair;
  repair.turns = fields.texts("turns").value_or(std::vector<std::string>{});
  repair.references = fields.texts("references").value_or(std::vector<std::string>{});
  repair.why = fields.text("why").value_or("");
  EVENHAND_OK(fields.done());
  for (const std::string& turn : repair.turns) {
    if (trimmed(turn).empty()) return error_at(node, "a turn must not be blank");
  }
  return repair;
}

Result<void> read_repaired(const Node& node, OverlayFile& overlay) {
  if (node.map() == nullptr) {
    return error_at(node, "'repair' must be a map from id to a repair, found " + node.described());
  }
  for (const Member& member : *node.map()) {
    if (overlay.excluded.contains(member.key)) {
      return error_at(member.value, "'" + member.key + "' is excluded and repaired");
    }
    EVENHAND_TRY(OverlayFile::Repair repair, read_repair(member.value));
    overlay.repaired.emplace(member.key, std::move(repair));
    overlay.places.emplace(member.key, member.value.place);
  }
  return {};
}

std::optional<SourcePlace> place_of(const OverlayFile& overlay, const std::string& id) {
  const auto place = overlay.places.find(id);
  return place == overlay.places.end() ? std::nullopt : std::optional(place->second);
}

Result<void> repair_question(const OverlayFile& overlay, const OverlayFile::Repair& repair,
                             Question& question) {
  const std::size_t turns = question.turns.size();
  for (const auto* texts : {&repair.turns, &repair.references}) {
    if (texts->empty() || texts->size() == turns) continue;
    return Error{.what = "the overlay repairs '" + question.id.text + "' with " +
                         counted(texts->size(), "text") + ", it has " + counted(turns, "turn"),
                 .place = place_of(overlay, question.id.text)};
  }
  for (std::size_t turn = 0; turn < turns; ++turn) {
    if (!repair.turns.empty()) question.turns[turn].user = repair.turns[turn];
    if (!repair.references.empty()) question.turns[turn].reference = repair.references[turn];
  }
  return {};
}

using QuestionsById = std::unordered_map<std::string, Question*>;

QuestionsById by_id(Suite& suite) {
  QuestionsById questions;
  for (Question& question : suite.questions) questions.emplace(question.id.text, &question);
  return questions;
}

/// Names the nearest question, and no others: there may be thousands.
Error no_such_question(const std::string& done, const std::string& id, const OverlayFile& overlay,
                       const Suite& suite) {
  std::vector<std::string> known;
  for (const Question& question : suite.questions) known.push_back(question.id.text);
  const auto nearest = nearest_name(id, known);
  return {.what = "the overlay " + done + " '" + id + "', which the suite does not have",
          .hint = nearest ? "did you mean '" + *nearest + "'?" : "",
          .place = place_of(overlay, id)};
}

std::string in_quotes(const std::string& text) { return to_json(Node{.value = Node::Text(text)}); }

std::string list_in_quotes(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(in_quotes(text));
  return "[" + joined(quoted, ", ") + "]";
}

Result<OverlayFile> overlay_in(const std::string& contents, const std::string& path) {
  EVENHAND_TRY(const Node root, read_yaml(contents, path));
  if (root.is_null()) {
    return Error{.what = "the overlay is empty",
                 .hint = "'exclude: {}' is one that changes nothing",
                 .place = SourcePlace{.file = path}};
  }
  Fields fields(root, "an overlay");
  const Node* exclude = fields.node("exclude");
  const Node* repair = fields.node("repair");
  EVENHAND_OK(fields.done());
  OverlayFile overlay;
  if (exclude != nullptr) EVENHAND_OK(read_excluded(*exclude, overlay));
  if (repair != nullptr) EVENHAND_OK(read_repaired(*repair, overlay));
  return overlay;
}

}  // namespace

Result<OverlayFile> read_overlay(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxSettingsFile));
  return overlay_in(contents, path);
}

Result<OverlayFile> read_overlay_within(const FileSystem& files, const std::string& folder,
                                        const std::string& name) {
  EVENHAND_TRY(const std::string contents, files.read_within(folder, name, kMaxSettingsFile));
  return overlay_in(contents, (std::filesystem::path(folder) / name).string());
}

std::string overlay_text(const OverlayFile& overlay) {
  std::string text = overlay.excluded.empty() ? "exclude: {}\n" : "exclude:\n";
  for (const auto& [id, why] : overlay.excluded) {
    text += "  " + in_quotes(id) + ": " + in_quotes(why) + "\n";
  }
  if (!overlay.repaired.empty()) text += "repair:\n";
  for (const auto& [id, repair] : overlay.repaired) {
    text += "  " + in_quotes(id) + ": {turns: " + list_in_quotes(repair.turns) +
            ", references: " + list_in_quotes(repair.references) +
            ", why: " + in_quotes(repair.why) + "}\n";
  }
  return text;
}

Result<std::string> apply_overlay(const FileSystem& files, const OverlayFile& overlay,
                                  Suite& suite) {
  const QuestionsById questions = by_id(suite);
  for (const auto& [id, why] : overlay.excluded) {
    if (!questions.contains(id)) return no_such_question("excludes", id, overlay, suite);
    suite.excluded.emplace(id, why);
  }
  for (const auto& [id, repair] : overlay.repaired) {
    const auto question = questions.find(id);
    if (question == questions.end()) return no_such_question("repairs", id, overlay, suite);
    EVENHAND_OK(repair_question(overlay, repair, *question->second));
  }
  if (suite.excluded.size() == suite.questions.size()) {
    return Error{.what = "the overlay leaves no question"};
  }
  if (!overlay.repaired.empty()) {
    EVENHAND_TRY(suite.digest, digest_of_suite(files, suite));
  }
  return "an overlay excludes " + counted(overlay.excluded.size(), "question") + " and repairs " +
         std::to_string(overlay.repaired.size());
}

Result<void> leave_out_excluded(const FileSystem& files, Suite& suite) {
  if (suite.excluded.empty()) return {};
  std::erase_if(suite.questions, [&](const Question& question) {
    return suite.excluded.contains(question.id.text);
  });
  suite.excluded.clear();
  EVENHAND_TRY(suite.digest, digest_of_suite(files, suite));
  return {};
}

}  // namespace evenhand
