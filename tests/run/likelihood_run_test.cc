// Runs whose candidates tell how likely they hold each option, over a server's echoed text.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/leaderboard_csv.h"
#include "report/leaderboard_json.h"
#include "report/transcripts.h"
#include "run/evaluation.h"
#include "run/means.h"
#include "run/plan.h"
#include "run/recall.h"
#include "run/tally.h"
#include "tests/fakes/failing_run_store.h"
#include "tests/fakes/memory_run_store.h"
#include "tests/report/text_of.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

using Json = nlohmann::json;

constexpr const char* kRun =
    "name: sample\nsuite: keyed\ncandidates: [{name: ours, model: m}]\nretry: {attempts: 1}\n"
    "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\"}}\n";

/// Echoes "... Q:" and the option behind it, whose log probability stands in a table.
class EchoServer {
 public:
  std::map<std::string, Json> logprobs;  // by option

  Result<HttpResponse> answer(const HttpRequest& request) const {
    EXPECT_EQ(request.url, "http://127.0.0.1:9/v1/completions");
    const std::string prompt = Json::parse(request.body).at("prompt");
    const std::size_t cut = prompt.rfind(':') + 1;
    const auto found = logprobs.find(prompt.substr(cut + 1));
    if (found == logprobs.end()) return http_reply(400, R"({"error":{"message":"no"}})");
    const Json body = {{"model", "served"},
                       {"choices",
                        {{{"text", prompt + "x"},
                          {"finish_reason", "length"},
                          {"logprobs",
                           {{"tokens", {prompt.substr(0, cut), prompt.substr(cut), "x"}},
                            {"token_logprobs", {nullptr, found->second, -1.0}}}}}}},
                       {"usage", {{"prompt_tokens", 2}, {"completion_tokens", 1}}}};
    return http_reply(200, body.dump());
  }
};

class LikelihoodRunTest : public testing::Test {
 protected:
  void SetUp() override {
    sample.files.files["run.yaml"] = kRun;
    suite("likelihood");
    sample.network.answer = [this](const HttpRequest& request) {
      return server.answer(request);
    };
  }

  void suite(const std::string& protocol) {
    sample.files.files["suites/keyed/suite.yaml"] =
        "name: keyed\nversion: 1\nprotocol: " + protocol + "\n";
  }

  void questions(const std::vector<Json>& rows) {
    std::string lines;
    for (const Json& row : rows) lines += row.dump() + "\n";
    sample.files.files["suites/keyed/questions.jsonl"] = lines;
  }

  ReportData report(RunStore& store) {
    const RunSetting setting = sample.setting();
    auto means = Means::open(setting, {"local"}, store, store, sample.world());
    EXPECT_TRUE(means);
    Progress progress;
    Lanes lanes;
    lanes.add_lane("local", 4);
    const RunModels models = (*means)->models();
    Evaluation evaluation(setting, models, lanes, progress);
    evaluation.start();
    Findings findings = evaluation.finish();
    EXPECT_EQ(progress.turns_done, progress.turns_expected);
    auto report = tally(setting, std::move(findings), "1");
    EXPECT_TRUE(report);
    return *std::move(report);
  }

  ReportData report() {
    MemoryRunStore store;
    return report(store);
  }

  SampleWorld sample;
  EchoServer server;
};

Json question_of(const std::string& id, const std::string& right,
                 const std::vector<std::string>& options) {
  return {{"id", id}, {"turns", {"Q:"}}, {"references", {right}}, {"options", options}};
}

