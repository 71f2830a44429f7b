#include "run/results.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

TEST(FileNameFor, K05_StaysWithinItsFolder) {
  struct {
    const char* name;
    const char* file;
  } const cases[] = {
      {"nightly", "nightly"},  {"../../etc/passwd", "_.._.._etc_passwd"},
      {"a b\nc", "a_b_c"},     {"", "_"},
      {".hidden", "_.hidden"}, {"gpt-4.1_v2", "gpt-4.1_v2"},
      {"\xC3\xA4", "__"},
  };
  for (const auto& c : cases) EXPECT_EQ(file_name_for(c.name), c.file) << c.name;
  EXPECT_LE(file_name_for(std::string(300, 'x')).size(), 100U);
}

TEST(WriteCharts, WritesAFileForEachPicture) {
  MemoryFileSystem files;
  ReportData report{.run = "nightly",
                    .baseline = ModelId{"base"},
                    .rows = {{.model = {"ours"}, .rank = 1, .win_rate = Estimate{0.6}}},
                    .questions = {{.id = {"q1"}, .turns = {{.user = "2 + 2?"}}}}};
  ASSERT_TRUE(write_charts(files, "pictures", report));
  EXPECT_TRUE(files.exists("pictures/forest.svg"));
  EXPECT_TRUE(files.exists("pictures/coverage.svg"));
  EXPECT_FALSE(files.exists("pictures/turns.svg"));
  EXPECT_TRUE(files.read("pictures/forest.svg", 1'000'000)->starts_with("<svg "));
}

}  // namespace
}  // namespace evenhand
