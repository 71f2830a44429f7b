#include "documents/override.h"

#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::size_t kMaxSteps = 100;  // as deep as YAML may nest

Error misled(const std::string& assignment, std::string what, std::string hint = {}) {
  return {.what = "--set " + assignment + ": " + std::move(what), .hint = std::move(hint)};
}

Result<Node*> step_into_list(Node::List& list, const std::string& step,
                             const std::string& assignment) {
  const auto index = parse_integer(step);
  if (!index) {
    return misled(assignment,
                  "'" + step + "' should be a number: the entries of a list count from 0");
  }
  if (*index < 0 || *index >= static_cast<long long>(list.size())) {
    return misled(assignment, "there is no entry " + step + "; the list has " +
                                  std::to_string(list.size()) + " and counts from 0");
  }
  return &list[static_cast<std::size_t>(*index)];
}

Result<Node*> step_into(Node& node, const std::string& step, const std::string& assignment) {
  if (auto* list = std::get_if<Node::List>(&node.value)) {
    return step_into_list(*list, step, assignment);
  }
  if (node.is_null()) node.value = Node::Map{};
  auto* map = std::get_if<Node::Map>(&node.value);
  if (map == nullptr) {
    return misled(assignment,
                  "'" + step + "' leads into " + node.described() + ", which has nothing inside");
  }
  for (Member& member : *map) {
    if (member.key == step) return &member.value;
  }
  const Place place = place_in("--set " + assignment);
  map->push_back(
      {.key = step, .key_place = place, .value = Node{.value = Node::Null{}, .place = place}});
  return &map->back().value;
}

}  // namespace

Result<void> apply_override(Node& root, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    return misled(assignment, "expected key=value", "such as --set seed=7");
  }
  EVENHAND_TRY(Node value, read_yaml(assignment.substr(equals + 1), "--set " + assignment));
  const std::vector<std::string> steps = split(assignment.substr(0, equals), '.');
  if (steps.size() > kMaxSteps) return misled(assignment, "too many steps");
  Node* at = &root;
  for (const std::string& step : steps) {
    if (step.empty()) {
      return misled(assignment, "a name is missing before or after a dot",
                    "such as --set candidates.0.params.temperature=0.2");
    }
    EVENHAND_TRY(Node* const next, step_into(*at, step, assignment));
    at = next;
  }
  at->value = std::move(value.value);
  at->place = place_in("--set " + assignment);
  return {};
}

}  // namespace evenhand
