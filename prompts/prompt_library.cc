#include "prompts/prompt_library.h"

#include "base/digest.h"
#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::string_view kEnding = ".txt";
// The longest prompts in the field have a few thousand characters.
constexpr std::size_t kMaxTemplate = std::size_t{1} << 20;

}  // namespace

Result<PromptLibrary> PromptLibrary::load(const FileSystem& files, const std::string& folder) {
  PromptLibrary library;
  EVENHAND_TRY(const std::vector<std::string> names, files.list(folder));
  for (const std::string& file : names) {
    if (!file.ends_with(kEnding) || file.size() == kEnding.size()) continue;
    const std::string name = file.substr(0, file.size() - kEnding.size());
    std::string path = folder;
    path += "/";
    path += file;
    EVENHAND_OK(library.add(files, name, path));
  }
  return library;
}

Result<void> PromptLibrary::add(const FileSystem& files, const std::string& name,
                                const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxTemplate));
  EVENHAND_TRY(PromptTemplate words, PromptTemplate::parse(contents, path));
  templates_.insert_or_assign(name, std::move(words));
  return {};
}

Result<const PromptTemplate*> PromptLibrary::find(const std::string& name) const {
  const auto found = templates_.find(name);
  if (found != templates_.end()) return &found->second;
  std::vector<std::string> known;
  for (const auto& [known_name, words] : templates_) known.push_back(known_name);
  return Error{.kind = ErrorKind::not_found,
               .what = "there is no prompt template '" + name + "'",
               .hint = did_you_mean(name, known)};
}

Result<Digest> PromptLibrary::digest_of(const std::vector<std::string>& names) const {
  Digester digester;
  for (const std::string& name : names) {
    EVENHAND_TRY(const PromptTemplate* words, find(name));
    digester.add(name).add(words->source());
  }
  return digester.finish();
}

}  // namespace evenhand
