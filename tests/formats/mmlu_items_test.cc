#include "formats/mmlu_items.h"

#include <gtest/gtest.h>

#include "documents/readers.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

using Texts = std::vector<std::string>;

Result<std::vector<ChoiceItem>> items_in(const std::string& name, const std::string& contents) {
  MemoryFileSystem files;
  files.files[name] = contents;
  return read_mmlu_items(files, name);
}

TEST(MmluItems, AreTheSameFromEveryForm) {
  struct {
    const char* name;
    const char* contents;
  } const cases[] = {
      {"astronomy_test.csv", "x,1,2,3,4,B\n"},
      {"astronomy_test.csv", "question,choice0,choice1,choice2,choice3,answer\nx,1,2,3,4,1\n"},
      {"a.csv", "\xEF\xBB\xBF,Question,A,B,C,D,Answer,Subject\r\n0,x,1,2,3,4,B,astronomy\r\n"},
      {"a.csv", "question;choices;answer;subject\nx;\"['1', \"\"2\"\" '3', '4']\";1;astronomy\n"},
      {"a.jsonl",
       R"({"question":"x","choices":["1","2","3","4"],"answer":1,"subject":"astronomy"})"},
      {"a.jsonl",
       R"({"question":"x","options":["1","2","3","4"],"answer":"B","category":"astronomy"})"},
      {"a.json", R"([{"question":"x","choices":{"text":["1","2","3","4"],"label":["1","2","3","4"]},
                     "answerKey":"2","subject":"astronomy"}])"},
      {"astronomy.jsonl",
       R"({"question":"x","mc1_targets":{"choices":["1","2","3","4"],"labels":[0,1,0,0]}})"},
  };
  for (const auto& c : cases) {
    const auto items = items_in(c.name, c.contents);
    ASSERT_TRUE(items) << c.contents << to_text(items.error());
    ASSERT_EQ(items->size(), 1U) << c.contents;
    EXPECT_EQ(items->front().id, "astronomy/0") << c.contents;
    EXPECT_EQ(items->front().options, (Texts{"1", "2", "3", "4"})) << c.contents;
    EXPECT_EQ(items->front().gold, 1U) << c.contents;
    EXPECT_TRUE(check_items(*items));
  }
}

TEST(MmluItems, KeepBlanksAndQuotes) {
  const auto items = items_in("misc_test.csv",
                              "\"Which,\nif any?\",Venus, 4.5,\"a \"\"b\"\"\",Mercury,C\n"
                              "x,1,2,3,4,A\n");
  ASSERT_TRUE(items) << to_text(items.error());
  EXPECT_EQ(items->front().question, "Which,\nif any?");
  EXPECT_EQ(items->front().options, (Texts{"Venus", " 4.5", "a \"b\"", "Mercury"}));
  EXPECT_EQ(items->front().gold, 2U);
  EXPECT_EQ(items->back().id, "misc/1");
  EXPECT_EQ(items->back().place.line, 3);
}

TEST(MmluItems, CountFromOneWhereNoRowIsZero) {
  std::string contents = "question,choice0,choice1,answer\n";
  for (int row = 0; row < 20; ++row) contents += row % 2 == 0 ? "x,a,b,1\n" : "x,a,b,2\n";
  const auto items = items_in("s.csv", contents);
  ASSERT_TRUE(items);
  EXPECT_EQ((*items)[0].gold, 0U);
  EXPECT_EQ((*items)[1].gold, 1U);
}

TEST(MmluItems, OfAFolderAreThoseOfItsTestFiles) {
  MemoryFileSystem files;
  files.files["mmlu/test/b_test.csv"] = "x,1,2,A\n";
  files.files["mmlu/test/a_test.csv"] = "x,1,2,B\ny,1,2,A\n";
  files.files["mmlu/dev/a_dev.csv"] = "z,1,2,B\n";
  const auto items = read_mmlu_items(files, "mmlu");
  ASSERT_TRUE(items) << to_text(items.error());
  ASSERT_EQ(items->size(), 3U);
  EXPECT_EQ((*items)[1].id, "a/1");
  EXPECT_EQ((*items)[2].id, "b/0");
  EXPECT_EQ(mmlu_examples_of(files, "mmlu"), "mmlu/dev");
  EXPECT_EQ(mmlu_examples_of(files, "mmlu/test"), "mmlu/dev");
  EXPECT_EQ(mmlu_examples_of(files, "mmlu/test/a_test.csv"), std::nullopt);
}

