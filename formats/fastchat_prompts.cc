#include "formats/fastchat_prompts.h"

#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "documents/readers.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

struct Translation {
  std::string_view theirs;
  std::string_view ours;
};

constexpr Translation kTranslations[] = {
    {"single-v1", "graded"},
    {"single-math-v1", "graded-reference"},
    {"single-v1-multi-turn", "graded-turns"},
    {"single-math-v1-multi-turn", "graded-turns-reference"},
    {"pair-v2", "pairwise"},
    {"pair-math-v1", "pairwise-reference"},
    {"pair-v2-multi-turn", "pairwise-turns"},
    {"pair-math-v1-multi-turn", "pairwise-turns-reference"},
};

const Translation* translation_of(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kTranslations), std::end(kTranslations),
                   [&](const Translation& translation) { return translation.theirs == name; });
  return found == std::end(kTranslations) ? nullptr : found;
}

/// One row of the file.
struct JudgePrompt {
  std::string name;
  std::string system;  // said as it stands: FastChat fills nothing in
  std::string user;    // a template of Python's str.format
  const Node* node = nullptr;
};

Result<JudgePrompt> read_prompt(const Node& row) {
  JudgePrompt prompt{.node = &row};
  EVENHAND_TRY(prompt.name, required_text(row, "name", "a judge prompt"));
  EVENHAND_TRY(prompt.system, required_text(row, "system_prompt", "a judge prompt"));
  EVENHAND_TRY(prompt.user, required_text(row, "prompt_template", "a judge prompt"));
  return prompt;
}

bool is_hole_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// Python's {name}, {{ and }} mean the same in our templates; all else that it knows we do not.
Result<void> check_holes(const JudgePrompt& prompt) {
  const std::string_view text = prompt.user;
  const auto wrong = [&](const std::string& what) {
    return error_at(*prompt.node, "'" + prompt.name + "': " + what,
                    "a hole is {name}; write '{{' and '}}' where you mean braces");
  };
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos;
       at = text.find_first_of("{}", at)) {
    if (text.substr(at, 2) == "{{" || text.substr(at, 2) == "}}") {
      at += 2;
      continue;
    }
    if (text[at] == '}') return wrong("'}' without a '{' before it");
    const std::size_t end = text.find_first_of("{}", at + 1);
    if (end == std::string_view::npos || text[end] != '}') return wrong("'{' is not closed");
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (!is_hole_name(name)) return wrong("'{" + std::string(name) + "}' is not a hole");
    at = end + 1;
  }
  return {};
}

constexpr std::string_view kSectionLines[] = {
    "[system]", "[user]", "[assistant]", "[system exact]", "[user exact]", "[assistant exact]"};

/// A line of the words that would begin a message of ours.
Result<void> check_lines(const JudgePrompt& prompt, const std::string& text) {
  for (const std::string& line : split(text, '\n')) {
    const std::string_view word = trimmed(line);
    if (std::find(std::begin(kSectionLines), std::end(kSectionLines), word) !=
        std::end(kSectionLines)) {
      return error_at(*prompt.node, "'" + prompt.name + "': the line " + std::string(word) +
                                        " would begin a message in our templates");
    }
  }
  return {};
}

bool has_blank_ends(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return !text.empty();
  const bool begins_blank = text.substr(0, first).find('\n') != std::string_view::npos;
  return begins_blank || text.find_last_not_of(" \t\r\n") + 1 != text.size();
}

std::string section_line(const std::string& role, std::string_view words) {
  return "[" + role + (has_blank_ends(words) ? " exact]\n" : "]\n");
}

std::string with_doubled_braces(const std::string& text) {
  return replaced(replaced(text, "{", "{{"), "}", "}}");
}

std::string template_file(const JudgePrompt& prompt) {
  std::string text = "# FastChat's judge prompt " + prompt.name +
                     "; the words belong to their authors.\n# SHA-256 of its system prompt: " +
                     sha256(prompt.system).text +
                     "\n# SHA-256 of its prompt template: " + sha256(prompt.user).text + "\n";
  if (!trimmed(prompt.system).empty()) {
    text += section_line("system", prompt.system) + with_doubled_braces(prompt.system) + "\n";
  }
  return text + section_line("user", prompt.user) + prompt.user + "\n";
}

/// Collects the templates, then tells of what there is none for.
class Importer {
 public:
  explicit Importer(std::string path) : path_(std::move(path)) {}

  Result<void> take(const Node& row) {
    EVENHAND_TRY(const JudgePrompt prompt, read_prompt(row));
    if (!names_.insert(prompt.name).second) {
      return error_at(row, "two judge prompts are called '" + prompt.name + "'");
    }
    const Translation* translation = translation_of(prompt.name);
    if (translation == nullptr) {
      left_out_.push_back(prompt.name);
      return {};
    }
    EVENHAND_OK(check_holes(prompt));
    EVENHAND_OK(check_lines(prompt, prompt.system));
    EVENHAND_OK(check_lines(prompt, prompt.user));
    const std::string name(translation->ours);
    const std::string file = "prompts/" + name + ".txt";
    imported_.files[file] = template_file(prompt);
    imported_.file_of_name[name] = file;
    return {};
  }

  Result<ImportedPrompts> finish() {
    if (imported_.files.empty()) {
      return Error{.what = "no judge prompt that evenhand has a place for",
                   .hint = "known: " + joined(all_of_theirs(), ", "),
                   .place = SourcePlace{.file = path_}};
    }
    remark("left out of " + path_ + ", as no protocol uses them", left_out_);
    std::vector<std::string> missing = all_of_theirs();
    std::erase_if(missing, [&](const std::string& name) { return names_.contains(name); });
    remark("not in " + path_ + ", so that evenhand's own words are used in their place", missing);
    return std::move(imported_);
  }

 private:
  static std::vector<std::string> all_of_theirs() {
    std::vector<std::string> names;
    for (const Translation& translation : kTranslations) names.emplace_back(translation.theirs);
    return names;
  }

  void remark(const std::string& what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    imported_.remarks.push_back("judge prompts: " + what + ": " + joined(names, ", "));
  }

  std::string path_;
  ImportedPrompts imported_;
  std::set<std::string> names_;
  std::vector<std::string> left_out_;
};

}  // namespace

Result<ImportedPrompts> import_judge_prompts(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxSettingsFile));
  Importer importer(path);
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) { return importer.take(row); }));
  return importer.finish();
}

}  // namespace evenhand
