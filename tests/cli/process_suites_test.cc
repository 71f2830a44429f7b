// Runs of every kind of suite that can be imported, killed in the middle and resumed.
#include "base/rng.h"
#include "tests/cli/process_folder.h"

namespace evenhand {
namespace {

/// A kind of suite: another tool's file of questions, how it is imported, and what a run needs.
struct SuiteKind {
  const char* name;
  const char* file;
  std::string contents;
  std::vector<std::string> import;  // after the format's name; FILE stands for the file
  const char* run;                  // lines of the run file
};

constexpr int kImported = 24;

std::string lines_of(const std::function<std::string(const std::string& number)>& line) {
  std::string text;
  for (int i = 0; i < kImported; ++i) text += line(std::to_string(i)) + "\n";
  return text;
}

std::string list_of(const char* brackets,
                    const std::function<std::string(const std::string&)>& row) {
  std::string text(1, brackets[0]);
  for (int i = 0; i < kImported; ++i) text += (i > 0 ? ",\n" : "") + row(std::to_string(i));
  return text + brackets[1];
}

SuiteKind mmlu() {
  return {.name = "mmlu",
          .file = "astronomy_test.csv",
          .contents = lines_of([](const std::string& n) {
            return "Which is " + n + "?,not " + n + ",perhaps " + n + "," + n + ",none,C";
          }),
          .import = {"--questions", "FILE"},
          .run = ""};
}

SuiteKind truthfulqa() {
  return {.name = "truthfulqa",
          .file = "mc.jsonl",
          .contents = lines_of([](const std::string& n) {
            return R"({"question": "Is it )" + n + R"(?", "mc1_targets": {"choices": ["It is )" +
                   n + R"(.", "It is not )" + n + R"(.", "I forgot."], "labels": [1, 0, 0]}})";
          }),
          .import = {"--questions", "FILE"},
          .run = ""};
}

SuiteKind truthfulqa_by_likelihood() {
  return {.name = "truthfulqa",
          .file = "generation.jsonl",
          .contents = lines_of([](const std::string& n) {
            return R"({"question": "Is it )" + n + R"(?", "correct_answers": ["It is )" + n +
                   R"("], "incorrect_answers": ["It is not", "I forgot"]})";
          }),
          .import = {"--questions", "FILE", "--task", "likelihood"},
          .run = ""};
}

SuiteKind eq_bench() {
  return {
      .name = "eq_bench",
      .file = "eq.json",
      .contents = list_of(
          "{}",
          [](const std::string& n) {
            const std::string key =
                R"({"emotion1": "Sad", "emotion2": "Glad", "emotion3": "Calm", "emotion4": "Mad",)"
                R"("emotion1_score": "0", "emotion2_score": "5", "emotion3_score": "2",)"
                R"("emotion4_score": "7"})";
            return "\"" + n + R"(": {"prompt": "Dialogue )" + n +
                   R"(. First pass scores, then Revised scores:", "reference_answer_fullscale": )" +
                   key + "}";
          }),
      .import = {"--questions", "FILE", "--revise"},
      .run = ""};
}

constexpr const char* kJudge =
    "judges: [{name: judge, model: 'sim-judge?noise=0.5&delay_ms=10'}]\n";
constexpr const char* kJudgeAndBaseline =
    "judges: [{name: judge, model: 'sim-judge?noise=0.5&delay_ms=10'}]\n"
    "baseline: {name: base, model: 'sim-candidate?quality=0&words=30&delay_ms=10'}\n";

SuiteKind mt_bench() {
  return {.name = "mt_bench",
          .file = "question.jsonl",
          .contents = lines_of([](const std::string& n) {
            return R"({"question_id": )" + n + R"(, "category": "writing", "turns": ["Tell of )" +
                   n + R"(.", "Shorter."]})";
          }),
          .import = {"--questions", "FILE"},
          .run = kJudge};
}

