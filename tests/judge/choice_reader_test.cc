#include "judge/choice_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

std::string choice(const std::string& reply) {
  const std::vector<std::string> options = {"Paris", "New York", "London", "Rome, Italy"};
  const auto place = chosen_option(reply, options);
  return place ? letter_of(*place) : "none";
}

TEST(ChosenOption, ReadsTheWaysInWhichModelsAnswer) {
  const std::pair<const char*, const char*> cases[] = {
      {"C", "C"},
      {" (c). ", "C"},
      {"**C**", "C"},
      {"C. London", "C"},
      {"Answer: C", "C"},
      {"answer: b", "B"},
      {"Answer: (B)", "B"},
      {"**Answer:** [D]", "D"},
      {"Answer:\n\nD", "D"},
      {"The correct answer is C, since it is the capital.", "C"},
      {"The answer is $\\boxed{C}$", "C"},
      {"So we get \\boxed{\\text{B}}.", "B"},
      {"Answer: A. No, wait.\nAnswer: C", "C"},
      {"It is London.", "C"},
      {"It is london", "C"},
  };
  for (const auto& [reply, letter] : cases) EXPECT_EQ(choice(reply), letter) << reply;
}

TEST(ChosenOption, GuessesNothing) {
  const char* const replies[] = {"",
                                 "None of them",
                                 "Because",
                                 "Answer: Because",
                                 "Answer: Apple",
                                 "Answer: E",
                                 "The answer is a secret",
                                 "Paris or Rome, Italy",
                                 "ABCD",
                                 "Londoners",
                                 "I think A or B"};
  for (const char* const reply : replies) EXPECT_EQ(choice(reply), "none") << reply;
}

TEST(ChosenOption, TakesAnySequenceOfBytes) {
  EXPECT_EQ(choice("\xFF\xFE answer: \xC3"), "none");
  EXPECT_EQ(choice(std::string(200'000, '(')), "none");
}

TEST(SimpleEvalsLetter, AgreesWithUpstreamOnEveryCase) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) +
                   "/../shared/vectors/multiple_choice/simple_evals_mmlu_extract.json");
  if (!in) GTEST_SKIP() << "the vectors of multiple choice are not here";
  const json root = json::parse(in);
  for (const json& c : root.at("cases")) {
    const std::string reply = c.at("response");
    const auto letter = simple_evals_letter(reply);
    const std::string wanted =
        c.at("letter").is_null() ? "none" : c.at("letter").get<std::string>();
    EXPECT_EQ(letter.value_or("none"), wanted) << reply;
  }
}

}  // namespace
}  // namespace evenhand
