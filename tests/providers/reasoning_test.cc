#include "providers/reasoning.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(SplitReasoning, FindsItInEveryShape) {
  const struct {
    const char* text;
    const char* said;
    const char* thought;
  } cases[] = {
      {"Paris.", "Paris.", ""},
      {" \nkept as it is\n", " \nkept as it is\n", ""},
      {"<think>hm</think>\n\nParis.", "Paris.", "hm"},
      {"\n <think>hm</think>Paris.", "Paris.", "hm"},
      {"<think>a<think>b</think>c</think>Paris.", "Paris.", "a<think>b</think>c"},
      {"<think>[[A]] is better, or", "", "[[A]] is better, or"},
      {"<think>a<think>b</think> still on", "", "a<think>b</think> still on"},
      {"so it is [[B]]</think>[[A]]", "[[A]]", "so it is [[B]]"},
      {"<thinking>hm</thinking>x", "x", "hm"},
      {"<reasoning>hm</reasoning>x", "x", "hm"},
      {"<think>a</think>x\n<think>b</think>y", "x\n\ny", "a\n\nb"},
      {"<|channel>thought\nhm<channel|>Paris.", "Paris.", "hm"},
      {"<think>a</think> <think>b</think>x", "x", "a\n\nb"},
      {"a</think>b</think>x", "x", "a</think>b"},
      {"Use the <think> tag.", "Use the <think> tag.", ""},
      {"<think></think>", "", ""},
  };
  for (const auto& c : cases) {
    const SplitText split = split_reasoning(c.text);
    EXPECT_EQ(split.text, c.said) << c.text;
    EXPECT_EQ(split.reasoning, c.thought) << c.text;
  }
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(SplitReasoning, TakesLinearTime) {
  constexpr int kMany = 300'000;
  EXPECT_EQ(split_reasoning(repeated("<think>", kMany)).text, "");
  EXPECT_EQ(split_reasoning(repeated("<think>", kMany) + "</think>x").text, "");
  EXPECT_EQ(split_reasoning(repeated("<think>a</think>\n", kMany) + "x").text, "x");
  EXPECT_EQ(split_reasoning(repeated("a</think>", kMany) + "x").text, "x");
  const std::string in_line = "x " + repeated("<think> ", kMany);
  EXPECT_EQ(split_reasoning(in_line).text, in_line);
}

}  // namespace
}  // namespace evenhand
