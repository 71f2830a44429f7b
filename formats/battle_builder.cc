#include "formats/battle_builder.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::size_t kExamples = 5;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool is_flag(std::string_view text) {
  const std::string lower = lower_case(text);
  return lower == "true" || lower == "false";
}

bool is_same(std::string_view value, const std::string& wanted) {
  if (value == wanted) return true;
  if (is_flag(wanted) && is_flag(value)) return lower_case(value) == lower_case(wanted);
  const auto number = parse_number(wanted);
  return number && parse_number(value) == number;
}

/// Where style is found: the beginning of the path, and which bit and place it belongs to. A count
/// may be split (h1, h2 ...); its parts are added.
struct StylePath {
  std::string_view path;
  StyleFeature feature;
  char side;
};

constexpr StylePath kStylePaths[] = {
    {"conv_metadata.sum_assistant_a_tokens", StyleFeature::length, 'a'},
    {"conv_metadata.sum_assistant_b_tokens", StyleFeature::length, 'b'},
    {"conv_metadata.header_count_a", StyleFeature::header, 'a'},
    {"conv_metadata.header_count_b", StyleFeature::header, 'b'},
    {"conv_metadata.list_count_a", StyleFeature::list, 'a'},
    {"conv_metadata.list_count_b", StyleFeature::list, 'b'},
    {"conv_metadata.bold_count_a", StyleFeature::bold, 'a'},
    {"conv_metadata.bold_count_b", StyleFeature::bold, 'b'},
    {"a_tokens", StyleFeature::length, 'a'},
    {"b_tokens", StyleFeature::length, 'b'},
    {"a_headers", StyleFeature::header, 'a'},
    {"b_headers", StyleFeature::header, 'b'},
    {"a_lists", StyleFeature::list, 'a'},
    {"b_lists", StyleFeature::list, 'b'},
    {"a_bold", StyleFeature::bold, 'a'},
    {"b_bold", StyleFeature::bold, 'b'},
};
constexpr unsigned kAllStyle = (1U << (2 * kStyleFeatures)) - 1U;

constexpr std::string_view kFeatureNames[] = {
    "length (sum_assistant_a_tokens)", "header_count_a", "list_count_a", "bold_count_a",
    "length (sum_assistant_b_tokens)", "header_count_b", "list_count_b", "bold_count_b"};

std::size_t bit_of(const StylePath& known) {
  return static_cast<std::size_t>(known.feature) + (known.side == 'a' ? 0 : kStyleFeatures);
}

}  // namespace

BattleBuilder::BattleBuilder(const BattleOrder& order) : order_(order) {
  for (const BattleCondition& condition : order.conditions) conditions_.push_back({&condition});
}

void BattleBuilder::begin(int line) {
  line_ = line;
  has_begun_ = true;
  ++counts_.read;
  for (Text* text : {&model_a_, &model_b_, &winner_, &id_, &judge_}) text->is_there = false;
  for (Condition& condition : conditions_) {
    condition.met = condition.told->wants == BattleCondition::Wants::none_of;
  }
  tstamp_.reset();
  sort_key_.reset();
  style_ = {};
  style_seen_ = 0;
  spoken_a_.begin();
  spoken_b_.begin();
  length_in_characters_ = false;
  role_seen_ = content_seen_ = prompt_seen_ = false;
  prompt_.clear();
}

void BattleBuilder::take_text(Text& text, const JsonScalar& value) {
  text.value.assign(value.text);
  text.is_there = value.kind != JsonScalar::Kind::null;
  text.is_text = value.kind == JsonScalar::Kind::text;
}

void BattleBuilder::field(std::string_view path, const JsonScalar& value) {
  take_known(path, value);
  if (!order_.sort_by.empty() && path == order_.sort_by) sort_key_ = parse_number(value.text);
  if (!conditions_.empty()) check_conditions(path, value);
  if (order_.with_style) take_style(path, value);
  if (order_.thin_above) take_turn(path, value);
}

bool BattleBuilder::reads_conversations() const {
  return order_.with_style || order_.thin_above ||
         std::any_of(conditions_.begin(), conditions_.end(), [](const Condition& condition) {
           return condition.told->field.starts_with("conversation_");
         });
}

void BattleBuilder::take_known(std::string_view path, const JsonScalar& value) {
  if (path == "model_a") return take_text(model_a_, value);
  if (path == "model_b") return take_text(model_b_, value);
  if (path == "winner") return take_text(winner_, value);
  if (path == "question_id") return take_text(id_, value);
  if (path == "judge") return take_text(judge_, value);
  if (path == "tstamp") tstamp_ = parse_number(value.text);
}

