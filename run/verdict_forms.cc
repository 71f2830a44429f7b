#include "run/verdict_forms.h"

#include <algorithm>

#include "base/text.h"
#include "judge/verdict_reader.h"

namespace evenhand {
namespace {

using Kind = ReadingStep::Kind;

constexpr VerdictGrammar kGrammars[] = {VerdictGrammar::strict, VerdictGrammar::upstream,
                                        VerdictGrammar::upstream_v0_1};
constexpr std::size_t kMostSteps = 8;
constexpr std::size_t kMostPatterns = 16;

Error unknown_form(const Node& node, const std::string& name) {
  std::vector<std::string> known;
  for (const VerdictGrammar grammar : kGrammars) known.emplace_back(name_of(grammar));
  for (std::string& form : reading_names()) known.push_back(std::move(form));
  return error_at(node, "unknown verdicts '" + name + "'", did_you_mean(name, known));
}

/// A preference as the forms write it: from 1 (the first answer wins) to 2 (the second).
Result<double> meaning_of(const Node& place, const std::string& spelled) {
  const auto number = parse_number(spelled);
  if (number && *number >= 1.0 && *number <= 2.0) return *number;
  return error_at(
      place, "a verdict means 1 (the first answer wins) to 2 (the second), not '" + spelled + "'");
}

/// regex: {1: PATTERN, 2: PATTERN}; replace: {TEXT: 1, TEXT: 2}.
Result<ReadingStep> step_of_pairs(Kind kind, const Node& node) {
  const Node::Map* pairs = node.map();
  if (pairs == nullptr || pairs->empty() || pairs->size() > kMostPatterns) {
    return error_at(node, "'" + std::string(name_of(kind)) + "' needs a map of 1 to " +
                              std::to_string(kMostPatterns) + " entries, found " +
                              node.described());
  }
  ReadingStep step{.kind = kind};
  for (const Member& pair : *pairs) {
    EVENHAND_TRY(std::string value, as_text(pair.value));
    if (kind == Kind::replace) {
      EVENHAND_TRY(const double meaning, meaning_of(pair.value, value));
      step.values.emplace_back(pair.key, meaning);
    } else {
      EVENHAND_TRY(const double meaning, meaning_of(pair.value, pair.key));
      step.values.emplace_back(std::move(value), meaning);
    }
  }
  return step;
}

Result<ReadingStep> step_of(const Node& node) {
  const Node::Map* map = node.map();
  if (map != nullptr && map->size() != 1) {
    return error_at(node,
                    "a step of reading verdicts has one name, not " + std::to_string(map->size()));
  }
  std::string name;
  if (map != nullptr) {
    name = map->front().key;
  } else {
    EVENHAND_TRY(name, as_text(node));
  }
  const auto kind = reading_named(name);
  if (!kind) return unknown_form(node, name);
  const bool takes_more = *kind != Kind::literal && *kind != Kind::two_scores;
  if (takes_more != (map != nullptr)) {
    return error_at(node, takes_more ? "'" + name + "' needs a value: see docs/protocols.md"
                                     : "'" + name + "' takes no value");
  }
  if (!takes_more) return ReadingStep{.kind = *kind};
  const Node& value = map->front().value;
  if (*kind == Kind::regex || *kind == Kind::replace) return step_of_pairs(*kind, value);
  ReadingStep step{.kind = *kind};
  if (*kind == Kind::json && value.is_null()) return step;
  EVENHAND_TRY(step.name, as_text(value));
  return step;
}

Result<std::vector<ReadingStep>> steps_of(const Node& node) {
  std::vector<ReadingStep> steps;
  const Node::List* list = node.list();
  if (list == nullptr) {
    EVENHAND_TRY(ReadingStep step, step_of(node));
    steps.push_back(std::move(step));
    return steps;
  }
  if (list->size() > kMostSteps) {
    return error_at(node, "more than " + std::to_string(kMostSteps) + " steps");
  }
  for (const Node& entry : *list) {
    EVENHAND_TRY(ReadingStep step, step_of(entry));
    steps.push_back(std::move(step));
  }
  return steps;
}

Node text_node(std::string text) { return {.value = Node::Text(std::move(text))}; }

Node node_of_pairs(const ReadingStep& step) {
  Node::Map pairs;
  for (const auto& [text, meaning] : step.values) {
    const std::string number = shortest_text(meaning);
    if (step.kind == Kind::regex) {
      pairs.push_back({.key = number, .key_place = {}, .value = text_node(text)});
    } else {
      pairs.push_back({.key = text, .key_place = {}, .value = {.value = Node::Plain{number}}});
    }
  }
  return {.value = std::move(pairs)};
}

Node node_of(const ReadingStep& step) {
  std::string name(name_of(step.kind));
  if (step.kind == Kind::literal || step.kind == Kind::two_scores) return text_node(name);
  const bool has_pairs = step.kind == Kind::regex || step.kind == Kind::replace;
  Node value = has_pairs ? node_of_pairs(step) : text_node(step.name);
  if (step.kind == Kind::json && step.name.empty()) value = {};
  Node::Map map;
  map.push_back({.key = std::move(name), .key_place = {}, .value = std::move(value)});
  return {.value = std::move(map)};
}

}  // namespace

Result<ProtocolOptions> with_verdicts(const Node& verdicts, ProtocolOptions options) {
  const auto word = verdicts.map() == nullptr && verdicts.list() == nullptr
                        ? as_text(verdicts)
                        : Result<std::string>(std::string());
  if (!word) return word.error();
  for (const VerdictGrammar grammar : kGrammars) {
    if (*word != name_of(grammar)) continue;
    options.grammar = grammar;
    options.reader = nullptr;
    return options;
  }
  EVENHAND_TRY(std::vector<ReadingStep> steps, steps_of(verdicts));
  auto reader = VerdictReader::make(std::move(steps));
  if (!reader) return error_at(verdicts, reader.error().what, reader.error().hint);
  options.reader = *std::move(reader);
  return options;
}

std::string verdicts_text(const ProtocolOptions& options) {
  if (options.reader == nullptr) return std::string(name_of(options.grammar));
  Node::List steps;
  for (const ReadingStep& step : options.reader->steps()) steps.push_back(node_of(step));
  return to_json({.value = std::move(steps)});
}

}  // namespace evenhand
