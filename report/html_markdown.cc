#include "report/html_markdown.h"

#include <limits>
#include <string>
#include <vector>

#include <md4c.h>

namespace evenhand {
namespace {

// A reader needs few; a browser stops at 512.
constexpr std::size_t kDeepest = 32;

constexpr unsigned kDialect =
    MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEATXHEADERS;

/// The five entities that stand for signs of HTML; any other stays as it was written, lest one
/// smuggle in a control character.
std::string_view character_of(std::string_view entity) {
  if (entity == "&amp;") return "&";
  if (entity == "&lt;") return "<";
  if (entity == "&gt;") return ">";
  if (entity == "&quot;") return "\"";
  if (entity == "&nbsp;") return "\u00A0";
  return entity;
}

std::string address_of(const MD_ATTRIBUTE& attribute) {
  std::string address;
  for (int i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET begin = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
    address += attribute.substr_types[i] == MD_TEXT_ENTITY ? character_of(part) : part;
  }
  return address;
}

bool is_harmless(std::string_view address) {
  return address.starts_with("https://") || address.starts_with("http://") ||
         address.starts_with("mailto:");
}

/// Writes what the parser finds, from left to right. Each method says whether to go on.
class Writer {
 public:
  explicit Writer(std::size_t most) : most_(most) {}

  bool enter(MD_BLOCKTYPE block, void* detail);
  bool leave(MD_BLOCKTYPE block);
  bool enter(MD_SPANTYPE span, void* detail);
  bool leave(MD_SPANTYPE span);
  bool text(MD_TEXTTYPE type, std::string_view text);

  Markup take() && { return std::move(html_); }

 private:
  bool goes_on() const { return depth_ <= kDeepest && html_.html().size() <= most_; }