TEST_F(LikelihoodRunTest, HasTheMarksOfTheVectors) {
  const std::filesystem::path path =
      EVENHAND_SOURCE_DIR "/../shared/vectors/multiple_choice/truthfulqa.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const Json cases = Json::parse(std::ifstream(path)).at("multiple_choice");
  ASSERT_GE(cases.size(), 8U);
  for (const Json& one : cases) {
    std::vector<std::string> options;
    std::string right;
    for (const char* const list : {"true_logprobs", "false_logprobs"}) {
      for (const Json& logprob : one.at(list)) {
        if (list == std::string_view("true_logprobs")) {
          right += (right.empty() ? "" : ", ") + option_letter(options.size());
        }
        options.push_back("option " + std::to_string(options.size()));
        server.logprobs[options.back()] = logprob;
      }
    }
    questions({question_of("q", right, options)});
    const CandidateRow row = report().rows.at(0);
    ASSERT_TRUE(row.likelihood) << one;
    EXPECT_DOUBLE_EQ(row.likelihood->mc1.value, one.at("mc1_original")) << one;
    EXPECT_NEAR(row.likelihood->mc2.value, one.at("mc2_log_sum_exp_safe"), 1e-9) << one;
    EXPECT_NEAR(row.likelihood->mc3.value, one.at("mc3"), 1e-12) << one;
    EXPECT_DOUBLE_EQ(row.grade.value().value, 100.0 * row.likelihood->mc1.value);
  }
}

TEST_F(LikelihoodRunTest, RefusesExtraFieldsThatItSetsItself) {
  questions({question_of("1", "A", {"a long one", "no"})});
  const auto message = [&](const std::string& protocol, const std::string& field) {
    suite(protocol);
    auto file = read_run_file(sample.files, "run.yaml",
                              {"candidates.0.params.extra={" + field + "}", "judges=[{model: j}]"});
    if (!file) return to_text(file.error());
    const auto setting = load_setting(*std::move(file), sample.world());
    return setting ? "read" : to_text(setting.error());
  };
  EXPECT_EQ(
      message("likelihood", "echo: false"),
      "run.yaml:3:14: 'echo' cannot be in 'extra' of 'ours': the protocol 'likelihood' sets it "
      "itself\n    candidates: [{name: ours, model: m}]\n                 ^");
  EXPECT_EQ(message("likelihood", "top_k: 1"), "read");
  EXPECT_EQ(message("graded", "echo: false"), "read");
}

TEST_F(LikelihoodRunTest, IsInEveryFormOfTheReport) {
  server.logprobs = {{"yes", -2.0}, {"no", -1.0}, {"a long one", -2.5}, {"no way", -3.0}};
  questions(
      {question_of("1", "A", {"a long one", "no"}), question_of("2", "A", {"yes", "no way"})});
  const ReportData data = report();
  const CandidateRow& row = data.rows.at(0);
  EXPECT_DOUBLE_EQ(row.likelihood->mc1.value, 0.5);
  EXPECT_DOUBLE_EQ(row.likelihood->by_length->value, 0.5);
  EXPECT_TRUE(row.likelihood->mc2.interval);
  EXPECT_DOUBLE_EQ(row.grade->interval.value().low, 100.0 * row.likelihood->mc1.interval->low);
  EXPECT_EQ(row.answering.calls, 4);
  EXPECT_EQ(row.mean_length, std::nullopt);
  const Json json = Json::parse(leaderboard_json(data)).at("rows").at(0);
  EXPECT_DOUBLE_EQ(json.at("mc1"), 0.5);
  EXPECT_DOUBLE_EQ(json.at("mc1_by_length"), 0.5);
  EXPECT_EQ(json.at("mc2_interval").size(), 2U);
  EXPECT_NE(leaderboard_csv(data).find(",mc1,mc1_low,mc1_high,mc2,mc2_low,mc2_high,mc3,mc3_low,"
                                       "mc3_high,mc1_by_length,"),
            std::string::npos);
  EXPECT_EQ(length_of(data.answers.at(0)), 0U);
  const std::string answers = text_of(write_answers_jsonl, data);
  EXPECT_NE(answers.find(R"("length":0)"), std::string::npos) << "nobody said the options";
  EXPECT_NE(answers.find(R"x("text":"a long one (log probability -2.5)")x"), std::string::npos);
  EXPECT_NE(answers.find(R"("logprob":-2.5)"), std::string::npos);
}

