#include <gtest/gtest.h>

#include <string>

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
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(c.yaml), c.message) << c.yaml;
}

TEST(ReadYaml, RefusesAQuoteThatIsOpenAtTheEnd) {
  struct {
    const char* yaml;
    int line;
    int column;
  } const cases[] = {
      {"suite: x\nname: 'abc\nseed: 9\n", 2, 7},
      {"suite: x\nname: \"abc\nseed: 9\n", 2, 7},
      {"suite: x\r\nname: 'abc\r\nseed: 9\r\n", 2, 7},
      {"name: 'abc\nseed: 9", 1, 7},
      {"name: 'abc\nseed: 9\n\n   ", 1, 7},
      {"name: 'abc", 1, 7},
      {"name: '", 1, 7},
      {"name: '\n", 1, 7},
      {"name: \"abc\\", 1, 7},
      {"name: \"abc\\\n", 1, 7},
      {"name: \"abc\\\"\nseed: 9\n", 1, 7},
      {"name: 'it''s\nseed: 9\n", 1, 7},
      {"name: 'abc\nstore: ''\n", 1, 7},
      {"name: 'abc' # '\nb: 'c\n", 2, 4},
      {"ä: {ö: 'abc\nseed: 9}\n", 1, 8},
      {"a: [b, \"abc\nseed: 9]\n", 1, 8},
      {"{'abc: 1}\n", 1, 2},
      {"[a, 'abc: 1]\n", 1, 5},
      {"- a\n- 'b\n- c\n", 2, 3},
      {"a: 1\n'abc: 1\nb: 2\n", 2, 1},
      {"? 'abc\nb: 1\n", 1, 3},
      {"'abc\n", 1, 1},
      {"a: {b: [c, {d: 'e}]}\n# the end\n", 1, 16},
  };
  for (const auto& c : cases) {
    const auto node = read_yaml(c.yaml, "run.yaml");
    ASSERT_FALSE(node) << c.yaml;
    EXPECT_EQ(node.error().what, "this quote is not closed") << c.yaml;
    ASSERT_TRUE(node.error().place) << c.yaml;
    EXPECT_EQ(node.error().place->line, c.line) << c.yaml;
    EXPECT_EQ(node.error().place->column, c.column) << c.yaml;
  }
  EXPECT_EQ(json_of("name: 'abc\nseed: 9\n"),
            "run.yaml:1:7: this quote is not closed\n"
            "    name: 'abc\n"
            "          ^\n"
            "  hint: all that follows, to the end of the file, would be part of the text");
}

TEST(ReadYaml, EndsWhereTheParserFindsDocumentsWithoutEnd) {
  EXPECT_FALSE(read_yaml("'',\t',\t", "run.yaml"));
}

TEST(ReadYaml, TakesQuotesThatNeedNoOther) {
  struct {
    const char* yaml;
    const char* json;
  } const cases[] = {
      {"a: b # it's\n", R"({"a":"b"})"},
      {"a: b\n# it's \"so\n", R"({"a":"b"})"},
      {"a: b # it's", R"({"a":"b"})"},
      {"a: it's\n", R"({"a":"it's"})"},
      {"a: 5\" disk", R"({"a":"5\" disk"})"},
      {"a: |\n  it's\n  'so\n", R"({"a":"it's\n'so\n"})"},
      {"a: |+\n  it's\n\n\n", R"({"a":"it's\n\n\n"})"},
      {"a: >-\n  \"it's\n  so", R"({"a":"\"it's so"})"},
      {"a: |\n  'so\n  ", R"({"a":"'so\n"})"},
      {"|\n 'so\n", R"("'so\n")"},
      {"a: 'one\n  two\n\n  three'\n", R"({"a":"one two\nthree"})"},
      {"a: \"one\n  two\"", R"({"a":"one two"})"},
      {"a: 'it''s'\n", R"({"a":"it's"})"},
      {"a: ''''\n", R"({"a":"'"})"},
      {"a: ''\n", R"({"a":""})"},
      {"a: \"\\\"\"\n", R"({"a":"\""})"},
      {"a: \"\\\\\"\n", R"({"a":"\\"})"},
      {"a: '\"'\nb: \"'\"\n", R"({"a":"\"","b":"'"})"},
      {"{'a': [\"b\", it's]}\n", R"({"a":["b","it's"]})"},
      {"'it''s': 1\n...\n", R"({"it's":1})"},
      {"a: it's\n  a text\n", R"({"a":"it's a text"})"},
      {"a: &it's x\nb: *it's\n", R"({"a":"x","b":"x"})"},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(c.yaml), c.json) << c.yaml;
}

TEST(ReadYaml, NamesTheFileOfAValueThatIsMissing) {
  for (const char* yaml : {"", "\n", "# only a remark\n", "---\n"}) {
    const auto node = read_yaml(yaml, "run.yaml");
    ASSERT_TRUE(node) << yaml;
    EXPECT_EQ(SourcePlace(node->place).file, "run.yaml") << yaml;
  }
}

TEST(ReadYaml, RefusesControlCharacters) {
  using std::string_literals::operator""s;
  EXPECT_EQ(json_of("a: 1\nä: b\0c\n"s),
            "run.yaml:2:5: the control character U+0000 may not stand in YAML\n"
            "    ä: b\0c\n"
            "        ^\n"
            "  hint: between double quotes it can be written as \\x00"s);
  for (const char c : {'\x01', '\x04', '\x1B', '\x1F'}) {
    EXPECT_FALSE(read_yaml("a: b"s + c + "\nseed: 1\n", "run.yaml"));
  }
  EXPECT_EQ(json_of("a:\t\"b\\x1B\"\r\n"), R"({"a":"b\u001b"})");
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
