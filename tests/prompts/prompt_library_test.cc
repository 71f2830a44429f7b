#include "prompts/prompt_library.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

MemoryFileSystem two_templates() {
  MemoryFileSystem files;
  files.files = {{"built-in/pairwise.txt", "[user]\n{answer_a}"},
                 {"built-in/graded.txt", "[user]\n{answer}"},
                 {"built-in/notes.md", "not a template"},
                 {"suite/mine.txt", "[user]\nmine {answer}"}};
  return files;
}

TEST(PromptLibrary, NamesTemplatesByTheirFiles) {
  const auto library = PromptLibrary::load(two_templates(), "built-in");

  ASSERT_TRUE(library);
  EXPECT_TRUE(library->find("pairwise"));
  EXPECT_FALSE(library->find("notes"));
}

TEST(PromptLibrary, AnswersUnknownNamesWithTheNearest) {
  const auto library = PromptLibrary::load(two_templates(), "built-in");
  ASSERT_TRUE(library);

  const auto found = library->find("pairwse");

  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::not_found);
  EXPECT_EQ(to_text(found.error()),
            "there is no prompt template 'pairwse'\n  hint: did you mean 'pairwise'?");
}

TEST(PromptLibrary, ReplacesATemplateOfTheSameName) {
  const MemoryFileSystem files = two_templates();
  auto library = PromptLibrary::load(files, "built-in");
  ASSERT_TRUE(library);

  ASSERT_TRUE(library->add(files, "graded", "suite/mine.txt"));

  const auto found = library->find("graded");
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)->source(), "[user]\nmine {answer}");
}

TEST(PromptLibrary, PassesOnWhatIsWrongWithAFile) {
  MemoryFileSystem files = two_templates();
  files.files["built-in/broken.txt"] = "[user]\n{";

  const auto library = PromptLibrary::load(files, "built-in");

  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().place->file, "built-in/broken.txt");
}

TEST(PromptLibrary, DigestsWordsAndNothingElse) {
  const MemoryFileSystem files = two_templates();
  auto library = PromptLibrary::load(files, "built-in");
  ASSERT_TRUE(library);
  const auto before = library->digest_of({"graded"});
  const auto other = library->digest_of({"pairwise"});

  ASSERT_TRUE(library->add(files, "graded", "suite/mine.txt"));

  const auto after = library->digest_of({"graded"});
  ASSERT_TRUE(before && after && other);
  EXPECT_NE(*before, *after);
  EXPECT_EQ(*library->digest_of({"pairwise"}), *other);
  EXPECT_FALSE(library->digest_of({"none"}));
}

}  // namespace
}  // namespace evenhand
