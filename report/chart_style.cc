#include "report/chart_style.h"

#include <string_view>

#include "base/text.h"

namespace evenhand {
namespace {

struct Colour {
  std::string_view name;
  std::string_view light;
  std::string_view dark;
};

constexpr Colour kColours[] = {
    {"--s0", "#0067a8", "#56b4e9"},    {"--s1", "#c24e00", "#ff9d5c"},
    {"--s2", "#007a5a", "#35d0a2"},    {"--s3", "#a63d7f", "#eb9bcb"},
    {"--s4", "#8a6d00", "#e6c229"},    {"--s5", "#3f4fb5", "#a5b1ff"},
    {"--s6", "#6b4f3a", "#cfae95"},    {"--s7", "#55606b", "#b4bfca"},
    {"--paper", "#fdfdfc", "#16181b"}, {"--print", "#1d1f21", "#e4e6e8"},
    {"--quiet", "#5a5f66", "#a3aab2"}, {"--grid", "#dcdcd6", "#353a40"},
};

constexpr std::string_view kRules = R"css(
.drawing { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
.drawing text { fill: var(--print); stroke: none; }
.drawing .soft { fill: var(--quiet); }
.drawing .strong { font-weight: 600; }
.drawing .rule { stroke: var(--grid); fill: none; }
.drawing .even { stroke: var(--quiet); stroke-dasharray: 4 3; fill: none; }
.drawing .fill { stroke: var(--paper); stroke-width: 1; }
.drawing .hollow { fill: var(--paper); stroke-width: 2; }
.drawing .stroke { fill: none; stroke-width: 2; stroke-linejoin: round; }
.drawing .reach { fill: none; stroke-width: 5; stroke-linecap: round; stroke-opacity: .35; }
.drawing .whisker { fill: none; stroke: var(--print); stroke-width: 1.5; }
.drawing .wash { fill-opacity: .14; stroke-width: 2; }
.drawing .band { fill-opacity: .14; stroke: none; }
.drawing .part { stroke: var(--paper); stroke-width: 1; }
.drawing .none { fill: var(--grid); stroke: var(--paper); }
)css";

std::string series_rules() {
  std::string rules;
  for (const char digit : std::string_view("01234567")) {
    rules += replaced(
        ".drawing .s#.fill, .drawing .s#.part, .drawing .s#.wash, .drawing .s#.band { fill: "
        "var(--s#); }\n"
        ".drawing .s#.hollow, .drawing .s#.stroke, .drawing .s#.reach, .drawing .s#.wash "
        "{ stroke: var(--s#); }\n",
        "#", std::string(1, digit));
  }
  // Shades of one cell of a matrix: 1 to 5, the stronger the further from even.
  for (const char shade : std::string_view("12345")) {
    rules += replaced(".drawing .f# { fill-opacity: .", "#", std::string(1, shade)) +
             std::string(1, shade) + "; }\n";
  }
  return rules;
}

std::string variables(std::string_view Colour::*theme) {
  std::string text;
  for (const Colour& colour : kColours) {
    text += std::string(colour.name) + ": " + std::string(colour.*theme) + "; ";
  }
  return text;
}

std::string with_colours(std::string rules, std::string_view Colour::*theme) {
  for (const Colour& colour : kColours) {
    rules = replaced(rules, "var(" + std::string(colour.name) + ")", colour.*theme);
  }
  return rules;
}

}  // namespace

std::string chart_style() {
  return ":root { " + variables(&Colour::light) +
         "}\n@media screen and (prefers-color-scheme: dark) { :root { " + variables(&Colour::dark) +
         "} }" + std::string(kRules) + series_rules();
}

std::string chart_style_alone() {
  const std::string rules =
      std::string(kRules) + series_rules() + ".drawing { background: var(--paper); }\n";
  return with_colours(rules, &Colour::light) + "@media screen and (prefers-color-scheme: dark) {" +
         with_colours(rules, &Colour::dark) + "}\n";
}

}  // namespace evenhand
