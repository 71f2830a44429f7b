#include "formats/markdown_counts.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

json vectors(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/" + name);
  return in ? json::parse(in) : json();
}

json as_upstream(const MarkdownCounts& counts) {
  json headers;
  for (std::size_t i = 0; i < counts.headers.size(); ++i) {
    headers["h" + std::to_string(i + 1)] = counts.headers[i];
  }
  return {{"header_count", headers},
          {"list_count", {{"ordered", counts.ordered}, {"unordered", counts.unordered}}},
          {"bold_count", {{"**", counts.bold_stars}, {"__", counts.bold_underscores}}}};
}

TEST(MarkdownCounts, AreFastChatsOnItsOwnCases) {
  const json root = vectors("arena/markdown_counts.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of Chatbot Arena are not here";
  for (const json& c : root.at("single_texts")) {
    const std::string text = c.at("text");
    EXPECT_EQ(without_code(text, CodeBlocks::as_upstream), c.at("after_code_removal")) << text;
    EXPECT_EQ(as_upstream(markdown_counts(text, CodeBlocks::as_upstream)), c.at("counts")) << text;
  }
}

TEST(MarkdownCounts, AreArenaHardsOnItsOwnCases) {
  const json root = vectors("arena_hard/markdown_counts.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of Arena-Hard are not here";
  for (const json& c : root) {
    const std::string text = c.at("text");
    EXPECT_EQ(without_code(text, CodeBlocks::as_upstream), c.at("stripped")) << text;
    EXPECT_EQ(as_upstream(markdown_counts(text, CodeBlocks::as_upstream)), c.at("counts")) << text;
  }
}

TEST(MarkdownCounts, TellHeadersListsAndBoldText) {
  const MarkdownCounts counts = markdown_counts(
      "# One\n"
      "### Three\n"
      "####### Seven\n"
      "#no blank\n"
      "1. first\n"
      "  22. second\n"
      "- a\n"
      "\n"
      "* **b** and __c__, **not\n"
      "over lines**");
  EXPECT_EQ(counts, (MarkdownCounts{.headers = {1, 0, 1, 0, 0, 0},
                                    .ordered = 2,
                                    .unordered = 2,
                                    .bold_stars = 1,
                                    .bold_underscores = 1}));
  EXPECT_EQ(counts.header_count(), 2);
  EXPECT_EQ(counts.list_count(), 4);
  EXPECT_EQ(counts.bold_count(), 2);
}

TEST(WithoutCode, DropsFencedLinesAndNothingElse) {
  const struct {
    const char* text;
    const char* left;
  } cases[] = {
      {"", ""},
      {"a\n```py\n# x\n```\nb", "a\nb"},
      {"a\n```\n- x", "a\n"},                        // never closed: code to the end
      {"```a `tick` b\n# h", "```a `tick` b\n# h"},  // a backtick behind it: a span, no fence
      {"```x``` is a span\n# h", "```x``` is a span\n# h"},
      {"````\n```\n# x\n```\n````\n# h", "# h"},  // a longer fence holds shorter ones
      {"~~~ info ` here\n# x\n```\n~~~\n# h", "# h"},
      {"```\n``` not an end\n# x\n```   \n# h", "# h"},
      {"1. do\n    ```sh\n    # x\n    ```\n2. on", "1. do\n2. on"},  // within a list
      {"``\n# h\n``", "``\n# h\n``"},
      {"```\r\n# x\r\n```\r\n# h\r\n", "# h\r\n"},
      {"a ```\n# h\n```", "a ```\n# h\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(without_code(c.text, CodeBlocks::by_line), c.left);
}

TEST(MarkdownCounts, LeaveProseToItselfThatUpstreamDeletes) {
  const std::string text = "```a```\n# a banana\n```\n# code with `ticks`\n```\n# more";
  EXPECT_EQ(markdown_counts(text).header_count(), 2);
  EXPECT_EQ(without_code(text, CodeBlocks::as_upstream),
            "``````\n#  bnn\n```\n# code with `ticks`\n```\n# more");
}

TEST(MarkdownCounts, TakeAnyBytes) {
  for (const char* text : {"\xff\xfe", "- \xff", "#\xc2", "\xe2\x80", "**\xff**", "\xd9\xa3. x"}) {
    markdown_counts(text);
    markdown_counts(text, CodeBlocks::as_upstream);
  }
  EXPECT_EQ(markdown_counts("\xd9\xa3. x").ordered, 1);
  EXPECT_EQ(markdown_counts("#\xc2").header_count(), 0);
  EXPECT_EQ(markdown_counts("**\xff**").bold_count(), 1);
}

TEST(MarkdownCounts, TakeTimeInProportionToTheText) {
  constexpr std::size_t kMany = 1'000'000;
  for (const char* piece : {"\n", " \n", "**", "*a", "__", "- ", "#", "`", "```\n", "1", "*\n"}) {
    std::string text;
    for (std::size_t i = 0; i < kMany; ++i) text += piece;
    markdown_counts(text + "x");
  }
}

}  // namespace
}  // namespace evenhand
