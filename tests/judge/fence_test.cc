#include "judge/fence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace evenhand {
namespace {

TEST(Fence, IsTheSameForTheSameTextsAndAnotherForOthers) {
  const std::vector<std::string> texts = {"question", "answer"};
  const std::vector<std::string> others = {"questiona", "nswer"};

  EXPECT_EQ(fence_for(texts), fence_for(texts));
  EXPECT_NE(fence_for(texts), fence_for(others));
  EXPECT_EQ(fence_for(texts).size(), 16u);
}

// Sixteen answers that hold every hex digit in a row cannot hold a fence of 64 bits; a text that
// quotes the fence of the others gets another one.
RC_GTEST_PROP(Fence, OccursInNoText, (std::vector<std::string> texts)) {
  texts.push_back(fence_for(texts));
  texts.push_back(fence_for(texts));

  const std::string fence = fence_for(texts);

  for (const std::string& text : texts) RC_ASSERT(text.find(fence) == std::string::npos);
}

}  // namespace
}  // namespace evenhand
