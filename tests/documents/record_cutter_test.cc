#include "documents/record_cutter.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.h"

namespace evenhand {
namespace {

/// "1:a 2:b", cut from blocks of that many bytes.
std::string cut(std::string_view file, RecordCutter::Ends ends, std::size_t block,
                std::size_t longest = 100) {
  std::string told;
  RecordCutter cutter(ends, longest, [&](const RecordCutter::Record& record) -> Result<void> {
    told += (told.empty() ? "" : " ") + std::to_string(record.line) + ":" +
            std::string(record.text) + (record.is_too_long ? "..." : "");
    return {};
  });
  for (std::size_t at = 0; at < file.size(); at += block) {
    EXPECT_TRUE(cutter.add(file.substr(at, block)));
  }
  EXPECT_TRUE(cutter.finish());
  return told;
}

TEST(RecordCutter, CutsAtLinesWhateverTheBlocks) {
  for (const std::size_t block : {1U, 2U, 3U, 50U}) {
    EXPECT_EQ(cut("a\n\nbc\r\nd", RecordCutter::Ends::lines, block), "1:a 2: 3:bc\r 4:d");
  }
}

TEST(RecordCutter, CutsRowsOutsideOfQuotesOnly) {
  const std::string file = "a,\"b\n\"\"c\"\"\n\",d\nx\"y,z\"\n\"q\",\"r\ns\"\nlast";
  for (const std::size_t block : {1U, 2U, 5U, 50U}) {
    EXPECT_EQ(cut(file, RecordCutter::Ends::csv_rows, block),
              "1:a,\"b\n\"\"c\"\"\n\",d 4:x\"y,z\" 5:\"q\",\"r\ns\" 7:last");
  }
}

TEST(RecordCutter, HoldsNoMoreThanTheLongestRecord) {
  for (const std::size_t block : {1U, 4U, 50U}) {
    EXPECT_EQ(cut("abcd\nabcdefg\nab\nabcde", RecordCutter::Ends::lines, block, 4),
              "1:abcd 2:abcd... 3:ab 4:abcd...");
  }
}

TEST(RecordCutter, TellsOfAQuoteThatTakesTheRestOfTheFile) {
  RecordCutter cutter(RecordCutter::Ends::csv_rows, 8, [](const auto&) { return Result<void>(); });
  ASSERT_TRUE(cutter.add("a,b\nc,\"d\ne,f\ng,h\n"));
  const auto finished = cutter.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().what, "a field in quotes that begins in line 2 or later does not end");
}

TEST(RecordCutter, StopsWhereARecordIsRefused) {
  int taken = 0;
  RecordCutter cutter(RecordCutter::Ends::lines, 10,
                      [&](const RecordCutter::Record&) -> Result<void> {
                        ++taken;
                        return Error{.what = "no"};
                      });
  EXPECT_FALSE(cutter.add("a\nb\n"));
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace evenhand
