#include "audit/list_options.h"

#include <algorithm>
#include <optional>
#include <set>

#include <re2/re2.h>

#include "base/text.h"

namespace evenhand {
namespace {

using Family = std::vector<std::string>;

const std::vector<Family>& families() {
  static const std::vector<Family> all = {{"1", "2", "3", "4", "5", "6", "7"},
                                          {"i", "ii", "iii", "iv", "v", "vi", "vii"},
                                          {"a", "b", "c", "d", "e", "f", "g"}};
  return all;
}

struct ListOption {
  std::size_t family = 0;
  std::vector<std::string> enumerators;
  bool is_list_like = false;
};

std::optional<std::size_t> family_of(const std::vector<std::string>& enumerators) {
  for (std::size_t family = 0; family < families().size(); ++family) {
    const Family& known = families()[family];
    if (std::all_of(enumerators.begin(), enumerators.end(), [&](const std::string& one) {
          return std::find(known.begin(), known.end(), one) != known.end();
        })) {
      return family;
    }
  }
  return std::nullopt;
}

std::optional<ListOption> list_option(std::string_view option) {
  static const RE2 only(R"(\bonly\b)");
  static const RE2 separator(R"([,;&]|\band\b)");
  option = trimmed(option);
  if (option.ends_with('.')) option.remove_suffix(1);
  if (option.find_first_of("(/") != std::string_view::npos) return std::nullopt;
  std::string text = lower_case(option);
  const bool has_only = RE2::GlobalReplace(&text, only, "") > 0;
  RE2::GlobalReplace(&text, separator, ",");
  ListOption list;
  for (const std::string& part : split(text, ',')) {
    if (!trimmed(part).empty()) list.enumerators.emplace_back(trimmed(part));
  }
  const std::set<std::string> different(list.enumerators.begin(), list.enumerators.end());
  const auto family = family_of(list.enumerators);
  if (different.empty() || different.size() < list.enumerators.size() || !family) {
    return std::nullopt;
  }
  list.family = *family;
  list.is_list_like = has_only || list.enumerators.size() >= 2;
  return list;
}

}  // namespace

std::vector<std::string> enumerators_of(const std::vector<std::string>& options) {
  std::set<std::string> used;
  std::set<std::size_t> used_families;
  std::size_t list_like = 0;
  bool has_pair = false;
  for (const std::string& option : options) {
    const std::optional<ListOption> list = list_option(option);
    if (!list) return {};
    used.insert(list->enumerators.begin(), list->enumerators.end());
    used_families.insert(list->family);
    if (list->is_list_like) ++list_like;
    has_pair = has_pair || list->enumerators.size() >= 2;
  }
  if (used_families.size() != 1 || list_like + 1 < options.size() || !has_pair) return {};
  return {used.begin(), used.end()};
}

std::size_t enumerators_in(std::string_view text, const std::vector<std::string>& enumerators) {
  const std::string lower = lower_case(text);
  std::size_t present = 0;
  for (const std::string& one : enumerators) {
    const RE2 place(R"((?:^|[\s\pZ(\[,;:])(?:statement )?)" + RE2::QuoteMeta(one) +
                    R"([).:|\]\-]?[\s\pZ\pL])");
    if (RE2::PartialMatch(lower, place)) ++present;
  }
  return present;
}

}  // namespace evenhand
