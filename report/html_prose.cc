#include "report/html_prose.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "report/html_markdown.h"

namespace evenhand {
namespace {

// Tags that a text of any honest form needs at most, for each byte of it.
constexpr std::size_t kMostGrowth = 8;

Markup plain(std::string_view untrusted) {
  Markup html;
  // The line end behind <pre> is dropped by every reader of HTML, one in the text is not.
  return html.tag("<pre dir=\"auto\">\n").text(untrusted).tag("</pre>\n");
}

std::optional<Markup> rendered(std::string_view untrusted, std::size_t limit) {
  const std::size_t most = std::min(limit, kMostGrowth * (untrusted.size() + 100));
  auto body = markdown_html(untrusted, most);
  if (!body) return std::nullopt;
  Markup html;
  return html.tag("<div class=\"prose\" dir=\"auto\">\n").add(*body).tag("</div>\n");
}

}  // namespace

Markup prose(std::string_view untrusted, ProseStyle style) {
  std::string_view start = beginning_of(untrusted, style.limit);
  std::optional<Markup> shown;
  if (style.view == TextView::markdown) {
    shown = rendered(start, style.limit);
    if (!shown && style.limit != kWhole) {
      // Cut shorter, so that there is room for tags.
      const std::string_view shorter = beginning_of(untrusted, style.limit / 4 * 3);
      shown = rendered(shorter, style.limit);
      if (shown) start = shorter;
    }
  }
  Markup html = shown ? std::move(*shown) : plain(start);
  if (start.size() == untrusted.size()) return html;
  html.tag("<p class=\"failure\">Cut here: ");
  html.text(fmt::format("{} more characters", code_points(untrusted.substr(start.size()))));
  return html.tag(" are in the .jsonl file beside this report.</p>\n");
}

Markup folded_prose(Tag title, std::string_view untrusted, ProseStyle style) {
  Markup html;
  if (untrusted.empty()) return html;
  html.tag("<details><summary>").tag(title).tag("</summary>\n").add(prose(untrusted, style));
  return html.tag("</details>\n");
}

std::size_t prose_size(std::string_view untrusted, TextView view) {
  if (view == TextView::markdown) {
    if (const auto html = rendered(untrusted, kWhole)) return html->html().size();
  }
  return escaped_size(untrusted);
}

}  // namespace evenhand