TEST_F(LikelihoodRunTest, CountsAQuestionOfWhichOneOptionFailedAsFailed) {
  server.logprobs = {{"yes", -2.0}, {"no", -3.0}, {"null", nullptr}};
  questions({question_of("1", "A", {"yes", "no"}), question_of("2", "A", {"yes", "unknown"}),
             question_of("3", "A", {"null", "no"})});
  const CandidateRow row = report().rows.at(0);
  EXPECT_EQ(row.coverage.judged, 1U);
  EXPECT_EQ(row.coverage.failed, 2U);
  EXPECT_DOUBLE_EQ(row.likelihood->mc1.value, 1.0) << "of the question that has all";
  EXPECT_TRUE(row.incomplete());
}

TEST_F(LikelihoodRunTest, HasNoNumberWhereTheServerEchoesNothing) {
  // Four lanes: one of them asks for a fourth text at least, when three have come back without.
  std::vector<Json> rows;
  for (int i = 0; i < 20; ++i) rows.push_back(question_of(std::to_string(i), "A", {"yes", "no"}));
  questions(rows);
  sample.network.answer = [](const HttpRequest&) -> Result<HttpResponse> {
    return http_reply(200, R"({"choices":[{"text":" Yes.","logprobs":null}]})");
  };
  const ReportData data = report();
  EXPECT_FALSE(data.rows.at(0).grade);
  EXPECT_FALSE(data.rows.at(0).likelihood);
  EXPECT_LE(sample.network.requests().size(), 12U) << "three of each lane";
  EXPECT_GE(data.rows.at(0).coverage.missing, 8U) << "another server may be asked for them";
  std::set<std::string> reasons;
  for (const auto& answer : data.answers) reasons.insert(answer.failure->reason);
  EXPECT_TRUE(
      reasons.contains("endpoint 'local' refuses: this server does not score given texts: "
                       "the reply echoes no log probabilities"));
}

TEST_F(LikelihoodRunTest, LosesNoQuestionToAnOddFirstReply) {
  sample.files.files["run.yaml"] = replaced(kRun, "attempts: 1", "attempts: 6");
  server.logprobs = {{"yes", -2.0}, {"no", -3.0}};
  questions({question_of("1", "A", {"yes", "no"}), question_of("2", "B", {"yes", "no"})});
  bool is_first = true;
  sample.network.answer = [&](const HttpRequest& request) -> Result<HttpResponse> {
    if (!std::exchange(is_first, false)) return server.answer(request);
    return http_reply(200, R"({"choices":[{"text":" Yes.","logprobs":null}]})",
                      {{"retry-after-ms", "1"}});
  };
  const CandidateRow row = report().rows.at(0);
  EXPECT_EQ(row.coverage.judged, 2U);
  EXPECT_DOUBLE_EQ(row.likelihood.value().mc1.value, 0.5);
}

TEST_F(LikelihoodRunTest, ScoresLettersWhereTheQuestionShowsTheOptions) {
  suite("likelihood_of_letters");
  server.logprobs = {{"A", -2.0}, {"B", -3.0}};
  Json first = question_of("1", "A", {"no", "yes"});
  first["category"] = "anatomy";
  Json second = question_of("2", "B", {"no", "yes"});
  second["category"] = "virology";
  questions({first, second});
  const CandidateRow row = report().rows.at(0);
  EXPECT_DOUBLE_EQ(row.grade.value().value, 50.0);
  EXPECT_DOUBLE_EQ(row.choices.value().means.macro_subjects, 0.5);
  EXPECT_FALSE(row.likelihood->by_length);
}

TEST_F(LikelihoodRunTest, GuessesTheBestOfSeveralRightLettersAgainstTheWrongOnes) {
  suite("likelihood_of_letters");
  server.logprobs = {{"A", -2.0}, {"B", -3.0}, {"C", -1.0}, {"D", -4.0}};
  questions({question_of("1", "A, C", {"yes", "no", "true", "false"}),
             question_of("2", "A", {"yes", "no"})});
  const CandidateRow row = report().rows.at(0);
  EXPECT_DOUBLE_EQ(row.choices.value().chance, (1.0 / 3.0 + 1.0 / 2.0) / 2.0);
}

