#include "simulate/simulated_model.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(SimulatedModelName, SaysWhoACandidateIs) {
  const auto model = parse_simulated_model("sim-candidate?quality=0.3&words=180&label=ours");

  ASSERT_TRUE(model);
  EXPECT_EQ(model->role, SimulatedRole::candidate);
  EXPECT_EQ(model->quality, 0.3);
  EXPECT_EQ(model->words, 180.0);
  EXPECT_EQ(model->spread, 0.7);
}

TEST(SimulatedModelName, SaysWhoAJudgeIs) {
  const auto model =
      parse_simulated_model("sim-judge?noise=0.5&length_bias=0.8&first_bias=-0.2&delay_ms=20");

  ASSERT_TRUE(model);
  EXPECT_EQ(model->role, SimulatedRole::judge);
  EXPECT_EQ(model->noise, 0.5);
  EXPECT_EQ(model->length_bias, 0.8);
  EXPECT_EQ(model->first_bias, -0.2);
  EXPECT_EQ(model->delay_ms, 20.0);
}

TEST(SimulatedModelName, NeedsNoParameters) {
  EXPECT_TRUE(parse_simulated_model("sim-candidate"));
  EXPECT_TRUE(parse_simulated_model("sim-judge"));
}

TEST(SimulatedModelName, OfEveryExampleIsKnown) {
  for (const std::string& name : example_model_names()) {
    EXPECT_TRUE(parse_simulated_model(name)) << name;
  }
}

TEST(SimulatedModelName, IsRefusedWithAWayOut) {
  struct {
    const char* name;
    const char* what;
    const char* hint;
  } const cases[] = {
      {"gpt-4", "the model 'gpt-4' does not exist",
       "known: sim-candidate, sim-candidate?quality=0.3&words=180, sim-judge, "
       "sim-judge?noise=1&length_bias=0.8&first_bias=0.2"},
      {"sim-candidate?qualty=1", "'qualty' is no parameter of sim-candidate",
       "did you mean 'quality'?"},
      {"sim-candidate?quality=high", "'high' is no value for quality",
       "it takes a number from -100 to 100"},
      {"sim-candidate?quality", "'' is no value for quality", "it takes a number from -100 to 100"},
      {"sim-judge?error_rate=1.5", "'1.5' is no value for error_rate",
       "it takes a number from 0 to 1"},
      {"sim-judge?reasoning=0.5", "'0.5' is no value for reasoning",
       "it takes a whole number from 0 to 2"},
      {"sim-judge?noise=1&noise=2", "'noise' is given twice in 'sim-judge?noise=1&noise=2'", ""},
  };
  for (const auto& c : cases) {
    const auto model = parse_simulated_model(c.name);
    ASSERT_FALSE(model) << c.name;
    EXPECT_EQ(model.error().kind, ErrorKind::not_found) << c.name;
    EXPECT_EQ(model.error().what, c.what);
    EXPECT_EQ(model.error().hint, c.hint);
  }
}

TEST(SimulatedModelName, OfACandidateTakesNoJudgesParameter) {
  EXPECT_FALSE(parse_simulated_model("sim-candidate?noise=1"));
  EXPECT_FALSE(parse_simulated_model("sim-judge?quality=1"));
}

}  // namespace
}  // namespace evenhand
