#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

std::string round_trip(const std::string& json) {
  const auto node = read_json(json, "a.json");
  return node ? to_json(*node) : to_text(node.error());
}

const std::string kNulByte =
    "this is not JSON: a NUL byte\n"
    "  hint: UTF-16 has such bytes, and so has a file whose writing was broken off by a crash";

TEST(ReadJson, GivesBackWhatItRead) {
  for (const char* json :
       {R"({"a":[1,2.5,"x",true,null],"b":{}})", "[]", "\"text\"", "1e3", "18446744073709551615"}) {
    EXPECT_EQ(round_trip(json), json == std::string("1e3") ? "1000.0" : json);
  }
}

TEST(ReadJson, KnowsTheLineOfEachValue) {
  const auto node =
      read_json("{\n  \"a\": 1,\n  \"b\": [\n    \"x\"\n  ],\n  \"c\": 2.5\n}\n", "a.json");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->find("a")->place.line, 2);
  EXPECT_EQ(node->find("c")->place.line, 6) << "a number at the end of its line";
  EXPECT_EQ(node->find("b")->list()->front().place.line, 4);
}

TEST(ReadJson, SaysWhatIsWrong) {
  struct {
    const char* json;
    const char* message;
  } const cases[] = {
      {"{\"a\": 1,\n \"a\": 2}",
       "a.json:2: the key 'a' stands here twice\n"
       "  hint: the first is in line 1"},
      {"{\"a\": NaN}",
       "a.json:1:7: this is not JSON: invalid literal\n"
       "    {\"a\": NaN}\n"
       "          ^"},
      {"{\"ä\": 1,\n\t\"ö\", 2}",
       "a.json:2:5: this is not JSON: unexpected ','; expected ':'\n"
       "     \"ö\", 2}\n"
       "        ^"},
      {"[1e999]",
       "a.json:1:7: this is not JSON: number overflow parsing '1e999'\n"
       "    [1e999]\n"
       "          ^"},
      {"[1] 2",
       "a.json:1:5: this is not JSON: unexpected number literal; expected end of input\n"
       "    [1] 2\n"
       "        ^"},
      {"[\"\\ud800\"]",
       "a.json:1:9: this is not JSON: invalid string: surrogate U+D800..U+DBFF must be followed by "
       "U+DC00..U+DFFF\n"
       "    [\"\\ud800\"]\n"
       "            ^"},
      {"[\"\xFF\"]",
       "a.json:1:3: this is not JSON: invalid string: ill-formed UTF-8 byte\n"
       "    [\"\xEF\xBF\xBD\"]\n"
       "      ^"},
      {"",
       "a.json:1:1: this is not JSON: unexpected end of input; expected '[', '{', or a literal"},
  };
  for (const auto& c : cases) EXPECT_EQ(round_trip(c.json), c.message) << c.json;
}

/// What stands behind it would be lost without a word.
TEST(ReadJson, RefusesANulByteWhereverItStands) {
  using namespace std::string_literals;
  for (const std::string& json : {"[1,\n2]\0 garbage"s, "[1,\n2]\n\0"s, "[1,\n2\0]"s, "[1,\n\0 2]"s,
                                  "[1,\n\"a\0b\"]"s, "[1,\n2]\0\n"s}) {
    EXPECT_EQ(round_trip(json),
              json.find('\0') == 7 ? "a.json:3: " + kNulByte : "a.json:2: " + kNulByte)
        << json;
  }
  EXPECT_EQ(round_trip("\"\\u0000\""), "\"\\u0000\"") << "an escape is another matter";
}

TEST(ReadJson, KeepsMessagesShortHoweverLongTheLineIs) {
  const auto node = read_json("[\"" + std::string(1'000'000, 'x'), "a.json");
  ASSERT_FALSE(node);
  EXPECT_EQ(to_text(node.error()),
            "a.json:1: this is not JSON: invalid string: missing closing quote");
}

TEST(ReadJson, FindsAKeyTwiceAmongAHundredThousandAtOnce) {
  std::string json = "{";
  for (int i = 0; i < 100'000; ++i) json += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_EQ(round_trip(json + "\"k7\":2}"),
            "a.json:1: the key 'k7' stands here twice\n"
            "  hint: the first is in line 1");
}

TEST(ReadJson, K07_RefusesEndlessNestingBeforeItHurts) {
  for (const int depth : {129, 1'000'000}) {
    const auto node = read_json(std::string(static_cast<std::size_t>(depth), '['), "a.json");
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().what, "nested deeper than 128 levels");
  }
}

TEST(ReadJsonLines, NamesTheLineOfEachError) {
  std::vector<int> lines;
  const auto done = read_json_lines("\xEF\xBB\xBF{\"a\":1}\r\n\n{\"a\":2}\n{oops\n", "q.jsonl",
                                    [&](Node node) -> Result<void> {
                                      lines.push_back(node.find("a")->place.line);
                                      return {};
                                    });
  ASSERT_FALSE(done);
  EXPECT_EQ(lines, (std::vector<int>{1, 3}));
  ASSERT_TRUE(done.error().place);
  EXPECT_EQ(done.error().place->line, 4);
}

TEST(ReadJsonLines, RefuseANulByteInPlaceOfALineEnd) {
  using namespace std::string_literals;
  const auto done =
      read_json_lines("1\n2\0003\n4\n"s, "q.jsonl", [](const Node&) -> Result<void> { return {}; });
  ASSERT_FALSE(done);
  EXPECT_EQ(to_text(done.error()), "q.jsonl:2: " + kNulByte);
}

TEST(ReadJsonLines, EndsWithTheErrorOfTheReader) {
  const auto done = read_json_lines("1\n2\n3\n", "q.jsonl", [](const Node& node) -> Result<void> {
    if (node.place.line == 2) return error_at(node, "not this one");
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(to_text(done.error()), "q.jsonl:2: not this one");
}

}  // namespace
}  // namespace evenhand