TEST_F(LikelihoodRunTest, SaysWhichQuestionsDoNotLeadUpToAnAnswer) {
  Json reasoning = question_of("1", "A", {"yes", "no"});
  reasoning["turns"] = {"Think step by step. Is it?"};
  questions({reasoning, question_of("2", "A", {"yes", "no"})});
  const std::vector<std::string> remarks = sample.setting().remarks;
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0],
            "1 question without a cue at the end, such as 'Answer:': an option behind it is likely "
            "for other reasons");
  questions({question_of("2", "A", {"yes", "no"})});
  EXPECT_TRUE(sample.setting().remarks.empty());
}

TEST_F(LikelihoodRunTest, RefusesCandidatesThatAreNotAskedBeforeAnyCall) {
  sample.files.files["run.yaml"] =
      "suite: keyed\ncandidates:\n  - {name: ours, model: m}\n  - {name: old, answers: old.jsonl}\n"
      "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\"}}\n";
  sample.files.files["old.jsonl"] = R"({"id": "1", "turns": ["yes"]})"
                                    "\n";
  questions({question_of("1", "A", {"yes", "no"})});
  for (const char* const protocol : {"likelihood", "likelihood_of_letters"}) {
    suite(protocol);
    auto file = read_run_file(sample.files, "run.yaml", {});
    ASSERT_TRUE(file) << to_text(file.error());
    const auto setting = load_setting(*std::move(file), sample.world());
    ASSERT_FALSE(setting);
    EXPECT_EQ(setting.error().what, "'old' has 'answers', and the protocol '" +
                                        std::string(protocol) +
                                        "' asks models for log probabilities");
    EXPECT_EQ(setting.error().hint,
              "give it 'endpoint' and 'model'; 'evenhand score truthfulqa' reads log probabilities "
              "that exist already");
    EXPECT_EQ(setting.error().place.value().line, 4);
  }
  EXPECT_TRUE(sample.network.requests().empty());
}

TEST_F(LikelihoodRunTest, IsPlannedWithACallForEachOption) {
  questions({question_of("1", "A", {"yes", "no"}), question_of("2", "A, B", {"a", "b", "c"})});
  const RunSetting setting = sample.setting();
  const auto store = std::make_shared<MemoryRunStore>();
  const auto findings = findings_offline(setting, *store, store, sample.world());
  ASSERT_TRUE(findings);
  EXPECT_EQ(plan_run(setting, *findings)->calls(), 5);
}

TEST_F(LikelihoodRunTest, GivesTheSameBytesWhereverTheStoreDied) {
  server.logprobs = {{"yes", -2.0}, {"no", -3.0}, {"or", -1.5}};
  questions(
      {question_of("1", "A", {"yes", "no", "or"}), question_of("2", "A, C", {"or", "no", "yes"})});
  MemoryRunStore whole;
  const std::string expected = leaderboard_json(report(whole));
  const std::size_t calls = sample.network.requests().size();
  ASSERT_EQ(calls, 6U);
  for (int writes = 0; writes <= 2 * static_cast<int>(calls); ++writes) {
    MemoryRunStore disk;
    const std::size_t before = sample.network.requests().size();
    {
      const RunSetting setting = sample.setting();
      FailingRunStore failing(disk, writes);
      auto means = Means::open(setting, {"local"}, failing, failing, sample.world());
      ASSERT_TRUE(means);
      Progress progress;
      Lanes lanes;
      lanes.add_lane("local", 4);
      const RunModels models = (*means)->models();
      Evaluation evaluation(setting, models, lanes, progress);
      evaluation.start();
      evaluation.finish();
    }
    EXPECT_EQ(leaderboard_json(report(disk)), expected) << writes;
    const std::size_t asked = sample.network.requests().size() - before;
    EXPECT_LE(asked, calls + 4) << "only what was in flight is asked again";
  }
}

}  // namespace
}  // namespace evenhand
