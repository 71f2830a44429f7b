// The judging of AlpacaEval 0.6.6, written down by running it, against ours. Its parsers of words
// are in verdict_reader_test.cc; docs/protocols.md says what evenhand does not have.
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/numpy_random.h"
#include "judge/identifier_mass.h"
#include "judge/python_random.h"
#include "prompts/prompt_template.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

using nlohmann::json;

json vectors(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/alpaca_eval/" + name);
  return in ? json::parse(in) : json();
}

#define SKIP_WITHOUT(cases) \
  if (cases.is_null()) GTEST_SKIP() << "the vectors of AlpacaEval are not here"

std::string in_hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4U];
    text += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

TEST(PythonRandom, DrawsAsPythonDoesFromEverySeed) {
  const json root = vectors("mt19937_str_seed.json");
  SKIP_WITHOUT(root);
  for (const json& c : root.at("cases")) {
    const std::string seed = c.at("seed");
    EXPECT_EQ(in_hex(sha512_bytes(seed)), c.at("sha512").get<std::string>()) << seed;
    PythonRandom random(seed);
    for (const json& expected : c.at("first_5_random")) {
      EXPECT_EQ(random.random(), expected.get<double>()) << seed;
    }
  }
}

TEST(NumpyRandom, ShufflesAsPandasDoes) {
  const json root = vectors("pandas_sample.json");
  SKIP_WITHOUT(root);
  for (const json& c : root.at("cases")) {
    auto order = NumpyRandom(c.at("seed").get<std::uint32_t>()).permutation(c.at("n"));
    order.resize(c.at("order").size());
    EXPECT_EQ(order, c.at("order").get<std::vector<std::size_t>>()) << c.at("n");
  }
}

std::vector<TokenChoice> choices_of(const json& listed) {
  TokenChoice choice;
  for (const json& pair : listed) {
    choice.top.push_back({pair.at(0).get<std::string>(), pair.at(1).get<double>()});
    const bool likeliest =
        choice.chosen.token.empty() || choice.top.back().logprob > choice.chosen.logprob;
    if (likeliest) choice.chosen = choice.top.back();
  }
  return {choice};
}

/// The preference as AlpacaEval writes it, or why there is none.
std::string preference_text(const std::variant<double, Fault>& share) {
  if (const auto* fault = std::get_if<Fault>(&share)) return std::string(text_of(*fault));
  return text_of(Preference{.candidate_share = 2.0 - std::get<double>(share)});
}

/// Every difference between the strict reading and AlpacaEval's, by row of its vectors.
TEST(StrictLogprob, DiffersFromAlpacaEvalWhereSaidOnly) {
  const json cases = vectors("logprob_parser.json");
  SKIP_WITHOUT(cases);
  const std::string little = "less than half of the probability lies on the identifiers";
  const std::map<std::size_t, std::string> differences = {
      {5, "1"},      // " m" is m with a blank before it; AlpacaEval finds no identifier
      {7, little},   // both together have 0.42; AlpacaEval divides what there is
      {8, little},   // "Neither" has 0.99
      {10, little},  // both at the floor: the judge said something that is not listed
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto choices = choices_of(cases[i].at("top_logprobs"));
    const std::string strict = preference_text(first_share(choices, {}));
    const std::string upstream = preference_text(upstream_first_share(choices, {}));
    const auto known = differences.find(i);
    const bool differs = known != differences.end();
    EXPECT_EQ(strict, differs ? known->second : upstream) << cases[i];
    EXPECT_EQ(strict != upstream, differs) << cases[i];
  }
}

std::string messages_text(const std::vector<Message>& messages) {
  std::string text;
  for (const Message& message : messages) {
    text += std::string(name_of(message.role)) + ": " + message.text + "\n";
  }
  return text;
}

/// What AlpacaEval splits in another way than a reader would expect is refused, in the template:
/// answers are filled in later and cannot split anything.
TEST(ChatForm, IsReadAsByAlpacaEvalOrRefused) {
  const json cases = vectors("chatml.json");
  SKIP_WITHOUT(cases);
  std::size_t read = 0;
  for (const json& c : cases) {
    const auto parsed = PromptTemplate::parse(c.at("prompt"), "p.txt");
    if (!parsed) continue;
    ++read;
    std::string expected;
    ASSERT_TRUE(c.at("out").is_array()) << c;
    for (const json& message : c.at("out")) {
      expected += message.at("role").get<std::string>() + ": " +
                  message.at("content").get<std::string>() + "\n";
    }
    EXPECT_EQ(messages_text(parsed->fill({})), expected);
  }
  EXPECT_EQ(read, 1U) << "text behind a message, fields of a role, a start within a message, no "
                         "messages: refused";
}

/// AlpacaEval fills one hole after the other into the growing text, so texts that look like holes
/// change places; here all are filled at once.
TEST(PromptFilling, LeavesTextsThatLookLikeHolesWhereAlpacaEvalDoesNot) {
  const json cases = vectors("make_prompts.json");
  SKIP_WITHOUT(cases);
  const std::string in_one_pass[] = {
      "I: q {output_1} z A: ONE {output_2} B: TWO {instruction}",
      "y|{output_1}|x",
  };
  ASSERT_EQ(cases.size(), std::size(in_one_pass));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string words =
        "<|im_start|>user\n" + cases[i].at("template").get<std::string>() + "\n<|im_end|>";
    const auto parsed = PromptTemplate::parse(words, "p.txt");
    ASSERT_TRUE(parsed) << to_text(parsed.error());
    const std::string filled =
        parsed->fill(cases[i].at("row").get<std::map<std::string, std::string>>()).at(0).text;
    EXPECT_EQ(filled, in_one_pass[i]);
    EXPECT_NE(filled, cases[i].at("prompt").get<std::string>());
  }
}

}  // namespace
}  // namespace evenhand
