#include "run/verdict_forms.h"

#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

/// What `verdicts` says, written again; or what is wrong with it.
std::string read(const std::string& yaml) {
  const auto node = read_yaml("verdicts: " + yaml, "run.yaml");
  if (!node) return to_text(node.error());
  const auto options = with_verdicts(*node->find("verdicts"), {});
  return options ? verdicts_text(*options) : options.error().what;
}

TEST(VerdictForms, AreWordsStepsOrListsOfSteps) {
  struct {
    const char* yaml;
    const char* text;
  } const cases[] = {
      {"strict", "strict"},
      {"upstream", "upstream"},
      {"two_scores", R"(["two_scores"])"},
      {"{ranking: model_1}", R"([{"ranking":"model_1"}])"},
      {R"j({regex: {1: '\(a\)', 2: '\(b\)'}})j", R"j([{"regex":{"1":"\\(a\\)","2":"\\(b\\)"}}])j"},
      {"[{json: k}, {replace: {true: 1, false: 2, both: 1.5}}]",
       R"([{"json":"k"},{"replace":{"true":1,"false":2,"both":1.5}}])"},
      {"[{json: }, literal]", R"([{"json":null},"literal"])"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read(c.yaml), c.text);
    if (std::string(c.yaml).front() != 's' && std::string(c.yaml) != "upstream") {
      EXPECT_EQ(read(c.text), c.text) << "a resolved run file reads as the same";
    }
  }
}

TEST(VerdictForms, SayWhatIsWrong) {
  struct {
    const char* yaml;
    const char* message;
  } const cases[] = {
      {"strickt", "unknown verdicts 'strickt'"},
      {"{rank: m}", "unknown verdicts 'rank'"},
      {"ranking", "'ranking' needs a value: see docs/protocols.md"},
      {"{literal: 1}", "'literal' takes no value"},
      {"{json: a, ranking: b}", "a step of reading verdicts has one name, not 2"},
      {"{regex: a}", "'regex' needs a map of 1 to 16 entries, found 'a'"},
      {"{regex: {3: a}}", "a verdict means 1 (the first answer wins) to 2 (the second), not '3'"},
      {"{replace: {a: yes}}",
       "a verdict means 1 (the first answer wins) to 2 (the second), not 'yes'"},
      {"{regex: {1: '('}}", "the pattern '(' cannot be read: missing ): ("},
      {"[]", "a reading of verdicts needs at least one step"},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.yaml), c.message) << c.yaml;
}

}  // namespace
}  // namespace evenhand
