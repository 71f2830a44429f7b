#include "formats/contains_list.h"

#include <gtest/gtest.h>

#include "base/file_system.h"
#include "documents/readers.h"

namespace evenhand {
namespace {

TEST(CountListItems, BeginWithALine) {
  struct {
    const char* text;
    std::size_t items;
  } const cases[] = {
      {"", 0},
      {"- one\n* two\n• three\n1. four\n2) five\na. six\nB) seven", 7},
      {"- one - two", 1},
      {"one - two", 0},
      {"- one\ntext\n- two", 2},
      {"e.g. this", 0},
      {"a.x", 0},
      {"1.x", 1},
      {"-\n\n!? word", 1},
      {"- \n- !?", 0},
      {"- 日本", 1},
      {"- é", 1},
      {"\xC2\xA0\xE3\x80\x80- x", 1},
      {"\xD9\xA1. x", 1},  // a digit of Arabic script
      {"\x1C- x", 1},
      {"-\xCC\x81", 0},  // a combining accent is no word of its own
      {"\xFF- x", 0},
      {"- \xFF", 0},
      {"- x\r- y", 1},
      {"- x\xE2\x80\xA8- y", 1},  // only '\n' ends a line
  };
  for (const auto& c : cases) {
    EXPECT_EQ(count_list_items(c.text), c.items) << c.text;
    EXPECT_EQ(contains_list(c.text), c.items > 0) << c.text;
  }
}

TEST(CountListItems, IsLinearInTheText) {
  EXPECT_EQ(count_list_items(std::string(1'000'000, '\n') + "- x"), 1U);
  EXPECT_EQ(count_list_items(std::string(1'000'000, '-')), 0U);
}

TEST(CountListItems, IsThatOfAlpacaEval) {
  const DiskFileSystem files;
  const std::string path = EVENHAND_SOURCE_DIR "/../shared/vectors/alpaca_eval/contains_list.json";
  if (!files.exists(path)) GTEST_SKIP() << "needs " << path;
  const auto contents = files.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto cases = read_json(*contents, path);
  ASSERT_TRUE(cases);
  for (const Node& node : *cases->list()) {
    const auto text = as_text(*node.find("text"));
    ASSERT_TRUE(text);
    EXPECT_EQ(count_list_items(*text), *as_number(*node.find("count"))) << *text;
    EXPECT_EQ(contains_list(*text), *as_flag(*node.find("contains"))) << *text;
  }
}

}  // namespace
}  // namespace evenhand