TEST(MmluItems, ThatCannotBeReadAreErrors) {
  struct {
    const char* contents;
    const char* message;
  } const cases[] = {
      {"x,1,2,3,4,A\ny,1,2,3,4,5,A\n", "s.csv:2: 7 fields where the first row has 6"},
      {"question,answer\nx,1\n",
       "s.csv:1: there are no columns of options\n"
       "  hint: known: choice0, choice1 ...; A, B ...; choices, a list"},
      {"question,choices,answer\nx,1 or 2,1\n",
       "s.csv:2: the options should be a list of quoted texts"},
      {"", "no questions in s.csv"},
      {"x\n", "s.csv:1: expected a question, options and the gold answer"},
      {"id,question,A,B,answer\n7,x,1,2,A\n7,y,1,2,A\n",
       "s.csv:3: two questions are called '7'\n  hint: the first is in s.csv:2"},
  };
  for (const auto& c : cases) {
    const auto items = items_in("s.csv", c.contents);
    ASSERT_FALSE(items) << c.contents;
    EXPECT_EQ(to_text(items.error()), c.message);
  }
}

TEST(CheckItems, NamesWhatCannotBeAsked) {
  struct {
    const char* row;
    const char* message;
  } const cases[] = {
      {"x,1,2,E", "s_test.csv:1: 's/0': the gold answer 'E' is none of the 2 options"},
      {"x,1,2,", "s_test.csv:1: 's/0': the gold answer '' is none of the 2 options"},
      {" ,1,2,A", "s_test.csv:1: 's/0': the question is blank"},
      {"x,1,,A", "s_test.csv:1: 's/0': an option is blank"},
      {"x,1,A", "s_test.csv:1: 's/0': less than two options"},
      {"x\xFF,1,2,A", "s_test.csv:1: 's/0': invalid UTF-8"},
  };
  for (const auto& c : cases) {
    const auto items = items_in("s_test.csv", c.row);
    ASSERT_TRUE(items) << c.row;
    const auto checked = check_items(*items);
    ASSERT_FALSE(checked) << c.row;
    EXPECT_EQ(to_text(checked.error()), c.message);
  }
}

TEST(MmluItems, OfTheFormatVectorsAreAsExpected) {
  const std::string folder = EVENHAND_SOURCE_DIR "/../shared/vectors/multiple_choice/formats/";
  const DiskFileSystem disk;
  if (!disk.exists(folder)) GTEST_SKIP() << "needs " << folder;
  const auto contents = disk.read(folder + "expected.json", kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto expected = read_json(*contents, "expected.json");
  ASSERT_TRUE(expected);
  for (const char* name : {"hendrycks_no_header.csv", "simple_evals.csv", "hf_mmlu.jsonl",
                           "index_header_semicolon_crlf_bom.csv"}) {
    const auto items = read_mmlu_items(disk, folder + name);
    ASSERT_TRUE(items) << to_text(items.error());
    ASSERT_EQ(items->size(), expected->list()->size()) << name;
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Node& row = (*expected->list())[i];
      EXPECT_EQ((*items)[i].question, *as_text(*row.find("question"))) << name;
      EXPECT_EQ(static_cast<long long>((*items)[i].gold.value()), *as_integer(*row.find("answer")));
      for (std::size_t option = 0; option < 4; ++option) {
        EXPECT_EQ((*items)[i].options[option], *as_text((*row.find("choices")->list())[option]));
      }
    }
  }
}

}  // namespace
}  // namespace evenhand
