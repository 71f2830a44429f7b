#include "judge/verdict_reader.h"

#include <algorithm>
#include <iterator>

#include <re2/re2.h>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

using Kind = ReadingStep::Kind;
using Values = std::optional<std::vector<Literal>>;

constexpr std::size_t kLongest = std::size_t{1} << 20;
constexpr std::size_t kMostValues = 64;  // the original asks for at most five at once

struct NamedKind {
  Kind kind;
  std::string_view name;
};

constexpr NamedKind kKinds[] = {
    {Kind::regex, "regex"},     {Kind::ranking, "ranking"},       {Kind::json, "json"},
    {Kind::literal, "literal"}, {Kind::two_scores, "two_scores"}, {Kind::replace, "replace"}};

Literal none() { return {.value = Literal::None{}}; }

/// The rank of the first answer, which is the preference.
Literal rank_of(const std::string& name, const Literal& value) {
  std::optional<Literal> read;
  if (value.text() != nullptr) read = read_python_literal(*value.text());
  const Literal& ranking = read ? *read : value;
  if (ranking.list() == nullptr) return none();
  for (const Literal& entry : *ranking.list()) {
    const Literal* model = entry.find("model");
    if (model == nullptr) return none();
    if (model->text() == nullptr || *model->text() != name) continue;
    const Literal* rank = entry.find("rank");
    const auto number = rank == nullptr ? std::nullopt : rank->number();
    if (number != 1.0 && number != 2.0) return none();
    return {.value = *number};
  }
  return none();
}

/// What stands in the first block of JSON code, else everything; nullopt: the block does not end.
std::optional<std::string_view> json_within(std::string_view words) {
  constexpr std::string_view kBegin = "```json";
  const std::size_t begin = words.find(kBegin);
  if (begin == std::string_view::npos) return words;
  words.remove_prefix(begin + kBegin.size());
  const std::size_t end = words.find("```");
  if (end == std::string_view::npos) return std::nullopt;
  return words.substr(0, end);
}

/// The value of a key, of one object or of each in a list.
Values values_of_key(const std::string& key, const Literal& value) {
  if (value.text() == nullptr) return std::nullopt;
  const auto json = json_within(*value.text());
  const auto read = json ? read_json_literal(*json) : std::nullopt;
  if (!read) return std::nullopt;
  if (key.empty()) return std::vector<Literal>{*read};
  if (read->map() == nullptr && read->list() == nullptr) return std::nullopt;
  std::vector<Literal> values;
  const std::vector<Literal> alone = {*read};
  for (const Literal& object : read->list() != nullptr ? *read->list() : alone) {
    const Literal* found = object.find(key);
    if (found == nullptr) return std::nullopt;
    values.push_back(*found);
  }
  return values;
}

Values literals_in(const Literal& value) {
  if (value.text() == nullptr) return std::nullopt;
  const auto read = read_python_literal(*value.text());
  if (!read) return std::nullopt;
  if (read->list() != nullptr) return *read->list();
  return std::vector<Literal>{*read};
}

/// Python's float(): blanks around, a sign before.
std::optional<double> float_of(std::string_view token) {
  token = trimmed(token);
  if (token.starts_with('+')) token.remove_prefix(1);
  return parse_number(token);
}

/// Of the two answers, by two scores on the first line.
Literal better_of(const Literal& value) {
  if (value.text() == nullptr) return none();
  const std::string line = replaced(split(*value.text(), '\n').front(), ",", " ");
  const std::vector<std::string> tokens = split(line, ' ');
  if (tokens.size() != 2) return none();
  const auto first = float_of(tokens[0]);
  const auto second = float_of(tokens[1]);
  if (!first || !second) return none();
  return {.value = *first > *second ? 1.0 : *first < *second ? 2.0 : 0.0};
}

/// As Python spells it, which is how the original's replacements are written down, or as JSON does.
bool is_spelled(const Literal& value, const std::string& key) {
  if (const auto* text = value.text()) return *text == key;
  if (const auto* flag = std::get_if<bool>(&value.value)) {
    return *flag ? key == "True" || key == "true" : key == "False" || key == "false";
  }
  const auto number = value.number();
  return number && shortest_text(*number) == key;
}

Literal replacement(const ReadingStep& step, const Literal& value) {
  for (const auto& [text, meaning] : step.values) {
    if (is_spelled(value, text)) return {.value = meaning};
  }
  return value;
}

Result<std::shared_ptr<const re2::RE2>> compiled(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  auto made = std::make_shared<const RE2>(pattern, options);
  if (!made->ok()) {
    return Error{.what = "the pattern '" + pattern + "' cannot be read: " + made->error(),
                 .hint = "patterns are RE2's: no looking around, no references back"};
  }
  if (RE2::PartialMatch("", *made)) {
    return Error{.what = "the pattern '" + pattern + "' matches nothing at all"};
  }
  return std::shared_ptr<const re2::RE2>(std::move(made));
}

}  // namespace

