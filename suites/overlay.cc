#include "suites/overlay.h"

#include <algorithm>

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
  }
  return {};
}

Result<void> repair_question(const OverlayFile::Repair& repair, Question& question) {
  const std::size_t turns = question.turns.size();
  for (const auto* texts : {&repair.turns, &repair.references}) {
    if (texts->empty() || texts->size() == turns) continue;
    return Error{.what = "the overlay repairs '" + question.id.text + "' with " +
                         std::to_string(texts->size()) + " texts, it has " + std::to_string(turns) +
                         " turns"};
  }
  for (std::size_t turn = 0; turn < turns; ++turn) {
    if (!repair.turns.empty()) question.turns[turn].user = repair.turns[turn];
    if (!repair.references.empty()) question.turns[turn].reference = repair.references[turn];
  }
  return {};
}

Question* question_of(Suite& suite, const std::string& id) {
  const auto question = std::find_if(suite.questions.begin(), suite.questions.end(),
                                     [&](const Question& known) { return known.id.text == id; });
  return question == suite.questions.end() ? nullptr : &*question;
}

std::string in_quotes(const std::string& text) { return to_json(Node{.value = Node::Text(text)}); }

std::string list_in_quotes(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(in_quotes(text));
  return "[" + joined(quoted, ", ") + "]";
}

}  // namespace

Result<OverlayFile> read_overlay(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxSettingsFile));
  EVENHAND_TRY(const Node root, read_yaml(contents, path));
  Fields fields(root, "an overlay");
  const Node* exclude = fields.node("exclude");
  const Node* repair = fields.node("repair");
  EVENHAND_OK(fields.done());
  OverlayFile overlay;
  if (exclude != nullptr) EVENHAND_OK(read_excluded(*exclude, overlay));
  if (repair != nullptr) EVENHAND_OK(read_repaired(*repair, overlay));
  return overlay;
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
  for (const auto& [id, why] : overlay.excluded) {
    if (question_of(suite, id) == nullptr) {
      return Error{.what = "the overlay excludes '" + id + "', which the suite does not have"};
    }
  }
  for (const auto& [id, repair] : overlay.repaired) {
    Question* question = question_of(suite, id);
    if (question == nullptr) {
      return Error{.what = "the overlay repairs '" + id + "', which the suite does not have"};
    }
    EVENHAND_OK(repair_question(repair, *question));
  }
  std::erase_if(suite.questions, [&](const Question& question) {
    return overlay.excluded.contains(question.id.text);
  });
  if (suite.questions.empty()) return Error{.what = "the overlay leaves no question"};
  EVENHAND_TRY(suite.digest, digest_of_suite(files, suite));
  return "an overlay left out " + std::to_string(overlay.excluded.size()) +
         " questions and repaired " + std::to_string(overlay.repaired.size());
}

}  // namespace evenhand
