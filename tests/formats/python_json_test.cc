#include "formats/python_json.h"

#include <gtest/gtest.h>

#include "base/file_system.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

constexpr const char* kShared = EVENHAND_SOURCE_DIR "/../shared/";

Node parsed(const std::string& json) {
  auto node = read_json(json, "j.json");
  EXPECT_TRUE(node) << json;
  return node ? *std::move(node) : Node{};
}

TEST(PythonJson, EscapesAllButAscii) {
  EXPECT_EQ(python_json(
                parsed(R"({"a":[1,2.50,null,true],"b":"\u00e9/\"\\\n\u0001\u007f\ud83d\ude00"})")),
            R"({"a": [1, 2.50, null, true], "b": "\u00e9/\"\\\n\u0001\u007f\ud83d\ude00"})");
  EXPECT_EQ(python_json({.value = Node::Text("a\xFF")}), R"("a\ufffd")");
  EXPECT_EQ(python_json(parsed(R"({"a":{},"b":[]})")), R"({"a": {}, "b": []})");
}

TEST(PandasJson, EscapesSlashesAndIndents) {
  EXPECT_EQ(pandas_json({parsed(R"({"a":"x/y","b":[1,{"c":null}]})")}),
            "[\n  {\n    \"a\":\"x\\/y\",\n    \"b\":[\n      1,\n      {\n        \"c\":null\n"
            "      }\n    ]\n  }\n]");
  EXPECT_EQ(pandas_json({}), "[]");
}

TEST(PandasNumber, HasOneToTenDigitsBehindThePoint) {
  EXPECT_EQ(pandas_number(1.0), "1.0");
  EXPECT_EQ(pandas_number(1.25), "1.25");
  EXPECT_EQ(pandas_number(1.0000000000123), "1.0");
  EXPECT_EQ(pandas_number(1.3558824364123456), "1.3558824364");
  EXPECT_EQ(pandas_number(-1e-12), "0.0");
}

TEST(PythonFloat, IsWhatPythonPrints) {
  EXPECT_EQ(python_float(70.0), "70.0");
  EXPECT_EQ(python_float(0.0001), "0.0001");
  EXPECT_EQ(python_float(0.00001), "1e-05");
  EXPECT_EQ(python_float(76.91979180386511), "76.91979180386511");
  EXPECT_EQ(python_float(1e16), "1e+16");
  EXPECT_EQ(python_float(0.0), "0.0");
}

/// Read and written again, the published files come out byte for byte.
TEST(PandasJson, WritesThePublishedFilesAgain) {
  const std::string data = std::string(kShared) + "data/alpaca_eval/raw/";
  const DiskFileSystem disk;
  if (!disk.exists(data)) GTEST_SKIP() << "needs the published AlpacaEval files in " << data;
  for (const char* name :
       {"NullModel/annotations.json", "gpt4_gamed/annotations.json",
        "FuseChat-Llama-3.2-3B-Instruct/annotations.json",
        "FuseChat-Llama-3.2-3B-Instruct/model_outputs.json", "gpt4_gamed/model_outputs.json"}) {
    const auto contents = disk.read(data + name, kMaxDataFile);
    ASSERT_TRUE(contents);
    const auto root = read_json(*contents, name);
    ASSERT_TRUE(root);
    EXPECT_TRUE(pandas_json(*root->list()) == *contents) << name;
  }
}

TEST(PythonJson, WritesFastChatsFilesAgain) {
  const DiskFileSystem disk;
  if (!disk.exists(kShared)) GTEST_SKIP() << "needs FastChat's files in " << kShared;
  for (const char* name :
       {"vectors/mt_bench/gpt-4_single.jsonl", "vectors/mt_bench/gpt-4_pair.jsonl",
        "data/mt_bench/judge_prompts.jsonl"}) {
    const auto contents = disk.read(std::string(kShared) + name, kMaxDataFile);
    ASSERT_TRUE(contents);
    std::string again;
    ASSERT_TRUE(read_json_lines(*contents, name, [&](const Node& row) -> Result<void> {
      again += python_json(row) + "\n";
      return {};
    }));
    EXPECT_EQ(again.substr(0, contents->size()), *contents) << name;
  }
}

}  // namespace
}  // namespace evenhand
