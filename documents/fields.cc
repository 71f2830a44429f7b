#include "documents/fields.h"

#include "base/text.h"

namespace evenhand {

Fields::Fields(const Node& node, std::string what) : node_(node), what_(std::move(what)) {
  if (node.map() == nullptr) {
    complain(error_at(node, "expected " + what_ + " with its keys, found " + node.described()));
  }
}

void Fields::complain(Error error) {
  if (!problem_) problem_ = std::move(error);
}

const Node* Fields::take(std::string_view key) {
  known_.emplace(key);
  const Node* found = node_.find(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

const Node* Fields::node(std::string_view key) { return take(key); }

const Node* Fields::required_node(std::string_view key) {
  const Node* found = take(key);
  if (found == nullptr) {
    complain(error_at(node_, what_ + " needs '" + std::string(key) + "'"));
  }
  return found;
}

std::optional<std::string> Fields::text(std::string_view key) {
  const Node* found = take(key);
  if (found == nullptr) return std::nullopt;
  auto value = as_text(*found);
  if (value) return *std::move(value);
  complain(std::move(value.error()));
  return std::nullopt;
}

std::string Fields::required_text(std::string_view key) {
  const Node* found = required_node(key);
  if (found == nullptr) return {};
  const auto value = text(key);
  if (value && trimmed(*value).empty()) {
    complain(error_at(*found, "'" + std::string(key) + "' must not be blank"));
  }
  return value.value_or("");
}

namespace {

std::string range_text(std::string_view key, const std::string& low, const std::string& high) {
  return "'" + std::string(key) + "' must be between " + low + " and " + high;
}

template <class T>
std::string bound_text(T bound) {
  if (bound >= std::numeric_limits<T>::max()) return "the largest number";
  if (bound <= std::numeric_limits<T>::lowest()) return "the smallest number";
  if constexpr (std::is_integral_v<T>) {
    return std::to_string(bound);
  } else {
    return shortest_text(bound);
  }
}

}  // namespace

std::optional<double> Fields::number(std::string_view key, double low, double high) {
  const Node* found = take(key);
  if (found == nullptr) return std::nullopt;
  const auto value = as_number(*found);
  if (value && *value >= low && *value <= high) return *value;
  complain(value ? error_at(*found, range_text(key, bound_text(low), bound_text(high)))
                 : value.error());
  return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t low,
                                            std::int64_t high) {
  const Node* found = take(key);
  if (found == nullptr) return std::nullopt;
  const auto value = as_integer(*found);
  if (value && *value >= low && *value <= high) return *value;
  complain(value ? error_at(*found, range_text(key, bound_text(low), bound_text(high)))
                 : value.error());
  return std::nullopt;
}

std::optional<bool> Fields::flag(std::string_view key) {
  const Node* found = take(key);
  if (found == nullptr) return std::nullopt;
  const auto value = as_flag(*found);
  if (value) return *value;
  complain(value.error());
  return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view key) {
  const Node* found = take(key);
  if (found == nullptr) return std::nullopt;
  if (found->list() == nullptr) {
    complain(error_at(*found, "expected a list of texts, found " + found->described()));
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (const Node& entry : *found->list()) {
    auto value = as_text(entry);
    if (!value) {
      complain(std::move(value.error()));
      return std::nullopt;
    }
    values.push_back(*std::move(value));
  }
  return values;
}

Result<void> Fields::done() {
  // An unknown key comes first: a misspelt required one would otherwise be called missing.
  if (const Node::Map* map = node_.map()) {
    const std::vector<std::string> known(known_.begin(), known_.end());
    for (const Member& member : *map) {
      if (known_.contains(member.key)) continue;
      return Error{.what = "unknown key '" + member.key + "' in " + what_,
                   .hint = did_you_mean(member.key, known),
                   .place = member.key_place};
    }
  }
  return done_with_known_keys();
}

Result<void> Fields::done_with_known_keys() const {
  if (problem_) return *problem_;
  return {};
}

}  // namespace evenhand
