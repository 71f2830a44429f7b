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

TEST(Overlay, LeavesOutAndRepairsAndMakesAnotherSuite) {
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
  EXPECT_EQ(*told, "an overlay left out 1 questions and repaired 1");
  ASSERT_EQ(suite->questions.size(), 1U);
  EXPECT_EQ(suite->questions[0].turns[0].user, "Three?");
  EXPECT_NE(suite->digest, before);
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

TEST(Overlay, RefusesWhatDoesNotFit) {
  struct {
    const char* contents;
    const char* message;
  } const cases[] = {
      {"exclude: {q3: x}", "the overlay excludes 'q3', which the suite does not have"},
      {"repair: {q3: {why: x}}", "the overlay repairs 'q3', which the suite does not have"},
      {"repair: {q1: {turns: [a, b]}}", "the overlay repairs 'q1' with 2 texts, it has 1 turns"},
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