void BattleBuilder::check_conditions(std::string_view path, const JsonScalar& value) {
  for (Condition& condition : conditions_) {
    if (condition.told->field != path) continue;
    const auto& wanted = condition.told->values;
    const bool is_one = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
      return is_same(value.text, one);
    });
    condition.met = is_one == (condition.told->wants == BattleCondition::Wants::one_of);
    std::vector<std::string>& seen = condition.other_seen;
    if (condition.met || seen.size() >= kExamples) continue;
    if (std::find(seen.begin(), seen.end(), value.text) == seen.end())
      seen.emplace_back(value.text);
  }
}

void BattleBuilder::take_style(std::string_view path, const JsonScalar& value) {
  if (path.starts_with("conversation_")) {
    spoken_a_.take(path, value);
    spoken_b_.take(path, value);
    return;
  }
  for (const StylePath& known : kStylePaths) {
    if (!path.starts_with(known.path)) continue;
    const bool is_whole = path.size() == known.path.size();
    if (!is_whole && path[known.path.size()] != '.') continue;
    const auto number = parse_number(value.text);
    if (!number) return;
    auto& side = known.side == 'a' ? style_.a : style_.b;
    side[static_cast<std::size_t>(known.feature)] += *number;
    style_seen_ |= 1U << bit_of(known);
    return;
  }
}

/// Counts in the conversations what no counts were given of, always on both sides.
void BattleBuilder::complete_style() {
  if (style_seen_ == kAllStyle) return;
  const std::optional<SpokenForm> a = spoken_a_.form(order_.style_counters);
  const std::optional<SpokenForm> b = spoken_b_.form(order_.style_counters);
  if (!a || !b) return;
  const bool has_tokens = a->tokens && b->tokens;
  const auto features_of = [&](const SpokenForm& form) {
    return std::array<double, kStyleFeatures>{
        has_tokens ? *form.tokens : static_cast<double>(form.characters),
        static_cast<double>(form.marks.header_count()),
        static_cast<double>(form.marks.list_count()), static_cast<double>(form.marks.bold_count())};
  };
  const auto counted_a = features_of(*a);
  const auto counted_b = features_of(*b);
  for (std::size_t k = 0; k < kStyleFeatures; ++k) {
    const unsigned both = (1U << k) | (1U << (k + kStyleFeatures));
    if ((style_seen_ & both) == both) continue;
    style_.a[k] = counted_a[k];
    style_.b[k] = counted_b[k];
    const bool is_length = k == static_cast<std::size_t>(StyleFeature::length);
    length_in_characters_ = length_in_characters_ || (is_length && !has_tokens);
  }
  style_seen_ = kAllStyle;
}

void BattleBuilder::take_turn(std::string_view path, const JsonScalar& value) {
  if (path == "conversation_a[].role") {
    role_.assign(value.text);
    role_seen_ = true;
  } else if (path == "conversation_a[].content") {
    content_.assign(value.text);
    content_seen_ = true;
  }
  // Either may come first; together they are one turn.
  if (!role_seen_ || !content_seen_) return;
  role_seen_ = content_seen_ = false;
  if (role_ != "user") return;
  prompt_seen_ = true;
  prompt_ += content_ + "\n";
}

Error BattleBuilder::error(std::string what, std::string hint) const {
  return {.what = std::move(what),
          .hint = std::move(hint),
          .place = SourcePlace{.file = order_.path, .line = line_}};
}

std::optional<Error> BattleBuilder::problem_of_sides() const {
  const std::pair<const char*, const Text*> needed[] = {
      {"model_a", &model_a_}, {"model_b", &model_b_}, {"winner", &winner_}};
  for (const auto& [name, text] : needed) {
    if (!text->is_there) return error("a battle needs '" + std::string(name) + "'");
    if (!text->is_text) {
      return error("'" + std::string(name) + "' must be a text, found " + text->value);
    }
    if (trimmed(text->value).empty()) return error("'" + std::string(name) + "' is empty");
  }
  if (model_a_.value == model_b_.value) {
    return error("'" + model_a_.value + "' fights against itself");
  }
  const std::string& winner = winner_.value;
  if (winner == "model_a" || winner == "model_b" || winner.find("tie") != std::string::npos) {
    return std::nullopt;
  }
  return error("unknown winner '" + winner + "'", "model_a, model_b, tie or tie (bothbad)");
}

std::optional<Error> BattleBuilder::problem_of_extras() const {
  if (!order_.sort_by.empty() && !sort_key_) {
    return error("'" + order_.sort_by + "', by which battles are sorted, is no number here");
  }
  if ((order_.since || order_.until) && !tstamp_) {
    return error("a span of time needs 'tstamp'");
  }
  if (order_.with_judges && !judge_.is_there) return error("a test of judges needs 'judge'");
  if (order_.votes_per_day && (!judge_.is_there || !tstamp_)) {
    return error("a limit of votes a day needs 'judge' and 'tstamp'");
  }
  if (order_.thin_above && !prompt_seen_) {
    return error("thinning of prompts needs 'conversation_a' with roles and contents");
  }
  if (!order_.with_style || style_seen_ == kAllStyle) return std::nullopt;
  std::size_t missing = 0;
  while ((style_seen_ >> missing) & 1U) ++missing;
  return error(
      "style control needs " + std::string(kFeatureNames[missing]),
      "in 'conv_metadata' as Chatbot Arena's files have it, or both conversations, which are "
      "counted");
}

