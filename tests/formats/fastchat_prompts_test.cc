#include "formats/fastchat_prompts.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"
#include "documents/readers.h"
#include "judge/prompt_set.h"
#include "prompts/prompt_library.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

constexpr const char* kShared = EVENHAND_SOURCE_DIR "/../shared/";

std::string row(const std::string& name, const std::string& system, const std::string& user) {
  return R"({"name": ")" + name + R"(", "system_prompt": ")" + system +
         R"(", "prompt_template": ")" + user + "\"}\n";
}

Result<ImportedPrompts> imported(const std::string& contents) {
  MemoryFileSystem files;
  files.files["p.jsonl"] = contents;
  return import_judge_prompts(files, "p.jsonl");
}

TEST(ImportJudgePrompts, DoublesBracesThatFastChatSaysAsTheyStand) {
  const auto prompts =
      imported(row("single-v1", "Say {x} in JSON.", "{{a}} {question}\\n{answer}"));
  ASSERT_TRUE(prompts) << to_text(prompts.error());
  const auto words = PromptTemplate::parse(prompts->files.at("prompts/graded.txt"), "graded.txt");
  ASSERT_TRUE(words) << to_text(words.error());
  const auto messages = words->fill({{"question", "Q"}, {"answer", "{question}"}});
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].text, "Say {x} in JSON.");
  EXPECT_EQ(messages[1].text, "{a} Q\n{question}");
}

TEST(ImportJudgePrompts, TellWhatIsMissingOrLeftOut) {
  const auto prompts = imported(row("single-v1", "Judge.\\n\\n", "{question}{answer}") +
                                row("my-own", "Judge.", "{question!r}"));
  ASSERT_TRUE(prompts) << to_text(prompts.error());
  EXPECT_EQ(prompts->file_of_name,
            (std::map<std::string, std::string>{{"graded", "prompts/graded.txt"}}));
  EXPECT_EQ(
      prompts->remarks,
      (std::vector<std::string>{
          "judge prompts: left out of p.jsonl, as no protocol uses them: my-own",
          "judge prompts: not in p.jsonl, so that evenhand's own words are used in their place: "
          "single-math-v1, single-v1-multi-turn, single-math-v1-multi-turn, pair-v2, pair-math-v1, "
          "pair-v2-multi-turn, pair-math-v1-multi-turn"}));
}

TEST(ImportJudgePrompts, RefuseWhatCannotBeTakenOver) {
  constexpr const char* kHint =
      "\n  hint: a hole is {name}; write '{{' and '}}' where you mean braces";
  struct {
    std::string contents;
    std::string message;
  } const cases[] = {
      {row("pair-v2", "J.", "{answer_a!r}"),
       std::string("p.jsonl:1: 'pair-v2': '{answer_a!r}' is not a hole") + kHint},
      {row("pair-v2", "J.", "{answer_a"),
       std::string("p.jsonl:1: 'pair-v2': '{' is not closed") + kHint},
      {row("pair-v2", "J.", "a } b"),
       std::string("p.jsonl:1: 'pair-v2': '}' without a '{' before it") + kHint},
      {row("pair-v2", "J.", "{}"), std::string("p.jsonl:1: 'pair-v2': '{}' is not a hole") + kHint},
      {row("pair-v2", "J.\\n [user] ", "{answer_a}"),
       "p.jsonl:1: 'pair-v2': the line [user] would begin a message in our templates"},
      {row("pair-v2", "J.", "a") + row("pair-v2", "J.", "a"),
       "p.jsonl:2: two judge prompts are called 'pair-v2'"},
      {R"({"name": "pair-v2"})", "p.jsonl:1: a judge prompt needs 'system_prompt'"},
      {"",
       "p.jsonl: no judge prompt that evenhand has a place for\n  hint: known: single-v1, "
       "single-math-v1, single-v1-multi-turn, single-math-v1-multi-turn, pair-v2, "
       "pair-math-v1, pair-v2-multi-turn, pair-math-v1-multi-turn"},
  };
  for (const auto& c : cases) {
    const auto prompts = imported(c.contents);
    ASSERT_FALSE(prompts) << c.contents;
    EXPECT_EQ(to_text(prompts.error()), c.message);
  }
}

class PublishedJudgePrompts : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk.exists(kShared)) GTEST_SKIP() << "needs FastChat's judge prompts in " << kShared;
    auto read =
        import_judge_prompts(disk, std::string(kShared) + "data/mt_bench/judge_prompts.jsonl");
    ASSERT_TRUE(read) << to_text(read.error());
    prompts = *std::move(read);
  }

  std::string text(const Node& node, std::string_view field) {
    return as_text(*node.find(field)).operator*();
  }

  DiskFileSystem disk;
  ImportedPrompts prompts;
};

/// The two digests that each file carries are those of the original.
TEST_F(PublishedJudgePrompts, HaveTheKnownFingerprints) {
  const std::string path = std::string(kShared) + "vectors/mt_bench/template_fingerprints.json";
  const auto contents = disk.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  const auto prints = read_json(*contents, path);
  ASSERT_TRUE(prints);
  EXPECT_EQ(prompts.files.size(), prints->list()->size());
  for (const Node& print : *prints->list()) {
    const std::string head =
        "# FastChat's judge prompt " + text(print, "name") +
        "; the words belong to their authors.\n# SHA-256 of its system prompt: " +
        text(print, "system_prompt_sha256") +
        "\n# SHA-256 of its prompt template: " + text(print, "prompt_template_sha256") +
        "\n[system";
    const auto is_headed = [&](const auto& file) {
      return file.second.starts_with(head);
    };
    EXPECT_TRUE(std::any_of(prompts.files.begin(), prompts.files.end(), is_headed)) << head;
  }
  EXPECT_TRUE(prompts.remarks.empty());
}

/// Each hole filled with its own name, the words are FastChat's again, byte for byte.
TEST_F(PublishedJudgePrompts, AreTakenOverByteForByte) {
  const std::string path = std::string(kShared) + "data/mt_bench/judge_prompts.jsonl";
  const auto contents = disk.read(path, kMaxDataFile);
  ASSERT_TRUE(contents);
  std::set<std::string> originals;
  ASSERT_TRUE(read_json_lines(*contents, path, [&](const Node& node) -> Result<void> {
    originals.insert(text(node, "system_prompt") + "\x01" + text(node, "prompt_template"));
    return {};
  }));
  for (const auto& [name, file] : prompts.files) {
    const auto words = PromptTemplate::parse(file, name);
    ASSERT_TRUE(words) << to_text(words.error());
    std::map<std::string, std::string> values;
    for (const std::string& hole : words->holes()) values[hole] = "{" + hole + "}";
    const auto messages = words->fill(values);
    EXPECT_TRUE(originals.contains(messages[0].text + "\x01" + messages[1].text)) << name;
  }
}

TEST_F(PublishedJudgePrompts, CanBeFilledByOurProtocols) {
  MemoryFileSystem folder;
  for (const auto& [name, contents] : prompts.files) folder.files[name] = contents;
  const auto library = PromptLibrary::load(folder, "prompts");
  ASSERT_TRUE(library) << to_text(library.error());
  const auto graded = PromptSet::find(*library, "graded", AnswersShown::one);
  EXPECT_TRUE(graded) << to_text(graded.error());
  const auto pairwise = PromptSet::find(*library, "pairwise", AnswersShown::two);
  EXPECT_TRUE(pairwise) << to_text(pairwise.error());
}

}  // namespace
}  // namespace evenhand
