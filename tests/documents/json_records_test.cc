#include "documents/json_records.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

/// Writes down what it is given; refuses a record that says so.
class Scribe : public JsonRecordTaker {
 public:
  void begin(int line) override { text += "@" + std::to_string(line); }
  void field(std::string_view path, const JsonScalar& value) override {
    text += " " + std::string(path) + "=" + std::string(value.text);
    refuses = refuses || path == "refuse";
  }
  Result<void> end() override {
    text += ";";
    if (refuses) return Error{.what = "refused"};
    return {};
  }
  Result<void> broken(Error error) override {
    if (!tolerant) return error;
    text += "!" + error.what;
    return {};
  }

  std::string text;
  bool tolerant = false;
  bool refuses = false;
};

std::string told(const std::string& json) {
  Scribe scribe;
  const auto read = read_json_records(json, "b.json", scribe);
  return read ? scribe.text : to_text(read.error());
}

TEST(ReadJsonRecords, NamesEveryValueByItsPath) {
  EXPECT_EQ(
      told(R"({"a": "x", "b": {"c": 1, "d": {"e": true}}, "f": [1, {"g": null}, [2.50]], "h": 0})"),
      "@1 a=x b.c=1 b.d.e=true f[]=1 f[].g= f[][]=2.50 h=0;");
}

TEST(ReadJsonRecords, TakesAnArrayOrLines) {
  EXPECT_EQ(told("[\n {\"a\": 1},\n {\"a\": 2}]\n"), "@2 a=1;@3 a=2;");
  EXPECT_EQ(told("{\"a\": 1}\r\n\n{\"a\": 2}"), "@1 a=1;@3 a=2;");
  EXPECT_EQ(told("\xEF\xBB\xBF{\"a\": 1}"), "@1 a=1;");
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("[]"), "");
}

TEST(ReadJsonRecords, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(told("{\"a\": 1}\n{\"a\": }\n"),
            "b.json:2: this is not JSON: unexpected '}'; expected '[', '{', or a literal");
  EXPECT_EQ(told("{\"a\": 1}\n[1]\n"), "b.json:2: expected an object, found a list");
  EXPECT_EQ(told("[{\"a\": 1},\n 5]"), "b.json:2: expected an object, found a value");
  EXPECT_EQ(told("[{\"a\": 1}\n"),
            "b.json:2: this is not JSON: unexpected end of input; expected ']'");
  EXPECT_EQ(told("{\"refuse\": 1}\n{\"a\": 1}"), "refused");
  EXPECT_EQ(told("{\"a\": \"\xff\"}"),
            "b.json:1: this is not JSON: invalid string: ill-formed UTF-8 byte");
  EXPECT_EQ(told("{\"a\": " + std::string(200, '[') + std::string(200, ']') + "}"),
            "b.json:1: nested deeper than 128 levels");
  EXPECT_EQ(told("{\"a\": \"" + std::string(17 << 20, 'x') + "\"}"),
            "b.json:1: a line of more than 16 MiB");
}

TEST(ReadJsonRecords, RefusesANulByteAndWhatItWouldHide) {
  using namespace std::string_literals;
  const std::string wanted =
      "b.json:2: this is not JSON: a NUL byte\n"
      "  hint: UTF-16 has such bytes, and so has a file whose writing was broken off by a crash";
  for (const std::string& json :
       {"{\"a\": 1}\n{\"a\": 2}\0{\"a\": 3}\n"s, "[{\"a\": 1},\n{\"a\": 2}]\0garbage"s,
        "[{\"a\": 1},\n{\"a\": 2}\0]"s, "[{\"a\": 1},\n{\"a\": \"x\0y\"}]"s,
        "[{\"a\": 1},\n{\0\"a\": 2}]"s, "[{\"a\": 1}]\n\0"s}) {
    EXPECT_EQ(told(json), wanted) << json;
  }
  EXPECT_TRUE(told("[{\"a\": 1} what\0]"s).starts_with("b.json:1: this is not JSON: invalid"))
      << "what comes first is said";
}

TEST(ReadJsonRecords, GoesOnBehindABrokenLineWhereTheTakerDoes) {
  Scribe scribe;
  scribe.tolerant = true;
  ASSERT_TRUE(read_json_records("{\"a\": 1}\nwhat\n{\"a\": 2}\n", "b.json", scribe));
  EXPECT_EQ(scribe.text, "@1 a=1;!this is not JSON: invalid literal@3 a=2;");
}

}  // namespace
}  // namespace evenhand
