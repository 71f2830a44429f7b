#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "prompts/prompt_template.h"

namespace evenhand {

/// The words said to judges, by name: the built-in ones, and over them those that a suite or a
/// run brings.
class PromptLibrary {
 public:
  /// Reads every `*.txt` of the folder; the name is the file's without its ending.
  static Result<PromptLibrary> load(const FileSystem& files, const std::string& folder);

  /// Reads one more template, which replaces one of the same name.
  Result<void> add(const FileSystem& files, const std::string& name, const std::string& path);

  /// not_found, with the nearest name, where there is none.
  Result<const PromptTemplate*> find(const std::string& name) const;

  /// Over the words of these templates: equal digest, equal prompts.
  Result<Digest> digest_of(const std::vector<std::string>& names) const;

 private:
  std::map<std::string, PromptTemplate> templates_;
};

}  // namespace evenhand