std::string_view name_of(ReadingStep::Kind kind) {
  for (const NamedKind& known : kKinds) {
    if (known.kind == kind) return known.name;
  }
  check_failed("a known ReadingStep::Kind", __FILE__, __LINE__);
}

std::optional<ReadingStep::Kind> reading_named(std::string_view name) {
  for (const NamedKind& known : kKinds) {
    if (known.name == name) return known.kind;
  }
  return std::nullopt;
}

std::vector<std::string> reading_names() {
  std::vector<std::string> names;
  for (const NamedKind& known : kKinds) names.emplace_back(known.name);
  return names;
}

Result<std::shared_ptr<const VerdictReader>> VerdictReader::make(std::vector<ReadingStep> steps) {
  if (steps.empty()) return Error{.what = "a reading of verdicts needs at least one step"};
  std::vector<Step> made;
  for (ReadingStep& what : steps) {
    Step step{.what = std::move(what)};
    if (step.what.kind == Kind::regex) {
      for (const auto& [pattern, meaning] : step.what.values) {
        EVENHAND_TRY(auto ready, compiled(pattern));
        step.patterns.push_back(std::move(ready));
      }
    }
    made.push_back(std::move(step));
  }
  return std::shared_ptr<const VerdictReader>(new VerdictReader(std::move(made)));
}

std::vector<ReadingStep> VerdictReader::steps() const {
  std::vector<ReadingStep> steps;
  for (const Step& step : steps_) steps.push_back(step.what);
  return steps;
}

/// Of all patterns the one whose match begins first, again and again behind the last match, where
/// the text begins anew.
VerdictReader::Values VerdictReader::matches(const Step& step, std::string_view words) {
  std::vector<Literal> found;
  re2::StringPiece rest(words.data(), words.size());
  while (true) {
    const char* first = nullptr;
    std::size_t length = 0;
    double meaning = 0.0;
    for (std::size_t i = 0; i < step.patterns.size(); ++i) {
      re2::StringPiece match;
      if (!step.patterns[i]->Match(rest, 0, rest.size(), RE2::UNANCHORED, &match, 1)) continue;
      if (match.empty() || (first != nullptr && match.data() >= first)) continue;
      first = match.data();
      length = match.size();
      meaning = step.what.values[i].second;
    }
    if (first == nullptr) return found;
    if (found.size() == kMostValues) return std::nullopt;
    found.push_back({.value = meaning});
    rest.remove_prefix(static_cast<std::size_t>(first - rest.data()) + length);
  }
}

VerdictReader::Values VerdictReader::apply(const Step& step, const Literal& value) {
  switch (step.what.kind) {
    case Kind::regex:
      if (value.text() == nullptr) return std::nullopt;
      return matches(step, *value.text());
    case Kind::ranking: return std::vector<Literal>{rank_of(step.what.name, value)};
    case Kind::json: return values_of_key(step.what.name, value);
    case Kind::literal: return literals_in(value);
    case Kind::two_scores: return std::vector<Literal>{better_of(value)};
    case Kind::replace: return std::vector<Literal>{replacement(step.what, value)};
  }
  check_failed("a known ReadingStep::Kind", __FILE__, __LINE__);
}

std::optional<std::vector<Literal>> VerdictReader::values_in(std::string_view words) const {
  if (words.empty() || words.size() > kLongest) return std::nullopt;
  Values values = apply(steps_.front(), Literal{.value = std::string(words)});
  for (std::size_t s = 1; s < steps_.size() && values; ++s) {
    std::vector<Literal> next;
    for (const Literal& value : *values) {
      auto made = apply(steps_[s], value);
      if (!made) return std::nullopt;
      // A list of one is taken for what is in it; only the outermost stays.
      next.push_back(made->size() == 1 ? std::move(made->front())
                                       : Literal{.value = std::move(*made)});
    }
    values = std::move(next);
  }
  if (values && values->size() > kMostValues) return std::nullopt;
  return values;
}

std::variant<SeatPreference, Fault> VerdictReader::preference_in(std::string_view words) const {
  if (trimmed(words).empty()) return Fault::empty;
  const auto values = values_in(words);
  if (!values || values->empty()) return Fault::no_verdict;
  if (values->size() > 1) return Fault::several;
  const auto* number = std::get_if<double>(&values->front().value);
  if (number != nullptr && *number == 0.0)
    return SeatPreference{.first_share = 0.5};  // what the scores of a tie say
  if (number == nullptr || *number < 1.0 || *number > 2.0) return Fault::unknown_verdict;
  return SeatPreference{.first_share = 2.0 - *number};
}

}  // namespace evenhand
