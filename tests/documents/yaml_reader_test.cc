#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

std::string json_of(const std::string& yaml) {
  const auto node = read_yaml(yaml, "run.yaml");
  return node ? to_json(*node) : to_text(node.error());
}

TEST(ReadYaml, TakesWhatPeopleWriteInSettings) {
  struct {
    const char* yaml;
    const char* json;
  } const cases[] = {
      {"a: 1\nb: [x, \"2\", true]\n", R"({"a":1,"b":["x","2",true]})"},
      {"a: &x {t: 0.5}\nb: *x\n", R"({"a":{"t":0.5},"b":{"t":0.5}})"},
      {"a: |\n  one\n  two\n", R"({"a":"one\ntwo\n"})"},
      {"a: no\nb: 010\nc: 2026-11-25\n", R"({"a":"no","b":"010","c":"2026-11-25"})"},
      {"a:\nb: ~\n", R"({"a":null,"b":null})"},
      {"\xEF\xBB\xBF"
       "a: 1\n",
       R"({"a":1})"},
      {"---\na: 1\n...\n", R"({"a":1})"},
      {"# only a remark\n", "null"},
      {"", "null"},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(c.yaml), c.json) << c.yaml;
}

TEST(ReadYaml, SaysWhereAndWhatIsWrong) {
  struct {
    const char* yaml;
    const char* message;
  } const cases[] = {
      {"seed: 1\nseed: 2\n",
       "run.yaml:2:1: the key 'seed' stands here twice\n"
       "    seed: 2\n"
       "    ^\n"
       "  hint: the first is in line 1"},
      {"a: &x [*x]\n",
       "run.yaml:1:8: an alias stands inside of what it refers to\n"
       "    a: &x [*x]\n"
       "           ^"},
      {"a: !!python/object x\n",
       "run.yaml:1:4: tags such as 'tag:yaml.org,2002:python/object' are not used here\n"
       "    a: !!python/object x\n"
       "       ^"},
      {"[1]: 2\n",
       "run.yaml:1:1: a key must be a text\n"
       "    [1]: 2\n"
       "    ^"},
      {"a: 1\n---\nb: 2\n",
       "run.yaml:2:1: more than one YAML document in a file\n"
       "    ---\n"
       "    ^"},
      {"base: &b {t: 1}\nours:\n  <<: *b\n",
       "run.yaml:3:3: merging maps with '<<' is not understood here\n"
       "      <<: *b\n"
       "      ^\n"
       "  hint: write its keys out, or use the alias as a whole value"},
      {"\xEF\xBB\xBF"
       "ä: 1\n\tü: 2\nä: 3\n",
       "run.yaml:2:1: this is not YAML: illegal tab when looking for indentation\n"
       "     ü: 2\n"
       "    ^"},
      {"{ä: 1, ä: 2}\n",
       "run.yaml:1:8: the key 'ä' stands here twice\n"
       "    {ä: 1, ä: 2}\n"
       "           ^\n"
       "  hint: the first is in line 1"},
      {"a: \xFF\n", "run.yaml:1: not valid UTF-8"},
      {"a: 1\nb: 2\x04\nc: 3\n",
       "run.yaml:2: this is not YAML: a control character (number 4)\n"
       "  hint: within a text in double quotes it is written as an escape, such as \\x1B"},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(c.yaml), c.message) << c.yaml;
}

TEST(ReadYaml, HidesNothingBehindANulByte) {
  EXPECT_TRUE(json_of(std::string("a: 1\0 2\nb: 3\n", 13))
                  .starts_with("run.yaml:1: this is not YAML: a control character (number 0)"));
}

TEST(ReadYaml, SaysWhereTheSyntaxBreaks) {
  const auto node = read_yaml("a: [1, 2\nb: 3\n", "run.yaml");
  ASSERT_FALSE(node);
  ASSERT_TRUE(node.error().place);
  EXPECT_EQ(node.error().place->line, 2);
  EXPECT_TRUE(node.error().what.starts_with("this is not YAML: ")) << node.error().what;
}

TEST(ReadYaml, K06_DefusesAnAliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += (j > 0 ? ", " : "") + last;
    bomb += "]\n";
  }
  const auto node = read_yaml(bomb, "run.yaml");
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().what, "more than 1000000 values, with its aliases written out");
}

TEST(ReadYaml, CountsWhatAnchorsKeep) {
  std::string nested;
  for (int i = 0; i < 90; ++i) nested += "&a" + std::to_string(i) + " [";
  for (int i = 0; i < 20'000; ++i) nested += "x, ";
  const auto node = read_yaml(nested + std::string(90, ']'), "run.yaml");
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().what, "more than 1000000 values, with its aliases written out");
}

TEST(ReadYaml, TakesTimeInProportionToTheFile) {
  std::string line = "k: [";
  for (int i = 0; i < 200'000; ++i) line += "x, ";
  EXPECT_TRUE(read_yaml(line + "x]\n", "run.yaml"));
  std::string keys;
  for (int i = 0; i < 100'000; ++i) keys += "k" + std::to_string(i) + ": x\n";
  EXPECT_EQ(json_of(keys + "k7: x\n"),
            "run.yaml:100001:1: the key 'k7' stands here twice\n"
            "    k7: x\n"
            "    ^\n"
            "  hint: the first is in line 8");
}

TEST(ReadYaml, K06_RefusesEndlessNesting) {
  for (const int depth : {200, 1'000'000}) {
    for (const char bracket : {'[', '{'}) {
      const std::string yaml(static_cast<std::size_t>(depth), bracket);
      EXPECT_FALSE(read_yaml(yaml, "run.yaml")) << depth << bracket;
    }
  }
  std::string dashes;
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  EXPECT_FALSE(read_yaml(dashes, "run.yaml"));
  std::string block;
  for (std::size_t i = 0; i < 150; ++i) block += std::string(i, ' ') + "a:\n";
  EXPECT_FALSE(read_yaml(block, "run.yaml"));
}

}  // namespace
}  // namespace evenhand
