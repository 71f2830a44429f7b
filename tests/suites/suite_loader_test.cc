#include "suites/suite_loader.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

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
      {R"({"id": "q3", "turns": ["x"]})",
       "s/questions.jsonl:3: 'q3' has no category\n  hint: known: math, talk"},
      {R"({"id": "q\n3", "turns": ["x"], "category": "math"})",
       "s/questions.jsonl:3: 'id' must be one line of at most 200 bytes, without blanks at its "
       "ends"},
      {R"({"id": "", "turns": ["x"], "category": "math"})",
       "s/questions.jsonl:3: 'id' must not be blank"},
      {R"({"id": "q3", "turns": [7, null], "category": "math"})",
       "s/questions.jsonl:3: expected a text, found nothing"},
      {"{\"id\": \"q3\", \"turns\": [\"\xFF\"], \"category\": \"math\"}",
       "s/questions.jsonl:3:25: this is not JSON: invalid string: ill-formed UTF-8 byte\n"
       "    {\"id\": \"q3\", \"turns\": [\"\xEF\xBF\xBD\"], \"category\": \"math\"}\n"
       "                            ^"},
      {R"({"id": "q3", "turns": ["x"], "category": "math", "temperature": -1})",
       "s/questions.jsonl:3: 'temperature' must be between 0 and 10"},
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
    EXPECT_NE(message().find("must be a file within the suite's folder"), std::string::npos)
        << path;
  }
}

TEST_F(SuiteLoaderTest, TakesReferencesFromTheErrata) {
  files.files["s/suite.yaml"] = std::string(kSheet) + "errata: errata.jsonl\n";
  files.files["s/errata.jsonl"] = R"({"id": "q1", "references": ["four", "8"], "reason": "words"})";
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  EXPECT_EQ(suite->questions[0].turns[1].reference, "8");
  files.files["s/errata.jsonl"] =
      "{\"id\": \"q1\", \"references\": [\"4\", null]}\n{\"id\": \"q1\", \"references\": [null, "
      "null]}";
  EXPECT_EQ(message(), "s/errata.jsonl:2: two errata correct 'q1'\n  hint: the first is in line 1");
  files.files["s/errata.jsonl"] = R"({"id": "q9", "references": ["x"]})";
  EXPECT_EQ(message(), "s/errata.jsonl:1: there is no question 'q9' to correct");
}

TEST_F(SuiteLoaderTest, SaysWhereTheSheetIsWrong) {
  struct {
    const char* sheet;
    const char* message;
  } const cases[] = {
      {"name: tiny\nversion: 1\n",
       "s/suite.yaml:1:1: a suite needs 'protocol'\n"
       "    name: tiny\n"
       "    ^"},
      {"name: tiny\nversion: 1\nprotocoll: graded\n",
       "s/suite.yaml:3:1: unknown key 'protocoll' in a suite\n"
       "    protocoll: graded\n"
       "    ^\n"
       "  hint: did you mean 'protocol'?"},
      {"name: tiny\nversion: 1\nprotocol: graded\nprompts: {graded: p.txt}\n",
       "cannot read s/p.txt: No such file or directory"},
      {"name: tiny\nversion: 1\nprotocol: graded\nprompts: {graded: broken.txt}\n",
       "broken.txt: the prompt 'graded' is not valid UTF-8"},
      {"name: tiny\nversion: 1\nprotocol: graded\nbaseline: {name: b}\n",
       "s/suite.yaml:4:11: a suite's baseline needs 'answers'\n"
       "    baseline: {name: b}\n"
       "              ^"},
  };
  files.files["s/broken.txt"] = "\xFF";
  for (const auto& c : cases) {
    files.files["s/suite.yaml"] = c.sheet;
    EXPECT_EQ(message(), c.message);
  }
}

TEST_F(SuiteLoaderTest, ReadsNoLinkOutOfItsFolderAndNoPipe) {
  namespace fs = std::filesystem;
  const fs::path root =
      fs::temp_directory_path() / ("evenhand-suite-loader-test-" + std::to_string(::getpid()));
  fs::create_directories(root / "s");
  DiskFileSystem disk;
  ASSERT_TRUE(disk.replace((root / "s/suite.yaml").string(), kSheet));
  ASSERT_TRUE(disk.replace((root / "elsewhere.jsonl").string(), kQuestions));
  const auto what = [&] {
    const auto suite = load_suite(disk, (root / "s").string());
    return suite ? "loaded" : suite.error().what;
  };

  fs::create_symlink("../elsewhere.jsonl", root / "s/questions.jsonl");
  EXPECT_NE(what().find("it leads out of its folder"), std::string::npos) << what();
  fs::remove(root / "s/questions.jsonl");
  ASSERT_EQ(::mkfifo((root / "s/questions.jsonl").c_str(), 0600), 0);
  EXPECT_NE(what().find("not a file"), std::string::npos) << what();
  fs::remove_all(root);
}

TEST_F(SuiteLoaderTest, D21_GivesADigestToEveryWordThatMatters) {
  const std::string sheet = std::string(kSheet) +
                            "title: Tiny\nsystem: Be kind.\nprompts: {graded: p.txt}\n"
                            "baseline: {name: base, answers: base.jsonl}\n";
  files.files["s/p.txt"] = "Rate.";
  files.files["s/base.jsonl"] = "{\"id\": \"q1\", \"turns\": [\"4\", \"8\"]}";
  struct {
    const char* file;
    const char* from;
    const char* to;
    bool matters;
  } const cases[] = {
      {"s/suite.yaml", "Tiny", "Small", false},
      {"s/suite.yaml", "kind", "brief", true},
      {"s/suite.yaml", "temperature: 0}", "temperature: 0.1}", true},
      {"s/suite.yaml", "base,", "other,", true},
      {"s/questions.jsonl", "Hello", "Hi", true},
      {"s/questions.jsonl", "[\"4\"", "[\"5\"", true},
      {"s/questions.jsonl", "1}", "0.5}", true},
      {"s/questions.jsonl", "\n", "\n\n", false},
      {"s/p.txt", "Rate", "Mark", true},
      {"s/base.jsonl", "8", "9", true},
  };
  for (const auto& c : cases) {
    files.files["s/suite.yaml"] = sheet;
    const auto before = load_suite(files, "s");
    std::string& text = files.files[c.file];
    const std::string old = text;
    text.replace(text.find(c.from), std::string(c.from).size(), c.to);
    const auto after = load_suite(files, "s");
    ASSERT_TRUE(before && after) << c.to;
    EXPECT_EQ(before->digest != after->digest, c.matters) << c.to;
    text = old;
  }
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
  const auto sheet = find_suite(files, shelf, "../s/suite.yaml", "runs");
  ASSERT_FALSE(sheet);
  EXPECT_EQ(to_text(sheet.error()),
            "a suite is named by its folder, not by its suite.yaml\n  hint: write s");
}

TEST_F(SuiteLoaderTest, RemarksOnWhatIsOdd) {
  files.files["s/questions.jsonl"] =
      std::string(kQuestions) + R"({"id": "q3", "category": "math", "turns": ["2  + 2? "]})" +
      "\n" + R"({"id": "q4", "category": "math", "turns": ["What does ```x do?"]})" + "\n";
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  EXPECT_EQ(suite_remarks(*suite),
            (std::vector<std::string>{
                "s/questions.jsonl:3: 'q3' asks the same as 'q1'",
                "s/questions.jsonl:4: turn 1 of 'q4' opens a code fence and does not close it"}));
}

}  // namespace
}  // namespace evenhand
