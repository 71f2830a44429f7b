// Suites that bring a key: EQ-Bench's and multiple choice.
#include <gtest/gtest.h>

#include "base/text.h"
#include "formats/choice_suite.h"
#include "formats/eq_bench_suite.h"
#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

class KeyedSuitesTest : public testing::Test {
 protected:
  Suite loaded(const Result<ImportedSuite>& imported) {
    EXPECT_TRUE(imported) << (imported ? "" : to_text(imported.error()));
    if (!imported) return {};
    for (const auto& [name, contents] : imported->files) files.files["s/" + name] = contents;
    auto suite = load_suite(files, "s");
    EXPECT_TRUE(suite) << (suite ? "" : to_text(suite.error()));
    return suite ? *std::move(suite) : Suite{};
  }

  MemoryFileSystem files;
};

constexpr const char* kPrompt =
    R"(Dialogue.\n[End dialogue]\n\nGive each a score from 0-10. Then critique your answer by )"
    R"(thinking. Finally, give your revised scores.\n\nFormat:\n\nFirst pass scores:\n)"
    R"(Sad: <score>\n\nCritique: <critique>\n\nRevised scores:\nSad: <revised>\n\n)"
    R"([End of answer]\n\nRemember: zero is valid.\n)";

std::string eq_question() {
  return R"({"7": {"prompt": ")" + std::string(kPrompt) +
         R"(", "reference_answer_fullscale": {"emotion1": "Sad", "emotion2": "Glad", "emotion3": )"
         R"("Calm", "emotion4": "Mad", "emotion1_score": 0, "emotion2_score": "5", )"
         R"("emotion3_score": 0, "emotion4_score": 5}}})";
}

TEST_F(KeyedSuitesTest, AsksEqBenchAtOnceUnlessToldToHaveAnswersRevised) {
  files.files["q.json"] = eq_question();
  const Suite plain = loaded(import_eq_bench(files, "q.json", EqBenchForm::plain));
  EXPECT_EQ(plain.protocol.text, "eq_bench");
  EXPECT_EQ(plain.questions.at(0).turns.at(0).user,
            "Dialogue.\n[End dialogue]\n\nGive each a score from 0-10.\n\nFormat:\n\n"
            "Sad: <score>\n\n[End of answer]\n\nRemember: zero is valid.\n\nYour answer:\n");
  EXPECT_EQ(plain.questions.at(0).turns.at(0).reference, "Sad: 0\nGlad: 5\nCalm: 0\nMad: 5");
  const Suite revised = loaded(import_eq_bench(files, "q.json", EqBenchForm::revised));
  EXPECT_NE(revised.questions.at(0).turns.at(0).user.find("Revised scores:"), std::string::npos);
}

TEST_F(KeyedSuitesTest, MakesChoicesWithSubjectsOptionsAndTheRightLetter) {
  files.files["test/law_test.csv"] = "Who?,he,she,it,they,C\n";
  const Suite suite = loaded(import_choices(files, {.questions = "test"}));
  const Question& question = suite.questions.at(0);
  EXPECT_EQ(question.category, "law");
  EXPECT_EQ(question.turns.at(0).reference, "C");
  EXPECT_EQ(question.options, (std::vector<std::string>{"he", "she", "it", "they"}));
  EXPECT_NE(question.turns.at(0).user.find("Who?\nA) he\nB) she\nC) it\nD) they"),
            std::string::npos);
}

TEST_F(KeyedSuitesTest, PutsExamplesOfTheSubjectFirst) {
  files.files["d/test/law_test.csv"] = "Who?,he,she,it,they,C\n";
  files.files["d/dev/law_dev.csv"] = "When?,now,then,soon,never,A\n";
  const Suite suite = loaded(import_choices(files, {.questions = "d/test", .shots = 1}));
  EXPECT_EQ(suite.questions.at(0).turns.at(0).user,
            "These are multiple-choice questions (with answers) about law. Answer the last one "
            "with its letter and nothing else.\n\nWhen?\nA. now\nB. then\nC. soon\nD. never\n"
            "Answer: A\n\nWho?\nA. he\nB. she\nC. it\nD. they\nAnswer:");
  const auto more = import_choices(files, {.questions = "d/test", .shots = 2});
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().what, "the subject 'law' has 1 examples, fewer than 2");
}

TEST_F(KeyedSuitesTest, ShufflesOptionsBySeedAndMovesTheRightLetterAlong) {
  std::string rows;
  for (int i = 0; i < 40; ++i) rows += "Q" + std::to_string(i) + ",right,b,c,d,A\n";
  files.files["test/law_test.csv"] = rows + "All?,x,y,z,All of the above,D\n";
  const Suite suite = loaded(import_choices(files, {.questions = "test", .shuffle = 3}));
  std::size_t still_first = 0;
  for (const Question& question : suite.questions) {
    const auto gold = static_cast<std::size_t>(question.turns.at(0).reference->at(0) - 'A');
    if (question.options.back() == "All of the above") continue;
    EXPECT_EQ(question.options.at(gold), "right");
    if (gold == 0) ++still_first;
  }
  EXPECT_GT(still_first, 2U);
  EXPECT_LT(still_first, 20U);
  EXPECT_EQ(suite.questions.back().turns.at(0).reference, "D") << "it refers to the others";
}

TEST_F(KeyedSuitesTest, RefusesAGoldLetterOutsideOfTheOptions) {
  files.files["test/law_test.csv"] = "Who?,he,she,it,they,E\n";
  const auto imported = import_choices(files, {.questions = "test"});
  EXPECT_FALSE(imported);
  files.files["s/suite.yaml"] = "name: s\nversion: 1\nprotocol: multiple_choice\n";
  files.files["s/questions.jsonl"] =
      R"({"id": "1", "turns": ["?"], "references": ["C"], "options": ["a", "b"]})";
  const auto suite = load_suite(files, "s");
  ASSERT_FALSE(suite);
  EXPECT_EQ(suite.error().what, "the right answer 'C' is not the letter of an option");
}

}  // namespace
}  // namespace evenhand
