#include "judge/choice_presets.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

const std::vector<std::string> kOptions = {"Paris", "New York", "London", "Rome, Italy"};

std::string letter(const std::string& reply, Extraction how) {
  return chosen_letter(reply, kOptions, how).value_or("none");
}

TEST(ExtractionNames, LeadBackToTheirPresets) {
  EXPECT_EQ(extraction_names().size(), 9U);
  for (const std::string& name : extraction_names()) {
    ASSERT_TRUE(extraction_named(name)) << name;
    EXPECT_EQ(name_of(*extraction_named(name)), name);
  }
  EXPECT_FALSE(extraction_named("strict"));
}

TEST(ChosenLetter, DependsOnThePreset) {
  struct Case {
    const char* reply;
    Extraction how;
    const char* letter;
  };
  const Case cases[] = {
      {"Answer: C", Extraction::automatic, "C"},
      {"Answer: C", Extraction::simple_evals, "C"},
      {"Answer: C", Extraction::lm_eval_flexible, "C"},
      {"Answer: C", Extraction::lm_eval_redux, "A"},
      {"answer: b", Extraction::automatic, "B"},
      {"answer: b", Extraction::simple_evals, "b"},
      {"(c).", Extraction::lm_eval_generative, "C"},
      {"C\nsince it is so", Extraction::lm_eval_generative, "C"},
      {"It is C", Extraction::lm_eval_generative, "none"},
      {"The answer is C", Extraction::lm_eval_strict, "none"},
      {"The answer is (C)", Extraction::lm_eval_strict, "C"},
      {"answer is \nThe final answer: B!", Extraction::lm_eval_strict, "B"},
      {"so the answer is B\xE2\x80\xA6", Extraction::lm_eval_fewshot, "B"},
      {"LONDON!", Extraction::lm_eval_flexible, "C"},
      {"(E)", Extraction::lm_eval_flexible, "none"},
      {"best answer is A, no: best answer is D", Extraction::lm_eval_llama_cot, "D"},
      {"answer is (B), answer is D", Extraction::lm_eval_mmlu_pro, "B"},
      {"", Extraction::lm_eval_generative, "none"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(letter(c.reply, c.how), c.letter) << c.reply << " by " << name_of(c.how);
  }
}

TEST(ChosenLetter, TakesTheLaterOfTwoOptionsWithOneText) {
  const std::vector<std::string> options = {"same", "other", "Same.", "-"};
  EXPECT_EQ(chosen_letter("the same", options, Extraction::lm_eval_flexible), "C");
  EXPECT_EQ(chosen_letter("nothing", options, Extraction::lm_eval_flexible), std::nullopt);
}

TEST(ChosenLetter, TakesAnySequenceOfBytes) {
  const std::string replies[] = {"\xFF\xFE answer is \xC3", std::string(200'000, '('),
                                 "answer is \xFF", std::string("answer is \0C\0", 13)};
  for (const std::string& name : extraction_names()) {
    for (const std::string& reply : replies) letter(reply, *extraction_named(name));
  }
}

TEST(LmEvalExtract, AgreesWithUpstreamOnEveryCase) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) +
                   "/../shared/vectors/multiple_choice/lm_eval_extract.json");
  if (!in) GTEST_SKIP() << "the vectors of multiple choice are not here";
  const std::pair<Extraction, const char*> presets[] = {
      {Extraction::lm_eval_generative, "mmlu_generative"},
      {Extraction::lm_eval_strict, "flan_cot_strict"},
      {Extraction::lm_eval_flexible, "flan_cot_flexible"},
      {Extraction::lm_eval_fewshot, "flan_fewshot"},
      {Extraction::lm_eval_llama_cot, "llama_cot"},
      {Extraction::lm_eval_mmlu_pro, "mmlu_pro"},
      {Extraction::lm_eval_redux, "redux_first_letter"}};
  const json root = json::parse(in);
  const std::vector<std::string> options = root.at("doc").at("choices");
  ASSERT_EQ(root.at("cases").size(), 42U);
  for (const json& c : root.at("cases")) {
    const std::string reply = c.at("response");
    for (const auto& [preset, name] : presets) {
      const auto found = lm_eval_extract(reply, options, preset);
      EXPECT_EQ(found.value_or("[invalid]"), c.at(name).at("extracted")) << name << ": " << reply;
      EXPECT_EQ(chosen_letter(reply, options, preset) == "C", c.at(name).at("correct"))
          << name << ": " << reply;
    }
  }
}

}  // namespace
}  // namespace evenhand
