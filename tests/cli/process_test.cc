// The program as a user meets it: started as a process, killed, interrupted, resumed.
#include "base/rng.h"
#include "tests/cli/process_folder.h"

namespace evenhand {
namespace {

TEST_F(ProcessTest, D02_LosesNothingThatWasAnsweredWhenItIsKilled) {
  Child undisturbed = start("undisturbed");
  ASSERT_EQ(undisturbed.wait(), 0) << undisturbed.err();
  const int planned = number_before(undisturbed.err(), " calls made");
  ASSERT_EQ(planned, 4 * kQuestions);

  Rng rng(11);
  for (int kill = 0; kill < 6; ++kill) {
    Child child = start("killed");
    wait_until_begun("killed");
    std::this_thread::sleep_for(milliseconds(rng.below(60)));
    child.send(SIGKILL);
    child.wait();
  }
  Child last = start("killed");
  ASSERT_EQ(last.wait(), 0) << last.err();
  EXPECT_EQ(results("killed"), results("undisturbed"));
  const int made = number_before(last.err(), " calls made");
  const int remembered = number_before(last.err(), " replies from the store");
  EXPECT_EQ(made + remembered, planned);
  EXPECT_GT(remembered, 0) << "a kill that comes before the first reply proves nothing";
  EXPECT_LE(number_before(last.err(), " calls were in flight when"), 6 * 8);
}

TEST_F(ProcessTest, AsksNobodyTheSecondTimeAndNobodyOffline) {
  Child first = start("twice");
  ASSERT_EQ(first.wait(), 0) << first.err();
  const std::string before = results("twice");
  Child second = start("twice");
  ASSERT_EQ(second.wait(), 0);
  EXPECT_EQ(number_before(second.err(), " calls made"), 0);
  Child offline = start("twice", {"--offline"});
  ASSERT_EQ(offline.wait(), 0);
  EXPECT_EQ(results("twice"), before);
}

TEST_F(ProcessTest, D03_DrainsOnTheFirstInterruptAndGoesOnLater) {
  write_slow_run();
  const std::pair<int, int> signals[] = {{SIGINT, 130}, {SIGTERM, 143}};
  for (const auto& [signal, code] : signals) {
    const std::string name = "interrupted by " + std::to_string(signal);
    Child child = start(name);
    wait_until_begun(name);
    child.send(signal);
    EXPECT_EQ(child.wait(), code) << child.err();
    EXPECT_NE(child.err().find("evenhand: to go on: evenhand run "), std::string::npos);
    Child last = start(name);
    EXPECT_EQ(last.wait(), 0) << last.err();
    EXPECT_GT(number_before(last.err(), " replies from the store"), 0);
    EXPECT_EQ(last.err().find("in flight when a process died"), std::string::npos)
        << "what was in flight was waited for";
  }
}

TEST_F(ProcessTest, LeavesAtOnceOnTheSecondInterrupt) {
  write_run("sim-candidate?delay_ms=60000", "sim: {simulated: {seed: 1}, in_flight: 8}");
  Child child = start("twice interrupted");
  wait_until_begun("twice interrupted");
  child.send(SIGINT);
  std::this_thread::sleep_for(milliseconds(300));  // two at once would be one
  child.send(SIGINT);
  EXPECT_EQ(child.wait(), 130);
}

TEST_F(ProcessTest, C09_StopsAtItsBudgetAndGoesOnWithAnother) {
  Child stopped = start("budget", {"--max-calls", "30"});
  EXPECT_EQ(stopped.wait(), 5);
  EXPECT_EQ(number_before(stopped.err(), " calls made"), 30);
  EXPECT_NE(stopped.err().find("the budget of 30 calls leaves no room for another call"),
            std::string::npos);
  Child finished = start("budget", {"--max-calls", "160"});
  EXPECT_EQ(finished.wait(), 0) << finished.err();
  EXPECT_EQ(number_before(finished.err(), " calls made"), 130);
  EXPECT_NE(finished.err().find(", cost unknown: no price list has the models\n"),
            std::string::npos)
      << finished.err();
}

TEST_F(ProcessTest, CountsFailuresAndScoresNothingInTheirPlace) {
  write_run("sim-candidate?quality=0.5&words=60&truncate_rate=0.3&refuse_rate=0.2",
            "sim: {simulated: {seed: 1}, in_flight: 8}");
  Child child = start("failures", {"--json"});
  const int code = child.wait();
  EXPECT_TRUE(code == 0 || code == 3) << child.err();
  EXPECT_NE(child.out().find("\"truncated\":"), std::string::npos);
}

TEST_F(ProcessTest, SaysInOneSentenceThatAServerIsNotThere) {
  write_run("m", "dead: {base_url: 'http://127.0.0.1:1/v1'}");
  Child child = start("dead");
  EXPECT_EQ(child.wait(), 6);
  EXPECT_NE(
      child.err().find("endpoint 'dead' (http://127.0.0.1:1/v1) cannot be used: cannot connect "
                       "to 127.0.0.1:1: Connection refused"),
      std::string::npos)
      << child.err();
}

TEST_F(ProcessTest, K02_NamesTheVariableOfAMissingKey) {
  write_run("m", "far: {base_url: 'https://127.0.0.1:1/v1', api_key_env: EVENHAND_NO_SUCH_KEY}");
  Child child = start("keyless");
  EXPECT_EQ(child.wait(), 2);
  EXPECT_NE(child.err().find("the environment variable EVENHAND_NO_SUCH_KEY is not set"),
            std::string::npos)
      << child.err();
}

TEST_F(ProcessTest, D10_RefusesASecondProcessOnTheSameStore) {
  write_slow_run();
  Child first = start("shared");
  wait_until_begun("shared");
  Child second(folder, {"run", (folder / "run.yaml").string(), "--out", (folder / "other").string(),
                        "--store", (folder / "shared" / "store.db").string()});
  EXPECT_EQ(second.wait(), 2);
  EXPECT_NE(second.err().find("in use"), std::string::npos) << second.err();
  EXPECT_EQ(first.wait(), 0);
}

TEST_F(ProcessTest, MakesTheReportAgainFromTheResultsFolder) {
  Child first = start("r");
  ASSERT_EQ(first.wait(), 0) << first.err();
  const std::string before = results("r");
  const fs::path place = folder / "r" / "results";
  fs::remove(place / "report.html");
  fs::remove(place / "answers.jsonl");
  std::ofstream(place / "verdicts.jsonl") << "torn";
  Child again(folder / "r", {"report", place.string()});
  EXPECT_EQ(again.wait(), 0) << again.err();
  EXPECT_EQ(results("r"), before);
  EXPECT_TRUE(fs::exists(place / "report.html"));

  Child gate(folder / "r", {"gate", place.string(), "--require", "coverage.judged == 40"});
  EXPECT_EQ(gate.wait(), 0) << gate.out() << gate.err();
}

TEST_F(ProcessTest, WritesNoReportThatKnowsLessThanTheFolder) {
  Child first = start("whole");
  ASSERT_EQ(first.wait(), 0) << first.err();
  Child other = start("half", {"--max-calls", "80"});
  ASSERT_EQ(other.wait(), 5) << other.err();
  const std::string before = results("whole");
  Child again(folder / "whole", {"report", (folder / "whole" / "results").string(), "--store",
                                 (folder / "half" / "store.db").string()});
  EXPECT_EQ(again.wait(), 2);
  EXPECT_NE(again.err().find("; nothing was written"), std::string::npos) << again.err();
  EXPECT_EQ(results("whole"), before);
}

TEST_F(ProcessTest, PaysNoVoteOfAnAuditTwice) {
  std::ofstream(folder / "judges.yaml")
      << "judges: [{name: judge, model: 'sim-judge?delay_ms=50'}]\n"
         "endpoints: {sim: {simulated: {seed: 1}, in_flight: 4}}\n";
  const std::vector<std::string> arguments = {"audit",    (folder / "suite").string(),
                                              "--judges", (folder / "judges.yaml").string(),
                                              "--store",  (folder / "a" / "store.db").string()};
  fs::create_directories(folder / "a");
  Child first(folder, arguments);
  wait_until_begun("a");
  first.send(SIGINT);
  EXPECT_EQ(first.wait(), 130) << first.err();
  const int made = number_before(first.err(), " calls made");
  Child last(folder, arguments);
  ASSERT_EQ(last.wait(), 0) << last.err();
  EXPECT_EQ(number_before(last.err(), " replies from the store"), made);
  EXPECT_EQ(number_before(last.err(), " calls made"), 3 * kQuestions - made);
  EXPECT_GT(made, 0);
  EXPECT_LT(made, 3 * kQuestions);
}

}  // namespace
}  // namespace evenhand
