#include "suites/overlay.h"

#include <gtest/gtest.h>

#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

MemoryFileSystem two_questions() {
  MemoryFileSystem files;
  files.files["s/suite.yaml"] = "name: s\nversion: 1\ntitle: T\nprotocol: graded\n";
  files.files["s/questions.jsonl"] =
      "{\"id\": \"q1\", \"turns\": [\"One?\"]}\n{\"id\": \"q2\", \"turns\": [\"Two?\"]}\n";
  return files;
}

TEST(Overlay, NotesWhatIsExcludedAndLeavesItOutWhereThatIsWanted) {
  MemoryFileSystem files = two_questions();
  files.files["o.yaml"] =
      "exclude: {q1: a fragment}\nrepair: {q2: {turns: [\"Three?\"], why: typo}}\n";
  auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite) << to_text(suite.error());
  const Digest before = suite->digest;
  const auto overlay = read_overlay(files, "o.yaml");
  ASSERT_TRUE(overlay) << to_text(overlay.error());
  const auto told = apply_overlay(files, *overlay, *suite);
  ASSERT_TRUE(told) << to_text(told.error());
  EXPECT_EQ(*told, "an overlay excludes 1 question and repairs 1");
  ASSERT_EQ(suite->questions.size(), 2U);
  EXPECT_EQ(suite->excluded.at("q1"), "a fragment");
  EXPECT_EQ(suite->questions[1].turns[0].user, "Three?");
  EXPECT_NE(suite->digest, before) << "a question was repaired";

  ASSERT_TRUE(leave_out_excluded(files, *suite));
  ASSERT_EQ(suite->questions.size(), 1U);
  EXPECT_TRUE(suite->excluded.empty());
}

TEST(Overlay, ThatOnlyExcludesLeavesTheSuiteComparable) {
  MemoryFileSystem files = two_questions();
  auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite);
  const Digest before = suite->digest;
  OverlayFile overlay;
  overlay.excluded["q1"] = "a fragment";
  ASSERT_TRUE(apply_overlay(files, overlay, *suite));
  EXPECT_EQ(suite->digest, before);
  ASSERT_TRUE(leave_out_excluded(files, *suite));
  EXPECT_NE(suite->digest, before);
}

TEST(Overlay, MayComeWithTheSuite) {
  MemoryFileSystem files = two_questions();
  files.files["s/suite.yaml"] += "overlay: flaws.yaml\n";
  files.files["s/flaws.yaml"] = "exclude: {q2: wrong key}\n";
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite) << to_text(suite.error());
  EXPECT_EQ(suite->excluded.at("q2"), "wrong key");

  files.files["s/flaws.yaml"] = "exclude:\n  q22: wrong key\n";
  const auto wrong = load_suite(files, "s");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(to_text(wrong.error()),
            "s/flaws.yaml:2:8: the overlay excludes 'q22', which the suite does not have\n"
            "      q22: wrong key\n"
            "           ^\n"
            "  hint: did you mean 'q2'?");
  files.files["s/suite.yaml"] = "name: s\nversion: 1\nprotocol: graded\noverlay: ../o.yaml\n";
  EXPECT_FALSE(load_suite(files, "s")) << "nothing outside of the folder";
}

TEST(Overlay, ReadsBackWhatItWrites) {
  MemoryFileSystem files;
  OverlayFile overlay;
  overlay.excluded["a: \"b\""] = "schema";
  overlay.repaired["c"] = {.turns = {"x\ny"}, .references = {"z"}, .why = "w"};
  files.files["o.yaml"] = overlay_text(overlay);
  const auto read = read_overlay(files, "o.yaml");
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->excluded, overlay.excluded);
  EXPECT_EQ(read->repaired.at("c").turns, overlay.repaired.at("c").turns);
  EXPECT_EQ(overlay_text(*read), overlay_text(overlay));
}

TEST(Overlay, SaysWhereAFileIsWrong) {
  struct {
    const char* contents;
    const char* message;
  } const cases[] = {
      {"", "o.yaml: the overlay is empty\n  hint: 'exclude: {}' is one that changes nothing"},
      {"exclde: {}\n",
       "o.yaml:1:1: unknown key 'exclde' in an overlay\n    exclde: {}\n    ^\n"
       "  hint: did you mean 'exclude'?"},
  };
  for (const auto& c : cases) {
    MemoryFileSystem files;
    files.files["o.yaml"] = c.contents;
    const auto overlay = read_overlay(files, "o.yaml");
    ASSERT_FALSE(overlay) << c.contents;
    EXPECT_EQ(to_text(overlay.error()), c.message);
  }
}

TEST(Overlay, RefusesWhatDoesNotFit) {
  struct {
    const char* contents;
    const char* message;
  } const cases[] = {
      {"exclude: {q3: x}", "the overlay excludes 'q3', which the suite does not have"},
      {"repair: {q3: {why: x}}", "the overlay repairs 'q3', which the suite does not have"},
      {"repair: {q1: {turns: [a, b]}}", "the overlay repairs 'q1' with 2 texts, it has 1 turn"},
      {"exclude: {q1: x, q2: y}", "the overlay leaves no question"},
  };
  for (const auto& c : cases) {
    MemoryFileSystem files = two_questions();
    files.files["o.yaml"] = c.contents;
    auto suite = load_suite(files, "s");
    const auto overlay = read_overlay(files, "o.yaml");
    ASSERT_TRUE(suite);
    ASSERT_TRUE(overlay) << to_text(overlay.error());
    const auto told = apply_overlay(files, *overlay, *suite);
    ASSERT_FALSE(told) << c.contents;
    EXPECT_EQ(told.error().what, c.message);
  }
}

}  // namespace
}  // namespace evenhand
