// `score mmlu` and `score truthfulqa`, as a user runs them.
#include <nlohmann/json.hpp>

#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

class ScoreKeyed : public FinishedRuns {
 protected:
  ScoreKeyed() {
    sample.files.files["ours.csv"] =
        "id,subject,prediction,answer\n0,anatomy,A,A\n1,anatomy,,B\n0,astronomy,b,1\n";
    sample.files.files["ours.jsonl"] =
        R"({"id": "0", "true_logprobs": [-1, -9], "false_logprobs": [-3]})"
        "\n"
        R"({"id": "1", "true_logprobs": [-3], "false_logprobs": [-2]})"
        "\n";
    sample.files.files["flaws.yaml"] = "exclude: {anatomy/1: no list, truthfulqa/1: a fragment}\n";
  }

  nlohmann::json json_of(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const Told told = tell(arguments);
    EXPECT_EQ(told.code, ExitCode::success) << told.err;
    EXPECT_EQ(told.err, "");
    return nlohmann::json::parse(told.out);
  }
};

TEST_F(ScoreKeyed, PrintsAccuraciesOfMmlu) {
  const Told told = tell({"score", "mmlu", "ours.csv", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.err, "evenhand: ours: only 2 of MMLU's 57 subjects\n");
  EXPECT_EQ(
      told.out,
      "model                                             micro %           by subject %       "
      "   by category %  invalid\n"
      "ours                                                66.67                  75.00       "
      "           75.00        1\n"
      "\n"
      "Invalid replies count as wrong; in brackets the 95 % interval, resampled by question.\n"
      "\n"
      "ours\n"
      "  stem                                            1                 100.00\n"
      "  other                                           2                  50.00\n"
      "    anatomy                                       2                  50.00\n"
      "    astronomy                                     1                 100.00\n");
}

TEST_F(ScoreKeyed, PrintsAccuraciesOfMmluAsJson) {
  const auto json = json_of({"score", "mmlu", "ours.csv", "--seed", "3"});
  EXPECT_EQ(json["format"], "mmlu");
  EXPECT_EQ(json["category"], "hendrycks");
  EXPECT_EQ(json["warnings"][0], "ours: only 2 of MMLU's 57 subjects");
  const auto& row = json["models"][0];
  EXPECT_EQ(row["model"], "ours");
  EXPECT_EQ(row["micro"], 2.0 / 3.0);
  EXPECT_LE(row["micro_interval"][0], row["micro"]);
  EXPECT_EQ(row["macro_subjects"], 0.75);
  EXPECT_EQ(row["invalid_rate"], 1.0 / 3.0);
  EXPECT_EQ(row["categories"]["stem"]["questions"], 1);
  EXPECT_EQ(row["subjects"]["anatomy"]["invalid"], 1);
  EXPECT_EQ(row["coverage"], nlohmann::json({{"expected", 3}, {"judged", 2}, {"unparsed", 1}}));
  EXPECT_FALSE(row.contains("audited_micro"));
  EXPECT_FALSE(json.contains("excluded"));
}

TEST_F(ScoreKeyed, PrintsTheThreeMarksOfTruthfulQa) {
  const Told told = tell({"score", "truthfulqa", "ours.jsonl", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.err, "");
  EXPECT_TRUE(told.out.starts_with(
      "model                                               MC1 %                  MC2 %         "
      "         MC3 %  questions\n"
      "ours                                                50.00                  57.49         "
      "         25.00          2\n"
      "\nMC1: the best answer is likelier than every false one;"))
      << told.out;
  const auto json = json_of({"score", "truthfulqa", "ours.jsonl"});
  EXPECT_EQ(json["format"], "truthfulqa");
  EXPECT_EQ(json["models"][0]["mc1"], 0.5);
  EXPECT_EQ(json["models"][0]["mc3"], 0.25);
  EXPECT_EQ(json["models"][0]["mc2_interval"].size(), 2U);
  EXPECT_EQ(json["models"][0]["coverage"]["expected"], 2);
  EXPECT_EQ(json["warnings"], nlohmann::json::array());
}

TEST_F(ScoreKeyed, ShowsWhatIsLeftOfBothByAnOverlay) {
  const Told mmlu =
      tell({"score", "mmlu", "ours.csv", "--overlay", "flaws.yaml", "--bootstrap", "0"});
  EXPECT_EQ(mmlu.code, ExitCode::success) << mmlu.err;
  EXPECT_NE(mmlu.out.find("\nWithout the 2 questions that the overlay excludes:\n"
                          "ours                                               100.00"),
            std::string::npos)
      << mmlu.out;
  EXPECT_NE(mmlu.err.find("1 of the 2 questions that the overlay excludes are in no row"),
            std::string::npos);
  const auto json = json_of({"score", "mmlu", "ours.csv", "--overlay", "flaws.yaml"});
  EXPECT_EQ(json["models"][0]["micro"], 2.0 / 3.0);
  EXPECT_EQ(json["models"][0]["audited_micro"], 1.0);
  EXPECT_EQ(json["models"][0]["audited_questions"], 2);
  EXPECT_EQ(json["excluded"][0], nlohmann::json({{"question", "anatomy/1"}, {"why", "no list"}}));
  const auto truthful = json_of({"score", "truthfulqa", "ours.jsonl", "--overlay", "flaws.yaml"});
  EXPECT_EQ(truthful["models"][0]["mc1"], 0.5);
  EXPECT_EQ(truthful["models"][0]["audited_mc1"], 1.0);
  EXPECT_EQ(truthful["models"][0]["audited_questions"], 1);
  EXPECT_EQ(truthful["excluded"].size(), 2U);
  const Told table =
      tell({"score", "truthfulqa", "ours.jsonl", "--overlay", "flaws.yaml", "--bootstrap", "0"});
  EXPECT_NE(table.out.find("\nWithout the 2 questions that the overlay excludes:\n"
                           "ours                                               100.00"),
            std::string::npos)
      << table.out;
}

TEST_F(ScoreKeyed, NamesTheLineThatItCannotRead) {
  sample.files.files["bad.csv"] = "subject,prediction,answer\nanatomy,A,A\nanatomy,A,?\n";
  sample.files.files["bad.jsonl"] =
      sample.files.files["ours.jsonl"] + "{\"true_logprobs\": [-1]}\n";
  struct {
    std::vector<std::string> arguments;
    const char* complaint;
  } const cases[] = {
      {{"score", "mmlu", "bad.csv"},
       "evenhand: bad.csv:3: the row's 'answer' is neither a letter nor a place from 0\n"},
      {{"score", "mmlu", "nowhere.csv"},
       "evenhand: cannot read nowhere.csv: No such file or directory\n"},
      {{"score", "mmlu", "ours.csv", "--category", "lmeval"},
       "evenhand: unknown --category 'lmeval'\n  hint: did you mean 'lm_eval'?\n"},
      {{"score", "mmlu", "ours.csv", "--overlay", "nowhere.yaml"},
       "evenhand: cannot read nowhere.yaml: No such file or directory\n"},
      {{"score", "truthfulqa", "bad.jsonl"},
       "evenhand: bad.jsonl:3: a row needs 'true_logprobs' and 'false_logprobs'\n"
       "  hint: lm-evaluation-harness's samples of truthfulqa_mc2 can be read, too\n"},
      {{"score", "truthfulqa", "ours.jsonl", "--ties", "lmeval"},
       "evenhand: unknown --ties 'lmeval'\n  hint: did you mean 'lm_eval'?\n"},
      {{"score", "truthfulqa_gen", "ours.jsonl"}, "evenhand: ours.jsonl:1: a row needs 'answer'\n"},
      {{"score", "truthfulqa_gen", "nowhere.jsonl"},
       "evenhand: cannot read nowhere.jsonl: No such file or directory\n"},
      {{"score", "truthfulqa", "nowhere.jsonl"},
       "evenhand: cannot read nowhere.jsonl: No such file or directory\n"},
  };
  for (const auto& c : cases) {
    const Told told = tell(c.arguments);
    EXPECT_EQ(told.code, ExitCode::usage);
    EXPECT_EQ(told.err, c.complaint);
    EXPECT_EQ(told.out, "");
  }
  const Told told = tell({"score", "mmlu", "bad.csv", "--json"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_TRUE(nlohmann::json::parse(told.out).contains("error")) << told.out;
}

TEST_F(ScoreKeyed, LetsTheBestAnswerWinATieAsTheHarnessDoes) {
  sample.files.files["tie.jsonl"] = R"({"true_logprobs": [-2], "false_logprobs": [-2]})";
  EXPECT_EQ(json_of({"score", "truthfulqa", "tie.jsonl"})["models"][0]["mc1"], 0.0);
  EXPECT_EQ(json_of({"score", "truthfulqa", "tie.jsonl", "--ties", "lm_eval"})["models"][0]["mc1"],
            1.0);
}

TEST_F(ScoreKeyed, PrintsTheSimilaritiesOfOpenAnswers) {
  sample.files.files["open.jsonl"] =
      R"({"answer": "No", "correct_answers": ["No."], "incorrect_answers": ["Yes."],)"
      R"( "true_probability": 0.75, "informative_probability": 0.25})"
      "\n";
  const Told told = tell({"score", "truthfulqa_gen", "open.jsonl", "--bootstrap", "0"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.out,
            "model                                     ROUGE-1 acc %        ROUGE-2 acc %        "
            "ROUGE-L acc % questions\n"
            "open                                              100.0                  0.0        "
            "        100.0         1\n"
            "\n"
            "model                                            true %        informative %        "
            "       both %          \n"
            "open                                              100.0                  0.0        "
            "          0.0          \n"
            "\nacc: the share of answers that are nearer to a true reference than to every false "
            "one.\nIn brackets the 95 % interval, resampled by question.\n");
  const auto json = json_of({"score", "truthfulqa_gen", "open.jsonl"});
  EXPECT_EQ(json["format"], "truthfulqa_gen");
  const auto& row = json["models"][0];
  EXPECT_EQ(row["rouge1_acc"], 1.0);
  EXPECT_EQ(row["rougeL_diff"], 1.0);
  EXPECT_EQ(row["rouge2_max"], 0.0);
  EXPECT_EQ(row["true_share"], 1.0);
  EXPECT_EQ(row["true_and_informative_share"], 0.0);
  EXPECT_TRUE(row["rouge1_acc_interval"].is_null()) << "of one question there is none";
}

TEST_F(ScoreKeyed, TellsOfOpenAnswersWithoutAWord) {
  const std::string lists = R"("correct_answers": ["No."], "incorrect_answers": ["Yes."]})";
  sample.files.files["open.jsonl"] =
      R"({"answer": "No", )" + lists + "\n" + R"({"answer": "?!", )" + lists + "\n";
  const std::string warning =
      "open: 1 of 2 answers without a word of ASCII letters or digits, similar to nothing";
  EXPECT_EQ(tell({"score", "truthfulqa_gen", "open.jsonl"}).err, "evenhand: " + warning + "\n");
  const auto json = json_of({"score", "truthfulqa_gen", "open.jsonl"});
  EXPECT_EQ(json["warnings"], nlohmann::json::array({warning}));
  EXPECT_EQ(json["models"][0]["coverage"],
            nlohmann::json({{"expected", 2}, {"judged", 1}, {"unparsed", 1}}));
  EXPECT_EQ(json["models"][0]["rouge1_acc"], 0.5);
}

TEST_F(ScoreKeyed, HasHelpWithExamples) {
  for (const char* const format : {"mmlu", "truthfulqa", "truthfulqa_gen"}) {
    const Told told = tell({"score", format, "--help"});
    EXPECT_EQ(told.code, ExitCode::success);
    EXPECT_NE(told.out.find("Examples:\n  evenhand score " + std::string(format) + " "),
              std::string::npos)
        << told.out;
    EXPECT_NE(told.out.find("--bootstrap"), std::string::npos);
  }
}

}  // namespace
}  // namespace evenhand
