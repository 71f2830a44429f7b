#include "suites/suite_loader.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kSheet =
    "name: tiny\nversion: 1\nprotocol: graded\n"
    "categories: {math: {temperature: 0}, talk: {temperature: 0.7}}\n";
constexpr const char* kQuestions =
    R"({"id": "q1", "category": "math", "turns": ["2 + 2?", "And doubled?"], "references": ["4", null]})"
    "\n"
    R"({"id": "q2", "category": "talk", "turns": ["Hello!"], "temperature": 1})"
    "\n";

class SuiteLoaderTest : public testing::Test {
 protected:
  SuiteLoaderTest() {
    files.files["s/suite.yaml"] = kSheet;
    files.files["s/questions.jsonl"] = kQuestions;
  }

  std::string message() const {
    const auto suite = load_suite(files, "s");
    return suite ? "loaded" : to_text(suite.error());
  }

  MemoryFileSystem files;
};

TEST_F(SuiteLoaderTest, ReadsQuestionsWithReferencesAndTemperatures) {
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  ASSERT_EQ(suite->questions.size(), 2U);
  EXPECT_EQ(suite->questions[0].turns[0].reference, "4");
  EXPECT_EQ(suite->questions[0].turns[1].reference, std::nullopt);
  EXPECT_EQ(suite->questions[0].temperature, 0.0) << "its category's";
  EXPECT_EQ(suite->questions[1].temperature, 1.0) << "its own";
}

TEST_F(SuiteLoaderTest, SaysWhereAQuestionIsWrong) {
  struct {
    const char* line;
    const char* message;
  } const cases[] = {
      {R"({"id": "q1", "turns": ["x"], "category": "math"})",
       "s/questions.jsonl:3: two questions are called 'q1'\n  hint: the first is in line 1"},
      {R"({"id": "q3", "turns": [" "], "category": "math"})",
       "s/questions.jsonl:3: a turn must not be blank"},
      {R"({"id": "q3", "turns": [], "category": "math"})",
       "s/questions.jsonl:3: 'turns' must be a list with at least one text, found a list"},
      {R"({"id": "q3", "turns": ["x"], "category": "mth"})",
       "s/questions.jsonl:3: unknown category 'mth'\n  hint: did you mean 'math'?"},
      {R"({"id": "q3", "turns": ["x"], "category": "math", "references": []})",
       "s/questions.jsonl:3: 'references' has 0 entries for 1 turns\n"
       "  hint: write null where a turn has no reference"},
      {R"({"id": "q3", "turn": ["x"], "category": "math"})",
       "s/questions.jsonl:3: unknown key 'turn' in a question\n  hint: did you mean 'turns'?"},
  };
  for (const auto& c : cases) {
    files.files["s/questions.jsonl"] = std::string(kQuestions) + c.line + "\n";
    EXPECT_EQ(message(), c.message);
  }
}

TEST_F(SuiteLoaderTest, ReadsNothingOutsideOfItsFolder) {
  for (const char* path : {"../secret", "/etc/passwd", "a/../../b"}) {
    files.files["s/suite.yaml"] = std::string(kSheet) + "questions: " + path + "\n";
    EXPECT_NE(message().find("must be a file within the suite's folder"), std::string::npos) << path;
  }
}

TEST_F(SuiteLoaderTest, TakesReferencesFromTheErrata) {
  files.files["s/suite.yaml"] = std::string(kSheet) + "errata: errata.jsonl\n";
  files.files["s/errata.jsonl"] = R"({"id": "q1", "references": ["four", "8"], "reason": "words"})";
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  EXPECT_EQ(suite->questions[0].turns[1].reference, "8");
  files.files["s/errata.jsonl"] = R"({"id": "q9", "references": ["x"]})";
  EXPECT_EQ(message(), "s/errata.jsonl:1: there is no question 'q9' to correct");
}

TEST_F(SuiteLoaderTest, GivesADigestToEveryWordThatMatters) {
  const auto digest = [&] { return load_suite(files, "s")->digest; };
  const Digest before = digest();
  files.files["s/suite.yaml"] = std::string(kSheet) + "title: another title\n";
  EXPECT_EQ(digest(), before);
  files.files["s/suite.yaml"] = std::string(kSheet) + "system: Be brief.\n";
  EXPECT_NE(digest(), before);
  files.files["s/suite.yaml"] = kSheet;
  files.files["s/questions.jsonl"].replace(files.files["s/questions.jsonl"].find("Hello"), 5, "Hallo");
  EXPECT_NE(digest(), before);
}

TEST_F(SuiteLoaderTest, FindsSuitesByNameAndByPath) {
  files.files["shelf/chat/suite.yaml"] = kSheet;
  const SuiteShelf shelf{.folders = {"shelf"}};
  EXPECT_EQ(*find_suite(files, shelf, "chat", "runs"), "shelf/chat");
  EXPECT_EQ(*find_suite(files, shelf, "../s", "runs"), "s");
  const auto unknown = find_suite(files, shelf, "chatt", "runs");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_text(unknown.error()), "unknown suite 'chatt'\n  hint: did you mean 'chat'?");
  const auto absent = find_suite(files, shelf, "./nowhere", ".");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().what, "there is no suite.yaml in ./nowhere");
}

TEST_F(SuiteLoaderTest, RemarksOnWhatIsOdd) {
  files.files["s/questions.jsonl"] =
      std::string(kQuestions) + R"({"id": "q3", "category": "math", "turns": ["2  + 2? "]})" + "\n" +
      R"({"id": "q4", "category": "math", "turns": ["What does ```x do?"]})" + "\n";
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  EXPECT_EQ(suite_remarks(*suite),
            (std::vector<std::string>{
                "s/questions.jsonl:3: 'q3' asks the same as 'q1'",
                "s/questions.jsonl:4: turn 1 of 'q4' opens a code fence and does not close it"}));
}

}  // namespace
}  // namespace evenhand
