#include "simulate/question_check.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "simulate/judge.h"

namespace evenhand {
namespace {

ChatTask asked(const std::string& question, const std::string& options,
               const std::string& id = "") {
  ChatTask task{.model = "sim-judge"};
  const std::string verdicts =
      options.empty() ? "[[ok]] or [[unclear]]" : "[[A]], [[none]], [[unclear]] or [[garbled]]";
  std::string prompt = "<<<question f>>>\n" + question + "\n<<<end of question f>>>\n";
  if (!options.empty()) prompt += "<<<options f>>>\n" + options + "\n<<<end of options f>>>\n";
  task.messages = {{.role = Role::system, .text = "Check it. End with " + verdicts},
                   {.role = Role::user, .text = prompt}};
  task.canonical = conversation_of(task.messages) + id;
  return task;
}

std::string verdict(const ChatTask& task, const SimulatedKey* key = nullptr) {
  const SimulatedModel judge{.role = SimulatedRole::judge};
  return split(judge_reply(7, judge, task, key).text, '\n').back();
}

TEST(QuestionCheck, SaysWhatTheQuestionOrElseTheKeySaysIsTrue) {
  const std::string options = "A) 3\nB) 4\nC) 6";
  const SimulatedKey key{.text = "C", .options = 3};
  EXPECT_EQ(verdict(asked("2 + 2? (simulated verdict: 4)", options), &key), "[[B]]");
  EXPECT_EQ(verdict(asked("Even? (simulated verdict: 4|6)", options), &key), "[[B,C]]");
  EXPECT_EQ(verdict(asked("He? (simulated verdict: unclear)", options), &key), "[[unclear]]");
  EXPECT_EQ(verdict(asked("3 + 3?", options), &key), "[[C]]");
  EXPECT_EQ(verdict(asked("Why?", "")), "[[ok]]");
  EXPECT_EQ(verdict(asked("Why? (simulated verdict: unclear)", "")), "[[unclear]]");
}

TEST(QuestionCheck, ErrsAtItsRateAndOnlyWithVerdictsThatAreOffered) {
  const SimulatedModel judge{.role = SimulatedRole::judge, .mislabel_rate = 0.25};
  const SimulatedKey key{.text = "A", .options = 2};
  int wrong = 0;
  constexpr int kAsked = 400;
  for (int i = 0; i < kAsked; ++i) {
    const ChatTask task = asked("Which?", "A) x\nB) y", std::to_string(i));
    const std::string said = split(question_check(7, judge, task, &key).text, '\n').back();
    if (said == "[[A]]") continue;
    ++wrong;
    EXPECT_TRUE(said == "[[B]]" || said == "[[none]]" || said == "[[unclear]]" ||
                said == "[[garbled]]")
        << said;
  }
  EXPECT_NEAR(wrong, 100, 35);  // four standard deviations
}

}  // namespace
}  // namespace evenhand
