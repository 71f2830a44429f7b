#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace evenhand {

/// Compares with tests/golden/report/<name>. Run with EVENHAND_UPDATE_GOLDEN=1 to write the files
/// anew, then read the difference before you commit it.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(EVENHAND_SOURCE_DIR) + "/tests/golden/report/" + name;
  if (std::getenv("EVENHAND_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " is missing";
  const std::string expected{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, expected) << "differs from " << path;
}

}  // namespace evenhand
