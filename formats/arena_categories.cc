#include "formats/arena_categories.h"

#include <optional>
#include <set>

#include <re2/re2.h>

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"
#include "formats/json_row.h"

namespace evenhand {
namespace {

constexpr std::string_view kCriteria[] = {
    "specificity", "domain_knowledge",   "complexity", "problem_solving",
    "creativity",  "technical_accuracy", "real_world"};

/// What the pattern's group matches, where it is always the same.
std::optional<std::string> only_match(const std::string& text, const re2::RE2& pattern) {
  std::set<std::string> found;
  re2::StringPiece rest(text);
  std::string match;
  while (re2::RE2::FindAndConsume(&rest, pattern, &match)) found.insert(match);
  return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

Node flag(bool value) { return {.value = Node::Plain{value ? "true" : "false"}}; }

CategoryLabels criteria(const std::string& reply) {
  static const re2::RE2 kList(R"((\[\d(?:,\s\d)*\]))");
  const auto list = only_match(reply, kList);
  JsonRow labels;
  for (std::size_t i = 0; i < std::size(kCriteria); ++i) {
    const char digit = static_cast<char>('1' + i);
    const bool is_met = list && list->find(digit) != std::string::npos;
    labels.value(std::string(kCriteria[i]), flag(is_met));
  }
  return {.labels = labels.node(), .is_read = list.has_value()};
}

CategoryLabels instruction_following(const std::string& reply) {
  static const re2::RE2 kScore("<score>([012345])</score>");
  const auto score = only_match(reply, kScore);
  JsonRow labels;
  labels.value("if", flag(score && *score >= "4"));
  labels.value("score", score ? Node{.value = Node::Plain{*score}} : Node{});
  return {.labels = labels.node(), .is_read = score.has_value()};
}

std::optional<std::string> decision(std::string reply, std::string_view deleted) {
  static const re2::RE2 kDecision(R"(<decision>(\w+)</decision>)");
  std::erase_if(reply, [&](char c) { return deleted.find(c) != std::string_view::npos; });
  return only_match(lower_case(reply), kDecision);
}

}  // namespace

CategoryLabels read_category_reply(std::string_view task, std::string_view reply) {
  const std::string text(reply);
  if (task == "criteria_v0.1") return criteria(text);
  if (task == "if_v0.1") return instruction_following(text);
  const std::string name(task.substr(0, task.rfind("_v")));
  const bool is_creative = name.starts_with("creative_writing");
  const auto said = decision(text, is_creative ? "\n[] " : "\n");
  JsonRow labels;
  labels.value(name, flag(said == "yes"));
  if (is_creative) labels.value("score", said ? Node{.value = Node::Text(*said)} : Node{});
  return {.labels = labels.node(), .is_read = said.has_value()};
}

Result<void> add_category_tags(const FileSystem& files, const std::string& path,
                               const std::string& task, CategoryTags& tags) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  return read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    Fields fields(row, "a classifier's reply");
    const std::string id = fields.required_text("question_id");
    const std::string reply = fields.text("judgment").value_or("");
    EVENHAND_OK(fields.done_with_known_keys());
    CategoryLabels labels = read_category_reply(task, reply);
    if (!labels.is_read) {
      ++tags.unread;
      return {};
    }
    Node::Map& of_this = tags.of[id];
    for (const Member& member : of_this) {
      if (member.key != task) continue;
      return error_at(row, "the question_id '" + id + "' came before for " + task);
    }
    of_this.push_back({.key = task, .key_place = {}, .value = std::move(labels.labels)});
    return {};
  });
}

}  // namespace evenhand
