#include "suites/suite_digest.h"

#include "base/digest.h"
#include "base/text.h"

namespace evenhand {
namespace {

void add_question(Digester& digester, const Question& question) {
  digester.add(question.id.text).add(question.category);
  digester.add(question.temperature ? shortest_text(*question.temperature) : "none");
  digester.add(std::to_string(question.turns.size()));
  for (const Turn& turn : question.turns) {
    digester.add(turn.user);
    digester.add(turn.reference ? "reference" : "none").add(turn.reference.value_or(""));
  }
  // Only where there are any: the digests of other suites stay what they were.
  if (!question.options.empty()) digester.add("options");
  for (const std::string& option : question.options) digester.add(option);
}

}  // namespace

Result<Digest> digest_of_suite(const FileSystem& files, const Suite& suite) {
  const auto contents_of = [&](const std::string& name) {
    return files.read_within(suite.folder, name, kMaxDataFile);
  };
  Digester digester;
  digester.add("evenhand suite 1").add(suite.id.text).add(suite.version);
  digester.add(suite.protocol.text).add(suite.system);
  for (const auto& [name, path] : suite.prompts) {
    EVENHAND_TRY(const std::string contents, contents_of(path));
    if (valid_utf8(contents) != contents) {
      return Error{.what = "the prompt '" + name + "' is not valid UTF-8",
                   .place = SourcePlace{.file = path}};
    }
    digester.add("prompt").add(name).add(contents);
  }
  if (suite.baseline) {
    EVENHAND_TRY(const std::string contents, contents_of(suite.baseline->answers));
    digester.add("baseline").add(suite.baseline->name.text).add(contents);
  }
  for (const auto& [category, baseline] : suite.category_baselines) {
    EVENHAND_TRY(const std::string contents, contents_of(baseline.answers));
    digester.add("baseline of").add(category).add(baseline.name.text).add(contents);
  }
  for (const Question& question : suite.questions) add_question(digester, question);
  return digester.finish();
}

}  // namespace evenhand