std::optional<Error> BattleBuilder::problem() const {
  if (auto found = problem_of_sides()) return found;
  return problem_of_extras();
}

bool BattleBuilder::is_in_time() const {
  return (!order_.since || *tstamp_ >= *order_.since) &&
         (!order_.until || *tstamp_ < *order_.until);
}

std::string_view BattleBuilder::intern(const std::string& name) {
  // Nodes of the set stay where they are.
  return *names_.insert(name).first;
}

Result<void> BattleBuilder::broken(Error error) {
  if (!has_begun_) ++counts_.read;
  has_begun_ = false;
  return refuse(std::move(error));
}

Result<void> BattleBuilder::refuse(Error error) {
  ++counts_.bad;
  if (order_.bad_records == BadRecords::refused) return error;
  if (counts_.bad_examples.size() < kExamples) counts_.bad_examples.push_back(to_text(error));
  return {};
}

Result<void> BattleBuilder::end() {
  has_begun_ = false;
  if (order_.with_style) complete_style();
  if (auto found = problem()) return refuse(*std::move(found));
  bool stays = is_in_time();
  for (Condition& condition : conditions_) {
    if (condition.met) ++condition.meeting;
    stays = stays && condition.met;
  }
  if (!stays) {
    ++counts_.filtered_out;
    return {};
  }
  if (id_.is_there && !ids_.insert(std::hash<std::string>()(id_.value))) {
    return refuse(error("the question_id '" + id_.value + "' came before",
                        "one battle, one id; --skip-bad leaves later ones out"));
  }
  keep(winner_.value == "model_a" ? 1.0 : winner_.value == "model_b" ? 0.0 : 0.5);
  return {};
}

void BattleBuilder::keep(double share_a) {
  if (order_.takes == BattlesTaken::counted) {
    return equal_.add(model_a_.value, model_b_.value, share_a);
  }
  BattleEntry entry{.side_a = intern(model_a_.value), .side_b = intern(model_b_.value)};
  entry.battle.share_a = share_a;
  entry.style = style_;
  entry.length_in_characters = length_in_characters_;
  entry.sort_key = sort_key_.value_or(0.0);
  entry.tstamp = tstamp_.value_or(0.0);
  if (order_.votes_per_day || order_.with_judges)
    entry.judge = std::hash<std::string>()(judge_.value);
  if (order_.thin_above) {
    constexpr std::size_t kLongestPrompt = 10'000;  // code points that Arena compares
    entry.prompt = std::hash<std::string_view>()(first_code_points(prompt_, kLongestPrompt));
  }
  entries_.push_back(std::move(entry));
}

std::uint32_t EqualBattles::number_of(const std::string& name) {
  return numbers.emplace(name, static_cast<std::uint32_t>(numbers.size())).first->second;
}

void EqualBattles::add(const std::string& a, const std::string& b, double share_a) {
  const Kind kind{number_of(a), number_of(b), share_a};
  ++counts[kind];
  seen_as_a_.resize(numbers.size(), false);
  if (seen_as_a_[kind.a]) return;
  seen_as_a_[kind.a] = true;
  first_as_a.push_back(kind.a);
}

std::vector<std::uint32_t> EqualBattles::places() const {
  std::vector<std::uint32_t> places(numbers.size(), 0);
  std::uint32_t next = 0;
  for (const std::uint32_t number : first_as_a) places[number] = next++;
  // Numbers are in the order of appearance on either side.
  for (std::size_t number = 0; number < places.size(); ++number) {
    if (!seen_as_a_[number]) places[number] = next++;
  }
  return places;
}

Error BattleBuilder::nothing_left() const {
  Error none{.what = "no battle is left of " + std::to_string(counts_.read) + " in " + order_.path};
  for (const Condition& condition : conditions_) {
    if (condition.meeting > 0) continue;
    const std::string& field = condition.told->field;
    const bool wants_one = condition.told->wants == BattleCondition::Wants::one_of;
    none.what += (wants_one ? ": none has " : ": all have ") + field + "=" +
                 joined(condition.told->values, " or ");
    none.hint = condition.other_seen.empty()
                    ? "no battle has a field '" + field + "'"
                    : "'" + field + "' is " + joined(condition.other_seen, ", ") +
                          (condition.other_seen.size() < kExamples ? "" : " and so on");
    break;
  }
  return none;
}

}  // namespace evenhand