SuiteKind alpaca_eval() {
  return {.name = "alpaca_eval",
          .file = "outputs.json",
          .contents = list_of("[]",
                              [](const std::string& n) {
                                return R"({"instruction": "Tell of )" + n +
                                       R"(.", "output": "Once upon )" + n +
                                       R"(.", "generator": "davinci", "dataset": "own"})";
                              }),
          .import = {"--outputs", "FILE"},
          .run = kJudge};
}

SuiteKind arena_hard() {
  return {.name = "arena_hard",
          .file = "question.jsonl",
          .contents = lines_of([](const std::string& n) {
            return R"({"uid": "u)" + n +
                   R"(", "category": "hard_prompt", "subcategory": "coding", "prompt": "Code )" +
                   n + R"(."})";
          }),
          .import = {"--questions", "FILE"},
          .run = kJudgeAndBaseline};
}

class ProcessSuites : public ProcessTest {
 protected:
  /// Imports the suite by the program's own command and writes a run of it.
  void prepare(const SuiteKind& kind) {
    const fs::path file = folder / kind.file;
    std::ofstream(file) << kind.contents;
    std::vector<std::string> arguments = {"import", kind.name};
    for (const std::string& argument : kind.import) {
      arguments.push_back(argument == "FILE" ? file.string() : argument);
    }
    arguments.insert(arguments.end(), {"--out", (folder / "imported").string()});
    Child import(folder, arguments);
    ASSERT_EQ(import.wait(), 0) << import.err();
    std::ofstream(folder / "run.yaml")
        << "name: r\nsuite: ./imported\nbootstrap: 100\n"
        << kind.run
        << "candidates:\n"
           "  - {name: ours, model: 'sim-candidate?quality=1&words=30&delay_ms=20'}\n"
           "  - {name: theirs, model: 'sim-candidate?quality=-1&words=30&delay_ms=20'}\n"
           "endpoints: {sim: {simulated: {seed: 3}, in_flight: 4}}\n";
  }

  /// Killed twice, then resumed: the results of a run that nobody disturbed, and each reply that
  /// was stored is asked for no more.
  void expect_that_it_resumes(const SuiteKind& kind) {
    prepare(kind);
    if (HasFatalFailure()) return;
    Child undisturbed = start("undisturbed");
    ASSERT_EQ(undisturbed.wait(), 0) << undisturbed.err();
    const int planned = number_before(undisturbed.err(), " calls made");
    ASSERT_GE(planned, 2 * kImported) << undisturbed.err();
    Rng rng(5);
    for (int kill = 0; kill < 2; ++kill) {
      Child child = start("killed");
      wait_until_begun("killed");
      std::this_thread::sleep_for(milliseconds(rng.below(40)));
      child.send(SIGKILL);
      child.wait();
    }
    Child last = start("killed");
    ASSERT_EQ(last.wait(), 0) << last.err();
    EXPECT_EQ(results("killed"), results("undisturbed"));
    const int remembered = number_before(last.err(), " replies from the store");
    EXPECT_EQ(number_before(last.err(), " calls made") + remembered, planned) << last.err();
    EXPECT_GT(remembered, 0) << "a kill that comes before the first reply proves nothing";
    EXPECT_LE(number_before(last.err(), " calls were in flight when"), 2 * 4);
  }
};

TEST_F(ProcessSuites, MmluResumes) { expect_that_it_resumes(mmlu()); }

TEST_F(ProcessSuites, TruthfulQaResumes) { expect_that_it_resumes(truthfulqa()); }

TEST_F(ProcessSuites, TruthfulQaByLikelihoodResumes) {
  expect_that_it_resumes(truthfulqa_by_likelihood());
}

TEST_F(ProcessSuites, EqBenchResumes) { expect_that_it_resumes(eq_bench()); }

TEST_F(ProcessSuites, MtBenchResumes) { expect_that_it_resumes(mt_bench()); }

TEST_F(ProcessSuites, AlpacaEvalResumes) { expect_that_it_resumes(alpaca_eval()); }

TEST_F(ProcessSuites, ArenaHardResumes) { expect_that_it_resumes(arena_hard()); }

}  // namespace
}  // namespace evenhand
