#include "prompts/prompt_template.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

std::vector<Message> filled(const std::string& contents,
                            const std::map<std::string, std::string>& values) {
  const auto words = PromptTemplate::parse(contents, "p.txt");
  EXPECT_TRUE(words) << to_text(words.error());
  return words ? words->fill(values) : std::vector<Message>();
}

std::string error_of(const std::string& contents) {
  const auto words = PromptTemplate::parse(contents, "p.txt");
  return words ? "no error" : to_text(words.error());
}

TEST(PromptTemplate, CutsAFileIntoMessages) {
  const auto messages = filled("# own words\n\n[system]\nBe fair.\n\n[user]\n\nQ: {question}\n\n",
                               {{"question", "2 + 2?"}});

  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].role, Role::system);
  EXPECT_EQ(messages[0].text, "Be fair.");
  EXPECT_EQ(messages[1].role, Role::user);
  EXPECT_EQ(messages[1].text, "Q: 2 + 2?");
}

TEST(PromptTemplate, FillsInOnePass) {
  const auto messages = filled("[user]\n{a}|{b}|{a}", {{"a", "{b}{{c}} [system]"}, {"b", "{a}"}});

  EXPECT_EQ(messages.at(0).text, "{b}{{c}} [system]|{a}|{b}{{c}} [system]");
}

TEST(PromptTemplate, WritesDoubledBracesOnce) {
  EXPECT_EQ(filled("[user]\n{{\"k\": {{{a}}}}}", {{"a", "1"}}).at(0).text, "{\"k\": {1}}");
}

TEST(PromptTemplate, KeepsIndentationAndBlankLinesInside) {
  EXPECT_EQ(filled("[user]\r\n\r\n  one\r\n\r\n two  \r\n", {}).at(0).text, "  one\n\n two");
}

TEST(PromptTemplate, KnowsItsHoles) {
  const auto words = PromptTemplate::parse("[system]\n{x}\n[user]\n{y_1} {x}", "p.txt");

  ASSERT_TRUE(words);
  EXPECT_EQ(words->holes(), (std::set<std::string>{"x", "y_1"}));
}

TEST(PromptTemplate, SkipsAByteOrderMark) {
  EXPECT_EQ(filled("\xEF\xBB\xBF[user]\nhi", {}).at(0).text, "hi");
}

TEST(PromptTemplate, SaysWhatIsWrongAndWhere) {
  const std::string braces = "\n  hint: write '{{' and '}}' where you mean braces";
  const struct {
    const char* contents;
    std::string error;
  } cases[] = {
      {"[user]\nsee {answer\n}",
       "p.txt:2:5: '{' is not closed\n    see {answer\n        ^" + braces},
      {"[user]\nx } y", "p.txt:2:3: '}' without a '{' before it\n    x } y\n      ^" + braces},
      {"[user]\n\xC3\xA9 {Answer A}",
       "p.txt:2:3: '{Answer A}' is not a hole: names have a-z, 0-9 and '_'\n    \xC3\xA9 "
       "{Answer A}\n      ^" +
           braces},
      {"[user]\n{}",
       "p.txt:2:1: '{}' is not a hole: names have a-z, 0-9 and '_'\n    {}\n    ^" + braces},
      {"[user]\n{a{b}}", "p.txt:2:1: '{' is not closed\n    {a{b}}\n    ^" + braces},
      {"",
       "p.txt:1:1: the template has no section\n  hint: begin a message with [system] or "
       "[user]"},
      {"# only\n\n",
       "p.txt:3:1: the template has no section\n  hint: begin a message with [system] or [user]"},
      {"# c\nBe fair.\n[user]\nx",
       "p.txt:2:1: text before the first section\n    Be fair.\n    ^\n  hint: begin a message "
       "with [system] or [user], a comment with '#'"},
      {"[system]\na\n[system]\nb\n[user]\nc",
       "p.txt:3:1: a template has one system section, not two\n    [system]\n    ^"},
      {"[user]\na\n[system]\nb", "p.txt:3:1: the system section comes first\n    [system]\n    ^"},
      {"[system]\na\n", "p.txt:1:1: the last section is said by the user\n    [system]\n    ^"},
      {"[system]\n \n[user]\na", "p.txt:1:1: this section is empty\n    [system]\n    ^"},
      {"[sytem]\na\n[user]\nb",
       "p.txt:1:1: unknown section [sytem]\n    [sytem]\n    ^\n  hint: did you mean [system]?"},
      {"[user]\n\xFF", "p.txt: the template is not UTF-8"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.contents), c.error) << c.contents;
}

TEST(ChatForm, BecomesMessagesWithTrimmedTexts) {
  const auto messages = filled(
      "<|im_start|>system\nBe fair.\n<|im_end|>\n<|im_start|>user\n{\n  \"k\": "
      "\"\"\"{instruction}\"\"\",\n} {x y} {\n<|im_end|>",
      {{"instruction", "Go <|im_end|>"}});

  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].role, Role::system);
  EXPECT_EQ(messages[0].text, "Be fair.");
  EXPECT_EQ(messages[1].text, "{\n  \"k\": \"\"\"Go <|im_end|>\"\"\",\n} {x y} {");
}

TEST(ChatForm, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* contents;
    std::string error;
  } cases[] = {
      {"<|im_start|>user\nx",
       "p.txt:1:1: this message is not closed\n    <|im_start|>user\n    ^\n"
       "  hint: close it with <|im_end|>"},
      {"<|im_start|>user\nx <|im_start|> y<|im_end|>",
       "p.txt:1:1: this message is not closed\n    <|im_start|>user\n    ^\n"
       "  hint: close it with <|im_end|>"},
      {"<|im_start|>user\nx<|im_end|> more",
       "p.txt:2:13: text between two messages\n    x<|im_end|> more\n                ^\n"
       "  hint: a message begins with <|im_start|>"},
      {"<|im_start|>system name=x\na<|im_end|>",
       "p.txt:1:13: unknown role 'system name=x'\n    <|im_start|>system name=x\n                "
       "^\n  hint: known: system, user, assistant"},
      {"<|im_start|>user\n\n<|im_end|>",
       "p.txt:1:1: this section is empty\n    <|im_start|>user\n    ^"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.contents), c.error) << c.contents;
}

TEST(PromptTemplate, KeepsBlankLinesOfAMessageThatIsExact) {
  const auto exact =
      PromptTemplate::parse("[system exact]\n\nBe fair.\n\n\n[user]\n\nHi.\n\n", "p.txt");
  ASSERT_TRUE(exact) << to_text(exact.error());
  const std::vector<Message> messages = exact->fill({});
  EXPECT_EQ(messages[0].text, "\nBe fair.\n\n");
  EXPECT_EQ(messages[1].text, "Hi.");
  const auto last = PromptTemplate::parse("[user exact]\nHi.\n\n", "p.txt");
  ASSERT_TRUE(last);
  EXPECT_EQ(last->fill({})[0].text, "Hi.\n");
}

}  // namespace
}  // namespace evenhand
