#include "documents/json_skimmer.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "base/text.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr std::string_view kNames[] = {"a", "b"};

std::string told(const SkimmedValue& value) {
  switch (value.kind) {
    case SkimmedValue::Kind::absent: return "-";
    case SkimmedValue::Kind::text:
      return "\"" + value.text() + "\"" + std::to_string(value.code_points());
    case SkimmedValue::Kind::number: return value.text();
    case SkimmedValue::Kind::null: return "null";
    case SkimmedValue::Kind::other: return "?";
  }
  return {};
}

/// "@line a b;" for each record; "no" where the file is not taken on.
std::string skimmed(std::string_view json) {
  std::string text;
  const bool read = skim_json_records(json, kNames, [&](const SkimmedRecord& record) {
    text += "@" + std::to_string(record.line);
    for (const SkimmedValue& value : record.values) text += " " + told(value);
    text += ";";
    return true;
  });
  return read ? text : "no";
}

/// The same out of the tree.
std::string read_as_tree(std::string_view json) {
  const auto root = read_json(json, "a.json");
  if (!root || root->list() == nullptr) return "no";
  std::string text;
  for (const Node& node : *root->list()) {
    if (node.map() == nullptr) return "no";
    text += "@" + std::to_string(node.place.line);
    for (const std::string_view name : kNames) {
      const Node* value = node.find(name);
      if (value == nullptr) {
        text += " -";
      } else if (value->is_null()) {
        text += " null";
      } else if (const auto* words = std::get_if<Node::Text>(&value->value)) {
        text += " \"" + *words + "\"" + std::to_string(code_points(*words));
      } else {
        const auto* plain = std::get_if<Node::Plain>(&value->value);
        const bool is_number = plain != nullptr && parse_number(plain->text).has_value();
        text += " " + (is_number ? plain->text : std::string("?"));
      }
    }
    text += ";";
  }
  return text;
}

TEST(SkimJsonRecords, GiveTheFieldsThatAreAskedFor) {
  EXPECT_EQ(skimmed("[\n {\"a\": \"x\", \"c\": {\"a\": [1, true, {}]}, \"b\": 2.50},\n\n {}]\n"),
            "@2 \"x\"1 2.50;@4 - -;");
  EXPECT_EQ(skimmed("\xEF\xBB\xBF[{\"a\": null, \"b\": false}]"), "@1 null ?;");
  EXPECT_EQ(skimmed(" [ ] "), "");
}

TEST(SkimJsonRecords, CountCodePointsHoweverTheyAreSpelled) {
  EXPECT_EQ(skimmed(R"([{"a": "\"\\\/\b\f\n\r\t", "b": "\u00e9\uD83D\uDE00é😀\u0000"}])"),
            std::string("@1 \"\"\\/\b\f\n\r\t\"8 \"é😀é😀\0\"5;", 32));
}

TEST(SkimJsonRecords, TakeOnNothingThatIsNotAnArrayOfObjectsInStrictJson) {
  for (const std::string json : {"",
                                 "{}",
                                 "[",
                                 "[{}",
                                 "[1]",
                                 "[{},]",
                                 "[{}] 1",
                                 "[{\"a\": 01}]",
                                 "[{\"a\": 1.}]",
                                 "[{\"a\": -}]",
                                 "[{\"a\": 1e}]",
                                 "[{\"a\": 1e999}]",
                                 "[{\"a\": nul}]",
                                 "[{\"a\": truex}]",
                                 "[{\"a\": \"\\x\"}]",
                                 "[{\"a\": \"\\ud800\"}]",
                                 "[{\"a\": \"\\udc00\"}]",
                                 "[{\"a\": \"\\ud800\\u0041\"}]",
                                 "[{\"a\": \"\\u12g4\"}]",
                                 "[{\"a\": \"\xFF\"}]",
                                 "[{\"a\": \"\xED\xA0\x80\"}]",
                                 "[{\"a\": \"\n\"}]",
                                 "[{\"a\": \"x]",
                                 "[{\"a\": \"x\\",
                                 "[{\"a\" 1}]",
                                 "[{a: 1}]",
                                 "[{\"a\": 1 \"b\": 2}]",
                                 "[{\"a\": 1, \"a\": 2}]",
                                 "[{\"a\": 1, \"\\u0061\": 2}]",
                                 "[{\"c\": [{\"d\": 1, \"d\": 2}]}]"}) {
    EXPECT_EQ(skimmed(json), "no") << json;
    EXPECT_EQ(read_as_tree(json), "no") << json;
  }
  const std::string deep = std::string(1'000'000, '[');
  EXPECT_EQ(skimmed("[{\"a\": " + deep), "no");
}

TEST(SkimJsonRecords, TellWhetherTwoSpellingsAreOneText) {
  const auto same = [](const std::string& a, const std::string& b) {
    bool result = false;
    const std::string json = "[{\"a\": \"" + a + "\", \"b\": \"" + b + "\"}]";
    EXPECT_TRUE(skim_json_records(json, kNames, [&](const SkimmedRecord& record) {
      result = same_text(record.values[0], record.values[1]);
      return true;
    }));
    return result;
  };
  EXPECT_TRUE(same("a/é\\n", "a\\/\\u00e9\\n"));
  EXPECT_FALSE(same("a/é\\n", "a\\/\\u00e9\\t"));
  EXPECT_FALSE(same("a", "b"));
}

/// Whatever it takes on it reads as the tree has it, and it takes on whatever is not odd.
TEST(SkimJsonRecords, AgreeWithTheTreeOnFilesWithAFewWrongBytes) {
  const std::string whole =
      "[\n{\"a\": \"x\\n\\u00e9\\ud83d\\ude00 \xC3\xA9\", \"b\": -1.5e-3, \"c\": {\"d\": [1, 0, "
      "null], \"e\": {}}},\r\n{\"b\": true, \"\\u0061b\": \"\", \"a\": 12}]";
  const std::string bytes = "{}[]\",:0-\\\xFF\n\xC3u.eE+t ";
  ASSERT_EQ(skimmed(whole), read_as_tree(whole));
  Rng rng(7);
  int taken_on = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string json = whole;
    for (std::size_t changes = 1 + rng.below(3); changes > 0; --changes) {
      json[rng.below(json.size())] = bytes[rng.below(bytes.size())];
    }
    const std::string quick = skimmed(json);
    ASSERT_EQ(quick, read_as_tree(json)) << json;
    if (quick != "no") ++taken_on;
  }
  EXPECT_GT(taken_on, 3'000) << "the test compares hardly anything";
}

}  // namespace
}  // namespace evenhand
