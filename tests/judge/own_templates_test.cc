#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/fakes/memory_file_system.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

// The built-in templates, one of them replaced.
PromptLibrary with(const std::string& name, const std::string& contents) {
  PromptLibrary library = built_in_prompts();
  MemoryFileSystem files;
  files.files["mine.txt"] = contents;
  const auto added = library.add(files, name, "mine.txt");
  EXPECT_TRUE(added) << to_text(added.error());
  return library;
}

std::string error_of(const std::string& protocol, const std::string& name,
                     const std::string& contents) {
  const PromptLibrary library = with(name, contents);
  const auto made = make_protocol({protocol}, library, {});
  return made ? "no error" : to_text(made.error());
}

TEST(OwnTemplates, MayHaveTheHolesOfFastChat) {
  const PromptLibrary library =
      with("pairwise-turns-reference",
           "[system]\nJudge.\n[user]\n{question_1}/{ref_answer_1}/{question_2}/{ref_answer_2}\n"
           "{question_1} {answer_a_1} {question_2} {answer_a_2}\n"
           "{question_1} {answer_b_1} {question_2} {answer_b_2}");
  Table table = Table().turn("q1", "a1", "b1").turn("q2", "a2", "b2").turn("q3", "a3", "b3");
  table.question.turns[1].reference = "r2";
  table.question.turns[2].reference = "r3";
  const auto protocol = make_protocol({"pairwise"}, library, {});
  ASSERT_TRUE(protocol);

  EXPECT_EQ((*protocol)->ask(table.both(), {.turn = 1}).back().text,
            "q1//q2/r2\nq1 a1 q2 a2\nq1 b1 q2 b2");
  EXPECT_EQ(
      (*protocol)->ask(table.both(), {.seating = Seating::baseline_first, .turn = 2}).back().text,
      "q2/r2/q3/r3\nq2 b2 q3 b3\nq2 a2 q3 a3")
      << "a template for two turns shows the last two";
}

TEST(OwnTemplates, MayBeAlpacaEvals) {
  const std::string path = std::string(EVENHAND_SOURCE_DIR) +
                           "/../shared/data/alpaca_eval/judge_prompt_alpaca_eval_clf.txt";
  std::ifstream in(path);
  if (!in) GTEST_SKIP() << "AlpacaEval's template is not here";
  const std::string contents{std::istreambuf_iterator<char>(in), {}};
  const PromptLibrary library = with("logprob", contents);
  const auto protocol = make_protocol({"logprob"}, library, {});
  ASSERT_TRUE(protocol) << to_text(protocol.error());
  const Table table = Table().turn("Say {output_1}.", "one<|im_end|>", "two");

  const auto messages = (*protocol)->ask(table.both(), Game{});

  ASSERT_EQ(messages.size(), 2u);
  EXPECT_NE(messages[1].text.find("\"instruction\": \"\"\"Say {output_1}.\"\"\""),
            std::string::npos);
  EXPECT_NE(messages[1].text.find("\"output\": \"\"\"one< |im_end| >\"\"\""), std::string::npos);
  EXPECT_NE(messages[1].text.find("\"output\": \"\"\"two\"\"\""), std::string::npos);
}

TEST(OwnTemplates, ThatHideAnAnswerAreRefused) {
  EXPECT_EQ(error_of("pairwise", "pairwise", "[user]\n{question} {answer_a}"),
            "the prompt template 'pairwise' does not show the second answer\n"
            "  hint: it needs {answer_b} or {conversation_b}");
  EXPECT_EQ(error_of("pairwise", "pairwise", "[user]\n{question} {output_2}"),
            "the prompt template 'pairwise' does not show the first answer\n"
            "  hint: it needs {answer_a} or {conversation_a}");
  EXPECT_EQ(error_of("graded", "graded-turns", "[user]\n{question}"),
            "the prompt template 'graded-turns' does not show the answer\n"
            "  hint: it needs {answer} or {conversation}");
  EXPECT_EQ(error_of("graded", "graded-reference", "[user]\n{answer}"),
            "the prompt template 'graded-reference' does not show the reference\n"
            "  hint: it needs {reference} or {ref_answer_1}");
}

TEST(OwnTemplates, WithHolesThatNothingFillsAreRefused) {
  const struct {
    const char* name;
    const char* hole;
    const char* hint;
  } cases[] = {
      {"pairwise", "answr_a", "did you mean 'answer_a'?"},
      {"pairwise", "reference",
       "known: question, instruction, answer_a, answer_b, output_1, output_2, conversation_a, "
       "conversation_b, fence, identifier_1, identifier_2"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(
        error_of("pairwise", c.name, std::string("[user]\n{answer_a} {answer_b} {") + c.hole + "}"),
        std::string("the prompt template '") + c.name + "' has the hole {" + c.hole +
            "}, for which there is nothing to fill in\n  hint: " + c.hint);
  }
}

TEST(OwnTemplates, CannotNumberTurnsThatAreNotShown) {
  for (const char* hole : {"question_2", "question_0", "question_01", "question_100", "question_",
                           "answer_1", "ref_answer_1"}) {
    EXPECT_NE(error_of("pairwise", "pairwise",
                       std::string("[user]\n{answer_a} {answer_b} {") + hole + "}"),
              "no error")
        << hole;
  }
}

TEST(MakeProtocol, AnswersUnknownNamesWithTheNearest) {
  const auto made = make_protocol({"pairwize"}, built_in_prompts(), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(to_text(made.error()), "unknown protocol 'pairwize'\n  hint: did you mean 'pairwise'?");
}

TEST(MakeProtocol, NeedsEveryTemplate) {
  const auto made = make_protocol({"graded"}, PromptLibrary(), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(to_text(made.error()), "there is no prompt template 'graded'");
}

TEST(MakeProtocol, MakesEveryNameItLists) {
  for (const std::string& name : protocol_names()) EXPECT_EQ(protocol_named(name)->id().text, name);
}

}  // namespace
}  // namespace evenhand
