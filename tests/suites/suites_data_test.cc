#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/file_system.h"
#include "suites/suite_loader.h"

namespace evenhand {
namespace {

const SuiteShelf kShelf{.folders = {EVENHAND_SOURCE_DIR "/suites/data"}};

Suite built_in(const std::string& name) {
  const DiskFileSystem files;
  const auto folder = find_suite(files, kShelf, name, ".");
  EXPECT_TRUE(folder);
  auto suite = load_suite(files, folder ? *folder : "");
  EXPECT_TRUE(suite) << (suite ? "" : to_text(suite.error()));
  return suite ? *std::move(suite) : Suite{};
}

TEST(BuiltInSuites, LoadWithoutErrorsAndWithoutRemarks) {
  const DiskFileSystem files;
  const std::vector<std::string> names = built_in_suites(files, kShelf);
  ASSERT_EQ(names, (std::vector<std::string>{"chat", "instruct"}));
  for (const std::string& name : names) {
    const Suite suite = built_in(name);
    EXPECT_EQ(suite.id.text, name);
    EXPECT_EQ(suite.licence, "Apache-2.0");
    EXPECT_EQ(suite_remarks(suite), std::vector<std::string>{});
  }
}

TEST(ChatSuite, HasTenTwoTurnQuestionsInEachOfEightCategories) {
  const Suite suite = built_in("chat");
  std::map<std::string, int> counts;
  for (const Question& question : suite.questions) {
    ++counts[question.category];
    EXPECT_EQ(question.turns.size(), 2U) << question.id.text;
    EXPECT_TRUE(question.temperature) << question.id.text;
  }
  EXPECT_EQ(suite.categories,
            (std::vector<std::string>{"writing", "roleplay", "reasoning", "math", "coding",
                                      "extraction", "stem", "humanities"}));
  for (const std::string& category : suite.categories) EXPECT_EQ(counts[category], 10) << category;
}

TEST(ChatSuite, HasReferencesWhereAnswersAreRightOrWrong) {
  const std::set<std::string> checked = {"reasoning", "math", "coding"};
  for (const Question& question : built_in("chat").questions) {
    if (!checked.contains(question.category)) continue;
    for (const Turn& turn : question.turns) EXPECT_TRUE(turn.reference) << question.id.text;
  }
}

TEST(InstructSuite, HasManySingleTurnInstructions) {
  const Suite suite = built_in("instruct");
  EXPECT_GE(suite.questions.size(), 150U);
  EXPECT_GE(suite.categories.size(), 10U);
  for (const Question& question : suite.questions) {
    EXPECT_EQ(question.turns.size(), 1U) << question.id.text;
  }
}

}  // namespace
}  // namespace evenhand
