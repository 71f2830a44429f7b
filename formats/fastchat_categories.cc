#include "formats/fastchat_categories.h"

namespace evenhand {
namespace {

struct Category {
  std::string_view name;
  double temperature;
  bool shows_reference;
};

constexpr Category kCategories[] = {
    {"writing", 0.7, false}, {"roleplay", 0.7, false},   {"extraction", 0.0, false},
    {"math", 0.0, true},     {"coding", 0.0, true},      {"reasoning", 0.0, true},
    {"stem", 0.1, false},    {"humanities", 0.1, false}, {"arena-hard-200", 0.0, true},
};
constexpr Category kAllOthers = {"", 0.7, false};

const Category& known(std::string_view name) {
  for (const Category& category : kCategories) {
    if (category.name == name) return category;
  }
  return kAllOthers;
}

}  // namespace

double fastchat_temperature(std::string_view category) { return known(category).temperature; }

bool fastchat_shows_reference(std::string_view category) { return known(category).shows_reference; }

}  // namespace evenhand