  const std::size_t most_;
  std::size_t depth_ = 0;
  std::vector<bool> links_;         // that we are within: whether they lead somewhere
  std::vector<std::string> names_;  // addresses of pictures and dead links, told behind them
  Markup html_;
};

bool Writer::enter(MD_BLOCKTYPE block, void* detail) {
  ++depth_;
  switch (block) {
    case MD_BLOCK_DOC: break;
    case MD_BLOCK_QUOTE: html_.tag("<blockquote>"); break;
    case MD_BLOCK_UL: html_.tag("<ul>"); break;
    case MD_BLOCK_OL:
      html_.tag("<ol start=\"");
      html_.attribute(std::to_string(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start)).tag("\">");
      break;
    case MD_BLOCK_LI: html_.tag("<li>"); break;
    case MD_BLOCK_HR: html_.tag("<hr>"); break;
    case MD_BLOCK_H: html_.tag("<p class=\"heading\">"); break;
    case MD_BLOCK_CODE: html_.tag("<pre><code>"); break;
    case MD_BLOCK_HTML:
    case MD_BLOCK_P: html_.tag("<p>"); break;
    case MD_BLOCK_TABLE: html_.tag("<div class=\"wide\" tabindex=\"0\"><table>"); break;
    case MD_BLOCK_THEAD: html_.tag("<thead>"); break;
    case MD_BLOCK_TBODY: html_.tag("<tbody>"); break;
    case MD_BLOCK_TR: html_.tag("<tr>"); break;
    // No <th>: an empty one, as models write them, would name nothing.
    case MD_BLOCK_TH: html_.tag("<td class=\"heading\">"); break;
    case MD_BLOCK_TD: html_.tag("<td>"); break;
  }
  return goes_on();
}

bool Writer::leave(MD_BLOCKTYPE block) {
  --depth_;
  switch (block) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR: break;
    case MD_BLOCK_QUOTE: html_.tag("</blockquote>\n"); break;
    case MD_BLOCK_UL: html_.tag("</ul>\n"); break;
    case MD_BLOCK_OL: html_.tag("</ol>\n"); break;
    case MD_BLOCK_LI: html_.tag("</li>\n"); break;
    case MD_BLOCK_CODE: html_.tag("</code></pre>\n"); break;
    case MD_BLOCK_H:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P: html_.tag("</p>\n"); break;
    case MD_BLOCK_TABLE: html_.tag("</table></div>\n"); break;
    case MD_BLOCK_THEAD: html_.tag("</thead>"); break;
    case MD_BLOCK_TBODY: html_.tag("</tbody>"); break;
    case MD_BLOCK_TR: html_.tag("</tr>\n"); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: html_.tag("</td>"); break;
  }
  return goes_on();
}

bool Writer::enter(MD_SPANTYPE span, void* detail) {
  ++depth_;
  switch (span) {
    case MD_SPAN_EM: html_.tag("<em>"); break;
    case MD_SPAN_STRONG: html_.tag("<strong>"); break;
    case MD_SPAN_DEL: html_.tag("<del>"); break;
    case MD_SPAN_CODE: html_.tag("<code>"); break;
    case MD_SPAN_A: {
      const std::string address = address_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
      links_.push_back(is_harmless(address));
      if (links_.back()) {
        html_.tag("<a rel=\"noopener noreferrer nofollow\" href=\"").attribute(address).tag("\">");
      } else {
        names_.push_back(address);
      }
      break;
    }
    case MD_SPAN_IMG:
      names_.push_back(address_of(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
      html_.tag("<span class=\"facts\">[picture: ");
      break;
    // Of dialects that are not asked for.
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U: break;
  }
  return goes_on();
}

bool Writer::leave(MD_SPANTYPE span) {
  --depth_;
  switch (span) {
    case MD_SPAN_EM: html_.tag("</em>"); break;
    case MD_SPAN_STRONG: html_.tag("</strong>"); break;
    case MD_SPAN_DEL: html_.tag("</del>"); break;
    case MD_SPAN_CODE: html_.tag("</code>"); break;
    case MD_SPAN_A:
      if (links_.back()) {
        html_.tag("</a>");
      } else {
        html_.text(" (" + names_.back() + ")");
        names_.pop_back();
      }
      links_.pop_back();
      break;
    case MD_SPAN_IMG:
      html_.text(" (" + names_.back() + ")").tag("]</span>");
      names_.pop_back();
      break;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U: break;
  }
  return goes_on();
}

bool Writer::text(MD_TEXTTYPE type, std::string_view text) {
  switch (type) {
    case MD_TEXT_NULLCHAR: html_.text(std::string_view("\0", 1)); break;
    // Whoever ended a line meant it; the judge read it so.
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: html_.tag("<br>\n"); break;
    case MD_TEXT_ENTITY: html_.text(character_of(text)); break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH: html_.text(text); break;
  }
  return goes_on();
}

Writer& writer(void* user) { return *static_cast<Writer*>(user); }

constexpr int kGoOn = 0;
constexpr int kStop = -1;  // a positive one is lost on the way through the parser

int said(bool goes_on) { return goes_on ? kGoOn : kStop; }

}  // namespace

std::optional<Markup> markdown_html(std::string_view untrusted, std::size_t most) {
  if (untrusted.size() > std::numeric_limits<MD_SIZE>::max() / 2) return std::nullopt;
  MD_PARSER parser = {};
  parser.flags = kDialect;
  parser.enter_block = [](MD_BLOCKTYPE block, void* detail, void* user) {
    return said(writer(user).enter(block, detail));
  };
  parser.leave_block = [](MD_BLOCKTYPE block, void*, void* user) {
    return said(writer(user).leave(block));
  };
  parser.enter_span = [](MD_SPANTYPE span, void* detail, void* user) {
    return said(writer(user).enter(span, detail));
  };
  parser.leave_span = [](MD_SPANTYPE span, void*, void* user) {
    return said(writer(user).leave(span));
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
    return said(writer(user).text(type, {text, size}));
  };
  Writer out(most);
  const auto size = static_cast<MD_SIZE>(untrusted.size());
  if (md_parse(untrusted.data(), size, &parser, &out) != kGoOn) return std::nullopt;
  return std::move(out).take();
}

}  // namespace evenhand
