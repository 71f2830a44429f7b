#include <algorithm>
#include <optional>

#include "base/text.h"
#include "prompts/template_sections.h"

namespace evenhand {
namespace {

constexpr std::string_view kStart = "<|im_start|>";
constexpr std::string_view kEnd = "<|im_end|>";

// "{name}" is a hole; every other brace is text, as this form is full of them.
TemplateParts cut_at_names(std::string_view text) {
  TemplateParts parts;
  std::string plain;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    plain += text.substr(0, open);
    text.remove_prefix(open);
    if (text.empty()) break;
    const std::size_t stop = text.find_first_of("{}\n", 1);
    const bool closed = stop != std::string_view::npos && text[stop] == '}';
    const std::string_view name = closed ? text.substr(1, stop - 1) : std::string_view();
    if (!is_hole_name(name)) {
      plain += '{';
      text.remove_prefix(1);
      continue;
    }
    if (!plain.empty()) parts.emplace_back(std::move(plain));
    plain.clear();
    parts.emplace_back(Hole{std::string(name)});
    text.remove_prefix(stop + 1);
  }
  if (!plain.empty()) parts.emplace_back(std::move(plain));
  return parts;
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : {Role::system, Role::user, Role::assistant}) {
    if (name == name_of(role)) return role;
  }
  return std::nullopt;
}

}  // namespace

bool has_chat_form(std::string_view contents) { return trimmed(contents).starts_with(kStart); }

Result<std::vector<TemplateSection>> read_chat_form(std::string_view contents,
                                                    const std::string& file) {
  const auto error = [&](std::string what, std::string hint, std::size_t offset) {
    return template_error(std::move(what), std::move(hint), contents, offset, file);
  };
  std::vector<PlacedSection> sections;
  for (std::size_t at = 0;;) {
    const std::size_t start = contents.find_first_not_of(" \t\n", at);
    if (start == std::string_view::npos) break;
    if (!contents.substr(start).starts_with(kStart)) {
      return error("text between two messages", "a message begins with <|im_start|>", start);
    }
    const std::size_t end = contents.find(kEnd, start);
    if (end == std::string_view::npos || contents.find(kStart, start + 1) < end) {
      return error("this message is not closed", "close it with <|im_end|>", start);
    }
    const std::size_t name_at = start + kStart.size();
    const std::size_t name_end = std::min(contents.find('\n', name_at), end);
    const std::string name(trimmed(contents.substr(name_at, name_end - name_at)));
    const auto role = role_named(name);
    if (!role) {
      return error("unknown role '" + name + "'", "known: system, user, assistant", name_at);
    }
    const std::string_view body = trimmed(contents.substr(name_end, end - name_end));
    sections.push_back({{*role, cut_at_names(body)}, start});
    at = end + kEnd.size();
  }
  return checked_sections(std::move(sections), contents, file);
}

}  // namespace evenhand
