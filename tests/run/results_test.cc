#include "run/results.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(FileNameFor, StaysWithinItsFolder) {
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

}  // namespace
}  // namespace evenhand
