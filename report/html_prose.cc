#include "report/html_prose.h"

#include <fmt/format.h>

#include "base/text.h"

namespace evenhand {

Markup prose(std::string_view untrusted, std::size_t limit) {
  const std::string_view start = beginning_of(untrusted, limit);
  Markup html;
  // The line end behind <pre> is dropped by every reader of HTML, one in the text is not.
  html.tag("<pre dir=\"auto\">\n").text(start).tag("</pre>\n");
  if (start.size() == untrusted.size()) return html;
  html.tag("<p class=\"failure\">Cut here: ");
  html.text(fmt::format("{} more characters", code_points(untrusted.substr(start.size()))));
  return html.tag(" are in the .jsonl file beside this report.</p>\n");
}

Markup folded_prose(Tag title, std::string_view untrusted, std::size_t limit) {
  Markup html;
  if (untrusted.empty()) return html;
  html.tag("<details><summary>").tag(title).tag("</summary>\n").add(prose(untrusted, limit));
  return html.tag("</details>\n");
}

}  // namespace evenhand
