#include "prompts/prompt_template.h"

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string filled(const TemplateParts& parts, const std::map<std::string, std::string>& values) {
  std::string text;
  for (const auto& part : parts) {
    if (const auto* plain = std::get_if<std::string>(&part)) {
      text += *plain;
      continue;
    }
    const auto value = values.find(std::get<Hole>(part).name);
    EVENHAND_CHECK(value != values.end());
    text += value->second;
  }
  return text;
}

}  // namespace

Result<PromptTemplate> PromptTemplate::parse(const std::string& contents, const std::string& file) {
  PromptTemplate words;
  words.source_ = replaced(contents, "\r\n", "\n");
  if (words.source_.starts_with(kByteOrderMark)) words.source_.erase(0, kByteOrderMark.size());
  if (valid_utf8(words.source_) != words.source_) {
    return Error{.kind = ErrorKind::bad_input,
                 .what = "the template is not UTF-8",
                 .place = SourcePlace{.file = file}};
  }
  EVENHAND_TRY(words.sections_, has_chat_form(words.source_) ? read_chat_form(words.source_, file)
                                                             : read_sections(words.source_, file));
  for (const TemplateSection& section : words.sections_) {
    for (const auto& part : section.parts) {
      if (const auto* hole = std::get_if<Hole>(&part)) words.holes_.insert(hole->name);
    }
  }
  return words;
}

std::vector<Message> PromptTemplate::fill(const std::map<std::string, std::string>& values) const {
  std::vector<Message> messages;
  for (const TemplateSection& section : sections_) {
    messages.push_back({section.role, filled(section.parts, values)});
  }
  return messages;
}

}  // namespace evenhand
