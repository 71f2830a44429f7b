#include "cli/program.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

struct Told {
  ExitCode code;
  std::string out;
  std::string err;
};

Told tell(SampleWorld& sample, const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err};
  World world = sample.world();
  const ExitCode code = run_program(arguments, world, console);
  return {code, out.str(), err.str()};
}

class ProgramTest : public testing::Test {
 protected:
  Told tell(const std::vector<std::string>& arguments) { return evenhand::tell(sample, arguments); }

  SampleWorld sample;
};

TEST_F(ProgramTest, SaysWhoItIsAndWhatItCanDo) {
  EXPECT_EQ(tell({"--version"}).out, "evenhand " + std::string(kVersion) + "\n");
  for (const char* command : {"run", "plan", "suites", "simulate", "import"}) {
    EXPECT_NE(tell({"--help"}).out.find(command), std::string::npos);
    const Told help = tell({command, "--help"});
    EXPECT_EQ(help.code, ExitCode::success);
    EXPECT_NE(help.out.find("Examples:"), std::string::npos) << command;
  }
  EXPECT_EQ(tell({}).code, ExitCode::usage);
}

TEST_F(ProgramTest, AnswersASlipWithWhatWasMeant) {
  EXPECT_EQ(tell({"rum"}).err, "evenhand: unknown command 'rum'\n  hint: did you mean 'run'?\n");
  const Told option = tell({"run", "run.yaml", "--ofline"});
  EXPECT_EQ(option.err, "evenhand: unknown option --ofline\n  hint: did you mean '--offline'?\n");
  EXPECT_EQ(option.code, ExitCode::usage);
}

TEST_F(ProgramTest, NamesWhatItWasNotAskedFor) {
  EXPECT_EQ(tell({"run", "run.yaml", "-q"}).err.substr(0, 28), "evenhand: unknown option -q\n");
  EXPECT_EQ(tell({"run", "run.yaml", "more.yaml"}).err,
            "evenhand: unexpected argument 'more.yaml'\n"
            "  hint: 'evenhand run --help' shows the options\n");
}

