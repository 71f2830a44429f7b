#include "documents/override.h"

#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

std::string overridden(const std::string& yaml, const std::string& assignment) {
  auto node = read_yaml(yaml, "run.yaml");
  EXPECT_TRUE(node);
  const auto done = apply_override(*node, assignment);
  return done ? to_json(*node) : to_text(done.error());
}

TEST(ApplyOverride, SetsOneValue) {
  const std::string yaml = "seed: 1\ncandidates: [{name: a}, {name: b}]\n";
  struct {
    const char* assignment;
    const char* result;
  } const cases[] = {
      {"seed=7", R"({"seed":7,"candidates":[{"name":"a"},{"name":"b"}]})"},
      {"candidates.1.params.temperature=0.2",
       R"({"seed":1,"candidates":[{"name":"a"},{"name":"b","params":{"temperature":0.2}}]})"},
      {"candidates=[{name: c}]", R"({"seed":1,"candidates":[{"name":"c"}]})"},
      {"note=a=b", R"({"seed":1,"candidates":[{"name":"a"},{"name":"b"}],"note":"a=b"})"},
      {"candidates.5.name=x",
       "--set candidates.5.name=x: there is no entry 5; the list has 2 and counts from 0"},
      {"candidates.name=x",
       "--set candidates.name=x: 'name' should be a number: the entries of a list count from 0"},
      {"seed.x=1", "--set seed.x=1: 'x' leads into '1', which has nothing inside"},
      {"seed=", R"({"seed":null,"candidates":[{"name":"a"},{"name":"b"}]})"},
      {"a..b=1",
       "--set a..b=1: a name is missing before or after a dot\n"
       "  hint: such as --set candidates.0.params.temperature=0.2"},
      {"seed=[1",
       "--set seed=[1:1:1: this is not YAML: end of sequence flow not found\n"
       "    [1\n"
       "    ^"},
      {"seed", "--set seed: expected key=value\n  hint: such as --set seed=7"},
  };
  for (const auto& c : cases) EXPECT_EQ(overridden(yaml, c.assignment), c.result) << c.assignment;
}

TEST(ApplyOverride, IsNamedAsThePlaceOfItsValue) {
  Node root;
  ASSERT_TRUE(apply_override(root, "seed=soon"));
  const auto seed = as_integer(*root.find("seed"));
  ASSERT_FALSE(seed);
  EXPECT_EQ(to_text(seed.error()), "--set seed=soon: expected a whole number, found 'soon'");
}

TEST(ApplyOverride, RefusesEndlessPaths) {
  std::string path = "a";
  for (int i = 0; i < 100'000; ++i) path += ".a";
  Node root;
  EXPECT_FALSE(apply_override(root, path + "=1"));
}

}  // namespace
}  // namespace evenhand
