#include "documents/fields.h"

#include <gtest/gtest.h>

#include "documents/readers.h"

namespace evenhand {
namespace {

Node yaml(const std::string& text) {
  auto node = read_yaml(text, "run.yaml");
  EXPECT_TRUE(node);
  return node ? *std::move(node) : Node{};
}

struct Sample {
  std::string name;
  std::optional<double> temperature = {};
  std::optional<std::int64_t> tokens = {};
  std::optional<bool> loud = {};
  std::optional<std::vector<std::string>> stop = {};
};

Result<Sample> read_sample(const Node& node) {
  Fields fields(node, "a candidate");
  Sample sample;
  sample.name = fields.required_text("name");
  sample.temperature = fields.number("temperature", 0.0, 2.0);
  sample.tokens = fields.integer("tokens", 1);
  sample.loud = fields.flag("loud");
  sample.stop = fields.texts("stop");
  EVENHAND_OK(fields.done());
  return sample;
}

TEST(Fields, ReadEachKindOfValue) {
  const Node node = yaml("{name: 7, temperature: 0.5, tokens: 12, loud: true, stop: [a, b]}");
  const auto sample = read_sample(node);
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->name, "7");
  EXPECT_EQ(sample->temperature, 0.5);
  EXPECT_EQ(sample->tokens, 12);
  EXPECT_EQ(sample->loud, true);
  EXPECT_EQ(sample->stop, (std::vector<std::string>{"a", "b"}));
}

TEST(Fields, LeaveOutWhatIsAbsentOrNull) {
  const Node node = yaml("{name: x, temperature: ~}");
  const auto sample = read_sample(node);
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->temperature, std::nullopt);
}

TEST(Fields, TellTheUserWhatIsWrong) {
  struct {
    const char* yaml;
    const char* message;
  } const cases[] = {
      {"name: x\ntemprature: 1\n",
       "run.yaml:2:1: unknown key 'temprature' in a candidate\n"
       "    temprature: 1\n"
       "    ^\n"
       "  hint: did you mean 'temperature'?"},
      {"temperature: 1\n",
       "run.yaml:1:1: a candidate needs 'name'\n"
       "    temperature: 1\n"
       "    ^"},
      {"name: x\ntemperature: hot\n",
       "run.yaml:2:14: expected a number, found 'hot'\n"
       "    temperature: hot\n"
       "                 ^"},
      {"name: x\ntemperature: 3\n",
       "run.yaml:2:14: 'temperature' must be between 0 and 2\n"
       "    temperature: 3\n"
       "                 ^"},
      {"name: x\ntokens: 1e3\n",
       "run.yaml:2:9: expected a whole number, found '1e3'\n"
       "    tokens: 1e3\n"
       "            ^"},
      {"name: x\ntokens: 0\n",
       "run.yaml:2:9: 'tokens' must be between 1 and the largest number\n"
       "    tokens: 0\n"
       "            ^"},
      {"name: x\nloud: no\n",
       "run.yaml:2:7: expected true or false, found 'no'\n"
       "    loud: no\n"
       "          ^"},
      {"name: \" \"\n",
       "run.yaml:1:7: 'name' must not be blank\n"
       "    name: \" \"\n"
       "          ^"},
      {"name: [x]\n",
       "run.yaml:1:7: expected a text, found a list\n"
       "    name: [x]\n"
       "          ^"},
      {"- x\n",
       "run.yaml:1:1: expected a candidate with its keys, found a list\n"
       "    - x\n"
       "    ^"},
      {"name: x\ntemperature: \"1\"\n",
       "run.yaml:2:14: expected a number, found '1'\n"
       "    temperature: \"1\"\n"
       "                 ^"},
  };
  for (const auto& c : cases) {
    const Node node = yaml(c.yaml);
    const auto sample = read_sample(node);
    ASSERT_FALSE(sample) << c.yaml;
    EXPECT_EQ(to_text(sample.error()), c.message);
  }
}

}  // namespace
}  // namespace evenhand