TEST_F(ProgramTest, TellsErrorsAsJsonWhereJsonIsWanted) {
  const Told told = tell({"plan", "absent.yaml", "--json"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_EQ(told.out,
            "{\n"
            "  \"error\": {\n"
            "    \"hint\": \"\",\n"
            "    \"kind\": \"not_found\",\n"
            "    \"message\": \"cannot read absent.yaml: No such file or directory\"\n"
            "  }\n"
            "}\n");
}

TEST_F(ProgramTest, K10_NeverPassesControlCharactersToTheTerminal) {
  const Told told = tell({"\x1b]0;title\x07"});
  EXPECT_EQ(told.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(told.err.find('\x07'), std::string::npos);
}

TEST_F(ProgramTest, ListsShowsAndChecksSuites) {
  EXPECT_NE(tell({"suites"}).out.find("tiny"), std::string::npos);
  EXPECT_NE(tell({"suites", "show", "tiny"}).out.find("turn 2: Doubled?"), std::string::npos);
  EXPECT_EQ(tell({"suites", "check", "tiny"}).out, "tiny: 2 questions, 0 remarks\n");
  EXPECT_EQ(tell({"suites", "shwo", "tiny"}).err,
            "evenhand: unknown action 'shwo'\n  hint: did you mean 'show'?\n");
  EXPECT_EQ(tell({"suites", "show", "tny"}).err,
            "evenhand: unknown suite 'tny'\n  hint: did you mean 'tiny'?\n");
}

TEST_F(ProgramTest, PlansWithoutAskingAnybody) {
  const Told told = tell({"plan", "run.yaml", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"calls\": 12"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("\"cost_estimate\": null"), std::string::npos) << "no price is known";
  EXPECT_TRUE(sample.network.requests().empty());
}

TEST_F(ProgramTest, PlansByThePricesThatItIsGiven) {
  sample.files.files["prices.json"] = R"({
    "our-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    "base-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    "judge-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}})";
  const Told told = tell({"plan", "run.yaml", "--set", "prices=prices.json", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.out.find("\"cost_estimate\": null"), std::string::npos) << told.out;
}

TEST_F(ProgramTest, NeedsThePriceOfWhatABudgetInDollarsIsFor) {
  const Told told = tell({"run", "run.yaml", "--max-cost", "1"});
  EXPECT_EQ(told.code, ExitCode::usage);
  EXPECT_NE(told.err.find("a budget in dollars needs the price of 'our-model'"), std::string::npos)
      << told.err;
}

TEST_F(ProgramTest, NamesTheKeyThatIsNotSet) {
  const Told told = tell({"run", "run.yaml", "--store", "/dev/null/store.db"});
  EXPECT_NE(told.code, ExitCode::success);
  EXPECT_TRUE(sample.network.requests().empty());
}

TEST_F(ProgramTest, ImportsASuiteAndOverwritesNothingUnasked) {
  sample.files.files["o.json"] = R"([{"instruction": "Hi", "output": "Hello", "generator": "g"}])";
  const std::vector<std::string> import = {"import", "alpaca_eval", "--outputs",
                                           "o.json", "--out",       "suites/new"};
  EXPECT_EQ(tell(import).out, "suites/new: 1 questions, baseline g\n");
  EXPECT_EQ(tell({"suites", "check", "new"}).out, "alpaca_eval: 1 questions, 0 remarks\n");
  const Told again = tell(import);
  EXPECT_EQ(again.code, ExitCode::usage);
  EXPECT_EQ(again.err,
            "evenhand: suites/new/suite.yaml exists already\n"
            "  hint: choose another --out, or replace it with --overwrite\n");
}

TEST_F(ProgramTest, RefusesOptionsOfAnotherFormat) {
  const auto message = [&](const std::string& format, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"import", format,  "--questions",
                                          "q",      "--out", "suites/new"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return tell(arguments).err;
  };
  EXPECT_EQ(message("mt_bench", {"--outputs", "x"}),
            "evenhand: 'import mt_bench' has no --outputs\n  hint: --outputs is for alpaca_eval\n");
  EXPECT_EQ(message("alpaca_eval", {}),
            "evenhand: 'import alpaca_eval' has no --questions\n"
            "  hint: --questions is for arena_hard, eq_bench, mmlu, mt_bench, truthfulqa\n");
  EXPECT_EQ(message("mmlu", {"--revise"}),
            "evenhand: 'import mmlu' has no --revise\n  hint: --revise is for eq_bench\n");
  EXPECT_EQ(message("truthfulqa", {"--shots", "0"}),
            "evenhand: 'import truthfulqa' has no --shots\n  hint: --shots is for mmlu\n");
  EXPECT_EQ(message("truthfulqa", {"--primer", "p"}),
            "evenhand: --primer is for '--task likelihood'\n");
  EXPECT_EQ(message("truthfulqa", {"--task", "generation", "--shuffle", "1"}),
            "evenhand: '--task generation' has no options to --shuffle\n");
}

TEST_F(ProgramTest, MakesBattlesOfVotesAndRatesThem) {
  const auto vote = [](const std::string& type, const std::string& id) {
    const std::string messages = R"("messages": [["USER", "Hi"], ["ASSISTANT", "Hello"]])";
    return R"({"tstamp": 1, "type": ")" + type +
           R"(", "models": ["", ""], "ip": "1", "states": [)" +
           R"({"model_name": "alpha", "conv_id": ")" + id + "\", " + messages +
           R"(}, {"model_name": "bravo", )" + messages + "}]}\n";
  };
  sample.files.files["votes.json"] =
      vote("leftvote", "c1") + vote("rightvote", "c2") + vote("flag", "c3");
  const std::vector<std::string> import = {"import",     "arena", "--log",
                                           "votes.json", "--out", "battles.jsonl"};
  EXPECT_EQ(tell(import).out,
            "battles.jsonl: 2 battles of 3 records, 2 of them anonymous\n  left out: no_vote 1\n");
  EXPECT_EQ(tell(import).err,
            "evenhand: battles.jsonl exists already\n"
            "  hint: choose another --out, or replace it with --overwrite\n");
  const Told rated = tell({"rate", "battles.jsonl", "--where", "anony=true", "--bootstrap", "0"});
  EXPECT_EQ(rated.code, ExitCode::success) << rated.err;
  EXPECT_NE(rated.out.find("alpha"), std::string::npos) << rated.out;
}

TEST_F(ProgramTest, ExportsWhatIsStoredAndOverwritesNothingUnasked) {
  EXPECT_EQ(tell({"export", "alpaca_evil", "run.yaml", "--out", "ex"}).err,
            "evenhand: unknown format 'alpaca_evil'\n  hint: did you mean 'alpaca_eval'?\n");
  EXPECT_EQ(tell({"export", "mt_bench", "run.yaml"}).err,
            "evenhand: 'export' needs --out FOLDER\n");
  const std::vector<std::string> exporting = {"export", "mt_bench", "run.yaml", "--out", "ex"};
  const Told told = tell(exporting);
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_EQ(told.out,
            "ex/model_answer/base.jsonl\nex/model_answer/ours.jsonl\n"
            "ex/model_judgment/judge_pair.jsonl\n");
  EXPECT_NE(told.err.find("left out: 2 of 2 questions, which have no answer"), std::string::npos);
  EXPECT_TRUE(sample.network.requests().empty());
  EXPECT_EQ(tell(exporting).err,
            "evenhand: ex/model_answer/base.jsonl exists already\n"
            "  hint: choose another --out, or replace it with --overwrite\n");
}

TEST_F(ProgramTest, HoldsJudgesAgainstPeople) {
  sample.files.files["people.json"] =
      R"([{"instruction": "i", "output_1": "a", "output_2": "b", "preference": 1},)"
      R"( {"instruction": "i", "output_1": "a", "output_2": "b", "preference": 1}])";
  const Told told = tell({"agree", "alpaca_eval", "--judge", "people.json", "--people",
                          "people.json", "--votes", "2", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"human_agreement\": 100.0"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("\"spearman\": null"), std::string::npos) << told.out;
  EXPECT_EQ(tell({"agree", "alpaca_eval", "--rule", "zero-one", "--people", "p"}).err,
            "evenhand: unknown --rule 'zero-one'\n  hint: did you mean 'zero_one'?\n");
  EXPECT_EQ(tell({"agree", "alpaca_eval", "--judge", "people.json", "--people", "people.json"}).err,
            "evenhand: no triple in people.json has 4 votes of people\n"
            "  hint: --votes N says how many are needed\n");
  EXPECT_EQ(tell({"agree", "mt_bensh"}).err,
            "evenhand: unknown source 'mt_bensh'\n  hint: did you mean 'mt_bench'?\n");
}

TEST_F(ProgramTest, RatesBattlesOfASpanOfDays) {
  sample.files.files["b.csv"] =
      "model_a,model_b,winner,tstamp\na,b,model_a,0\nb,a,model_a,86399\na,b,model_a,86400\n";
  const Told told = tell({"rate", "b.csv", "--until", "1970-01-02", "--bootstrap", "0", "--json"});
  EXPECT_EQ(told.code, ExitCode::success) << told.err;
  EXPECT_NE(told.out.find("\"battles\": 2,"), std::string::npos) << told.out;
  EXPECT_EQ(tell({"rate", "b.csv", "--since", "1970-02-30"}).err,
            "evenhand: --since needs a day such as 2024-01-31, or Unix seconds; found "
            "'1970-02-30'\n");
}

}  // namespace
}  // namespace evenhand
