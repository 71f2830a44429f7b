#include "prompts/template_sections.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace evenhand {

Error template_error(std::string what, std::string hint, std::string_view contents,
                     std::size_t offset, const std::string& file) {
  const std::string_view before = contents.substr(0, offset);
  const std::size_t line_start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const std::size_t line_end = std::min(contents.find('\n', line_start), contents.size());
  SourcePlace place{.file = file};
  place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  place.column = 1 + static_cast<int>(code_points(before.substr(line_start)));
  place.excerpt = std::string(contents.substr(line_start, line_end - line_start));
  return {.kind = ErrorKind::bad_input,
          .what = std::move(what),
          .hint = std::move(hint),
          .place = std::move(place)};
}

bool is_hole_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return c >= 'a' && c <= 'z';
  };
  if (name.empty() || !is_letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

Result<std::vector<TemplateSection>> checked_sections(std::vector<PlacedSection> sections,
                                                      std::string_view contents,
                                                      const std::string& file) {
  const auto at = [&](std::string what, std::size_t offset) {
    return template_error(std::move(what), "", contents, offset, file);
  };
  if (sections.empty()) {
    return template_error("the template has no section", "begin a message with [system] or [user]",
                          contents, contents.size(), file);
  }
  std::vector<TemplateSection> checked;
  bool has_system = false;
  for (PlacedSection& placed : sections) {
    if (placed.section.parts.empty()) return at("this section is empty", placed.offset);
    if (placed.section.role == Role::system) {
      if (has_system) return at("a template has one system section, not two", placed.offset);
      if (!checked.empty()) return at("the system section comes first", placed.offset);
      has_system = true;
    }
    checked.push_back(std::move(placed.section));
  }
  if (checked.back().role != Role::user) {
    return at("the last section is said by the user", sections.back().offset);
  }
  return checked;
}

namespace {

constexpr std::string_view kBraceHint = "write '{{' and '}}' where you mean braces";

// Cuts the text at its holes; `offset` is where the text begins in the contents.
class HoleCutter {
 public:
  HoleCutter(std::string_view contents, const std::string& file)
      : contents_(contents), file_(file) {}

  Result<TemplateParts> cut(std::size_t begin, std::size_t end) const {
    TemplateParts parts;
    std::string text;
    for (std::size_t at = begin; at < end;) {
      const std::size_t brace = std::min(contents_.find_first_of("{}", at), end);
      text += contents_.substr(at, brace - at);
      if (brace == end) break;
      if (brace + 1 < end && contents_[brace + 1] == contents_[brace]) {
        text += contents_[brace];
        at = brace + 2;
        continue;
      }
      EVENHAND_TRY(std::string name, hole_at(brace));
      at = brace + name.size() + 2;
      if (!text.empty()) parts.emplace_back(std::move(text));
      text.clear();
      parts.emplace_back(Hole{std::move(name)});
    }
    if (!text.empty()) parts.emplace_back(std::move(text));
    return parts;
  }

 private:
  Result<std::string> hole_at(std::size_t brace) const {
    const auto error = [&](std::string what) {
      return template_error(std::move(what), std::string(kBraceHint), contents_, brace, file_);
    };
    if (contents_[brace] == '}') return error("'}' without a '{' before it");
    const std::size_t stop = contents_.find_first_of("{}\n", brace + 1);
    if (stop == std::string_view::npos || contents_[stop] != '}') return error("'{' is not closed");
    const std::string name(contents_.substr(brace + 1, stop - brace - 1));
    if (!is_hole_name(name)) {
      return error("'{" + name + "}' is not a hole: names have a-z, 0-9 and '_'");
    }
    return name;
  }

  std::string_view contents_;
  const std::string& file_;
};

/// What becomes of blank lines at the ends of a message: nobody means them, unless told so.
enum class BlankEnds { dropped, kept };

struct SectionName {
  std::string_view line;
  Role role;
  BlankEnds blank_ends = BlankEnds::dropped;
};
constexpr std::array<SectionName, 6> kSections = {{
    {"[system]", Role::system},
    {"[user]", Role::user},
    {"[assistant]", Role::assistant},
    {"[system exact]", Role::system, BlankEnds::kept},
    {"[user exact]", Role::user, BlankEnds::kept},
    {"[assistant exact]", Role::assistant, BlankEnds::kept},
}};

const SectionName* section_named(std::string_view line) {
  for (const SectionName& section : kSections) {
    if (trimmed(line) == section.line) return &section;
  }
  return nullptr;
}

// "[usr]" alone on a line: a section whose name was mistyped would become text of another one.
std::optional<std::string> misspelt_section(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 3 || line.front() != '[' || line.back() != ']') return std::nullopt;
  std::vector<std::string> known;
  known.reserve(kSections.size());
  for (const SectionName& section : kSections) known.emplace_back(section.line);
  return nearest_name(line, known);
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Without blank lines at its ends.
Span without_blank_ends(std::string_view contents, Span span) {
  const std::string_view text = contents.substr(span.begin, span.end - span.begin);
  const std::size_t last = text.find_last_not_of(" \t\n");
  if (last == std::string_view::npos) return {span.begin, span.begin};
  const std::size_t first = text.find_first_not_of(" \t\n");
  const std::size_t line_break = text.substr(0, first).rfind('\n');
  const std::size_t start = line_break == std::string_view::npos ? 0 : line_break + 1;
  return {span.begin + start, span.begin + last + 1};
}

// The break before the next section's line, or at the end of the file, is not the message's.
Span without_last_break(std::string_view contents, Span span) {
  if (span.end > span.begin && contents[span.end - 1] == '\n') --span.end;
  return span;
}

struct OpenSection {
  const SectionName* name = nullptr;
  std::size_t header = 0;
  Span body = {};
};

Result<std::vector<OpenSection>> find_sections(std::string_view contents, const std::string& file) {
  std::vector<OpenSection> sections;
  for (std::size_t at = 0; at < contents.size();) {
    const std::size_t end = std::min(contents.find('\n', at), contents.size());
    const std::string_view line = contents.substr(at, end - at);
    if (const SectionName* name = section_named(line)) {
      sections.push_back({name, at, {std::min(end + 1, contents.size()), contents.size()}});
      if (sections.size() > 1) sections[sections.size() - 2].body.end = at;
    } else if (const auto meant = misspelt_section(line)) {
      return template_error("unknown section " + std::string(trimmed(line)),
                            "did you mean " + *meant + "?", contents, at, file);
    } else if (sections.empty() && !trimmed(line).empty() && !line.starts_with('#')) {
      return template_error("text before the first section",
                            "begin a message with [system] or [user], a comment with '#'", contents,
                            at, file);
    }
    at = end + 1;
  }
  return sections;
}

}  // namespace

Result<std::vector<TemplateSection>> read_sections(std::string_view contents,
                                                   const std::string& file) {
  EVENHAND_TRY(const std::vector<OpenSection> found, find_sections(contents, file));
  const HoleCutter cutter(contents, file);
  std::vector<PlacedSection> sections;
  for (const OpenSection& section : found) {
    const Span body = section.name->blank_ends == BlankEnds::kept
                          ? without_last_break(contents, section.body)
                          : without_blank_ends(contents, section.body);
    EVENHAND_TRY(TemplateParts parts, cutter.cut(body.begin, body.end));
    sections.push_back({{section.name->role, std::move(parts)}, section.header});
  }
  return checked_sections(std::move(sections), contents, file);
}

}  // namespace evenhand
