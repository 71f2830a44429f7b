#include "formats/alpaca_eval_suite.h"

#include <gtest/gtest.h>

#include "formats/answers_file.h"
#include "formats/match_answers.h"
#include "suites/suite_loader.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

void put_suite(const ImportedSuite& imported, MemoryFileSystem& files) {
  for (const auto& [name, contents] : imported.files) files.files["s/" + name] = contents;
}

TEST(ImportAlpacaEval, MakesASuiteThatLoads) {
  MemoryFileSystem files;
  files.files["o.json"] = R"([
    {"instruction": "Say: \"hi\"", "output": "hi", "generator": "base: 1", "dataset": "koala"},
    {"instruction": "Say ho\n", "output": "ho", "generator": "base: 1", "dataset": "oasst"}])";
  const auto imported = import_alpaca_eval(files, "o.json");
  ASSERT_TRUE(imported);
  put_suite(*imported, files);

  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite) << to_text(suite.error());
  EXPECT_EQ(suite->questions[1].turns[0].user, "Say ho\n");
  EXPECT_EQ(suite->categories, (std::vector<std::string>{"koala", "oasst"}));
  ASSERT_TRUE(suite->baseline);
  EXPECT_EQ(suite->baseline->name.text, "base: 1");
  const auto answers = read_answers(files, "s/" + suite->baseline->answers);
  ASSERT_TRUE(answers);
  const auto matched = match_answers(suite->questions, *answers, {.model = suite->baseline->name});
  ASSERT_TRUE(matched);
  EXPECT_EQ(matched->samples[0][0].turns[0].text, "hi");
  EXPECT_TRUE(matched->remarks.empty());
}

TEST(ImportAlpacaEval, RemarksOnBlankOutputsAndASecondGenerator) {
  MemoryFileSystem files;
  files.files["o.json"] =
      "[{\"instruction\": \"a\", \"output\": \"x\", \"generator\": \"m\"},\n"
      "{\"instruction\": \"b\", \"output\": \" \", \"generator\": \"n\"}]";
  const auto imported = import_alpaca_eval(files, "o.json");
  ASSERT_TRUE(imported);
  EXPECT_EQ(
      imported->remarks,
      (std::vector<std::string>{
          "o.json:2: the output is blank, so the baseline has no answer",
          "o.json:2: this output is by 'n', the first by 'm', whose name the baseline gets"}));
}

TEST(ImportAlpacaEval, NamesARepeatedInstruction) {
  MemoryFileSystem files;
  files.files["o.json"] =
      "[{\"instruction\": \"a\", \"output\": \"x\"},\n{\"instruction\": \"a\", \"output\": \"x\"}]";
  const auto imported = import_alpaca_eval(files, "o.json");
  ASSERT_FALSE(imported);
  EXPECT_EQ(to_text(imported.error()),
            "o.json:2: this instruction stands here twice\n  hint: the first is in line 1");
}

/// The published files: 805 instructions, and three models that answered each of them.
TEST(ImportAlpacaEval, MatchesThePublishedModels) {
  const std::string data = EVENHAND_SOURCE_DIR "/../shared/data/alpaca_eval";
  const DiskFileSystem disk;
  if (!disk.exists(data)) GTEST_SKIP() << "needs the published AlpacaEval files in " << data;
  const auto imported =
      import_alpaca_eval(disk, data + "/reference/gpt4_1106_preview_model_outputs.json");
  ASSERT_TRUE(imported) << to_text(imported.error());
  MemoryFileSystem files;
  put_suite(*imported, files);
  const auto suite = load_suite(files, "s");
  ASSERT_TRUE(suite) << to_text(suite.error());
  EXPECT_EQ(suite->questions.size(), 805U);
  for (const char* model : {"gpt4_gamed", "NullModel", "FuseChat-Llama-3.2-3B-Instruct"}) {
    const auto answers = read_answers(disk, data + "/raw/" + model + "/model_outputs.json");
    ASSERT_TRUE(answers) << to_text(answers.error());
    const auto matched = match_answers(suite->questions, *answers, {.model = {model}});
    ASSERT_TRUE(matched) << to_text(matched.error());
    EXPECT_TRUE(matched->remarks.empty()) << model << ": " << matched->remarks.front();
  }
}

}  // namespace
}  // namespace evenhand
