#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/chat.h"
#include "base/result.h"
#include "prompts/template_sections.h"

namespace evenhand {

/// A prompt with holes, cut into text and holes once. What is filled in is never searched for
/// holes, so an answer that contains "{answer_b}" stays what it is.
class PromptTemplate {
 public:
  /// The file format is in docs/protocols.md: lines that begin with '#' before the first section
  /// are comments (origin, licence); "[system]", "[user]" and "[assistant]" alone on a line begin
  /// a message without the blank lines at its ends ("[system exact]" and so on: with them);
  /// "{name}" is a hole, "{{" and "}}" are braces. A file that begins with
  /// "<|im_start|>" is read as AlpacaEval writes it. Errors name the file, line and column.
  static Result<PromptTemplate> parse(const std::string& contents, const std::string& file);

  /// The names of all holes.
  const std::set<std::string>& holes() const { return holes_; }

  /// The messages with every hole filled in one pass. Requires a value for each hole.
  std::vector<Message> fill(const std::map<std::string, std::string>& values) const;

  const std::string& source() const { return source_; }

 private:
  std::string source_;  // the file's contents with '\n' line ends, for digests
  std::vector<TemplateSection> sections_;
  std::set<std::string> holes_;
};

}  // namespace evenhand
