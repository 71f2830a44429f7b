#include "judge/fence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"

namespace evenhand {
namespace {

TEST(Fence, IsTheSameForTheSameTextsAndAnotherForOthers) {
  const std::vector<std::string> texts = {"question", "answer"};
  const std::vector<std::string> others = {"questiona", "nswer"};

  EXPECT_EQ(fence_for(texts), fence_for(texts));
  EXPECT_NE(fence_for(texts), fence_for(others));
  EXPECT_EQ(fence_for(texts).size(), 16u);
}

// Nobody can write down a text that holds its own 64 bits; with one digit, most texts do.
TEST(Fence, OccursInNoText) {
  const std::string all_digits = "0123456789abcdef";
  for (const char left_out : all_digits) {
    const std::vector<std::string> texts = {"0123",
                                            replaced(all_digits, std::string(1, left_out), "")};
    if (left_out < '4') continue;
    EXPECT_EQ(fence_for(texts, 1), std::string(1, left_out));
  }
}

RC_GTEST_PROP(Fence, MovesOnWhenATextQuotesIt, (std::vector<std::string> texts)) {
  const std::string before = fence_for(texts);
  texts.push_back(before);

  const std::string fence = fence_for(texts);

  for (const std::string& text : texts) RC_ASSERT(text.find(fence) == std::string::npos);
}

}  // namespace
}  // namespace evenhand
