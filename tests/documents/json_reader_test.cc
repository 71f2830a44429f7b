#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

std::string round_trip(const std::string& json) {
  const auto node = read_json(json, "a.json");
  return node ? to_json(*node) : to_text(node.error());
}

TEST(ReadJson, GivesBackWhatItRead) {
  for (const char* json : {R"({"a":[1,2.5,"x",true,null],"b":{}})", "[]", "\"text\"", "1e3",
                           "18446744073709551615"}) {
    EXPECT_EQ(round_trip(json), json == std::string("1e3") ? "1000.0" : json);
  }
}

TEST(ReadJson, KnowsTheLineOfEachValue) {
  const auto node = read_json("{\n  \"a\": 1,\n  \"b\": [\n    \"x\"\n  ]\n}\n", "a.json");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->find("b")->list()->front().place.line, 4);
}

TEST(ReadJson, SaysWhatIsWrong) {
  struct {
    const char* json;
    const char* message;
  } const cases[] = {
      {"{\"a\": 1,\n \"a\": 2}", "a.json:2: the key 'a' stands here twice"},
      {"{\"a\": NaN}",
       "a.json:1: this is not JSON: syntax error while parsing value - invalid literal; last read: "
       "'\"a\": N'"},
      {"", "a.json:1: this is not JSON: syntax error while parsing value - unexpected end of input; "
           "expected '[', '{', or a literal"},
  };
  for (const auto& c : cases) EXPECT_EQ(round_trip(c.json), c.message) << c.json;
}

TEST(ReadJson, RefusesEndlessNestingBeforeItHurts) {
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
