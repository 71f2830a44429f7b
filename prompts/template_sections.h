#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/chat.h"
#include "base/result.h"

namespace evenhand {

struct Hole {
  std::string name;
};

using TemplateParts = std::vector<std::variant<std::string, Hole>>;

/// One message of a prompt, cut into text and holes.
struct TemplateSection {
  Role role = Role::user;
  TemplateParts parts;
};

/// Our own form: sections "[system]", "[user]", "[assistant]", and "[system exact]" and so on,
/// which keep blank lines at their ends. The contents have '\n' line ends.
Result<std::vector<TemplateSection>> read_sections(std::string_view contents,
                                                   const std::string& file);

/// Does the file have AlpacaEval's form, messages between "<|im_start|>" and "<|im_end|>"?
bool has_chat_form(std::string_view contents);

/// AlpacaEval's form. Braces are text unless they hold the name of a hole.
Result<std::vector<TemplateSection>> read_chat_form(std::string_view contents,
                                                    const std::string& file);

/// What holds for every template, whatever its form: one system message at most, and it comes
/// first; a user message at the end; nothing empty.
struct PlacedSection {
  TemplateSection section;
  std::size_t offset = 0;  // of its first byte in the contents, for errors
};
Result<std::vector<TemplateSection>> checked_sections(std::vector<PlacedSection> sections,
                                                      std::string_view contents,
                                                      const std::string& file);

/// An error that points at a byte of the contents.
Error template_error(std::string what, std::string hint, std::string_view contents,
                     std::size_t offset, const std::string& file);

/// A lower-case letter, then lower-case letters, digits and '_'.
bool is_hole_name(std::string_view name);

}  // namespace evenhand
