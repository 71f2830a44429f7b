#include "run/tally.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "run/resolved.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

Answer answer(const char* question, const char* model, std::vector<std::string> texts) {
  Answer made{.question = {question}, .model = {model}, .turns = {}};
  for (std::string& text : texts) {
    made.turns.push_back(
        {.text = std::move(text), .usage = {.input_tokens = 10, .output_tokens = 5}});
  }
  return made;
}

Verdict verdict(const char* question, int turn, Seating seating, Ruling ruling) {
  return {.game = {.question = {question},
                   .candidate = {"ours"},
                   .baseline = ModelId{"base"},
                   .judge = {"judge"},
                   .seating = seating,
                   .turn = turn},
          .ruling = std::move(ruling)};
}

class TallyTest : public testing::Test {
 protected:
  TallyTest() {
    findings.answers = {answer("q1", "ours", {"four", "eight"}), answer("q2", "ours", {"hi"}),
                        answer("q1", "base", {"4", "8"}), answer("q2", "base", {"hello"})};
    const Preference win{.candidate_share = 1.0};
    const Preference loss{.candidate_share = 0.0};
    findings.verdicts = {verdict("q1", 0, Seating::candidate_first, win),
                         verdict("q1", 0, Seating::baseline_first, win),
                         verdict("q1", 1, Seating::candidate_first, win),
                         verdict("q1", 1, Seating::baseline_first, loss),
                         verdict("q2", 0, Seating::candidate_first, loss),
                         verdict("q2", 0, Seating::baseline_first, loss)};
  }

  CandidateRow row() {
    const auto report = tally(sample.setting(), findings, "test");
    EXPECT_TRUE(report);
    return report->rows.front();
  }

  SampleWorld sample;
  Findings findings;
};

TEST_F(TallyTest, AveragesSeatsThenTurnsThenQuestions) {
  const CandidateRow made = row();
  ASSERT_TRUE(made.win_rate);
  EXPECT_DOUBLE_EQ(made.win_rate->value, (0.75 + 0.0) / 2.0);
  EXPECT_EQ(made.wins, 1U);
  EXPECT_EQ(made.losses, 1U);
  EXPECT_EQ(made.rank, 1U);
  ASSERT_TRUE(made.win_rate->interval);
  EXPECT_LT(made.win_rate->interval->low, 0.375);
  EXPECT_GT(made.win_rate->interval->high, 0.375);
}

TEST_F(TallyTest, CountsWhatStandsBehindTheNumber) {
  const CandidateRow made = row();
  EXPECT_EQ(made.coverage.expected, 2U);
  EXPECT_EQ(made.coverage.answered, 2U);
  EXPECT_EQ(made.coverage.judged, 2U);
  EXPECT_EQ(made.coverage.games, 6U);
  EXPECT_FALSE(made.incomplete());
  EXPECT_EQ(made.answering.calls, 3);
  EXPECT_EQ(made.answering.output_tokens, 15);
  EXPECT_EQ(made.answering.unknown_cost, 3) << "no price is known";
  EXPECT_EQ(made.mean_length, (9.0 + 2.0) / 2.0);
}

TEST_F(TallyTest, ScoresNoTornPair) {
  findings.verdicts[5].ruling = Unreadable{"none"};
  const CandidateRow made = row();
  EXPECT_EQ(made.coverage.unreadable, 1U);
  EXPECT_EQ(made.coverage.judged, 1U);
  EXPECT_TRUE(made.incomplete());
  EXPECT_DOUBLE_EQ(made.win_rate->value, 0.75);
}

TEST_F(TallyTest, TellsFailedFromMissing) {
  findings.answers[0].failure = Failure{ErrorKind::filtered, "no"};
  findings.answers[1].failure = Failure{ErrorKind::not_stored, "not asked yet"};
  findings.verdicts.clear();
  const CandidateRow made = row();
  EXPECT_EQ(made.coverage.failed, 1U);
  EXPECT_EQ(made.coverage.missing, 1U);
  EXPECT_FALSE(made.win_rate) << "nothing judged is no number";
  EXPECT_EQ(made.rank, 0U);
}

TEST_F(TallyTest, C09_CountsTheCallsThatFailedAndMayBePaidFor) {
  const auto fail = [](FailedUse use) {
    return Failure{.kind = ErrorKind::empty_reply, .reason = "no", .use = use};
  };
  findings.answers[0] = {.question = {"q1"}, .model = {"ours"}, .turns = {}};
  findings.answers[1] = {.question = {"q2"}, .model = {"ours"}, .turns = {}};
  findings.answers[0].failure =
      fail({.may_be_paid_for = true, .usage = {.input_tokens = 100, .output_tokens = 2000}});
  findings.answers[1].failure = fail({.may_be_paid_for = true});
  findings.verdicts[0].ruling = std::nullopt;
  findings.verdicts[0].failure = fail({.may_be_paid_for = true});
  findings.verdicts[1].ruling = std::nullopt;
  findings.verdicts[1].failure = fail({});
  const CandidateRow made = row();
  EXPECT_EQ(made.answering.calls, 2);
  EXPECT_EQ(made.answering.output_tokens, 2000);
  EXPECT_EQ(made.answering.unknown_tokens, 1);
  EXPECT_EQ(made.answering.unknown_cost, 2) << "no price is known, and it is not free";
  EXPECT_EQ(made.judging.calls, 5) << "one of six was refused before anybody worked";
}

TEST_F(TallyTest, MarksARowWhereAJudgeGaveTooFewVerdicts) {
  const std::vector<Verdict> first = findings.verdicts;
  for (Verdict verdict : first) {
    verdict.game.judge = {"second"};
    findings.verdicts.push_back(verdict);
  }
  const RunSetting setting =
      sample.setting({"judges=[{name: judge, model: judge-model}, {name: second, model: s}]"});
  const auto row_of = [&](const Findings& found) {
    const auto report = tally(setting, found, "test");
    EXPECT_TRUE(report);
    return report->rows.front();
  };
  EXPECT_FALSE(row_of(findings).incomplete());
  for (const ErrorKind kind : {ErrorKind::timed_out, ErrorKind::not_stored}) {
    findings.verdicts.back().ruling = std::nullopt;
    findings.verdicts.back().failure = Failure{.kind = kind, .reason = "no"};
    const CandidateRow made = row_of(findings);
    EXPECT_EQ(made.coverage.judged, 2U) << "the other judge's verdict stands";
    EXPECT_TRUE(made.incomplete());
    EXPECT_FALSE(made.by_judge[0].lacks_too_many());
    EXPECT_TRUE(made.by_judge[1].lacks_too_many());
  }
}

TEST_F(TallyTest, CountsWhyAnswersAndVerdictsAreNotThere) {
  findings.answers[0].failure = Failure{ErrorKind::filtered, "withheld"};
  findings.answers[1].failure = Failure{ErrorKind::filtered, "withheld"};
  findings.answers[2].failure = Failure{ErrorKind::timed_out, "late"};
  findings.answers[3].failure = Failure{ErrorKind::not_stored, "not asked yet"};
  findings.verdicts[0].ruling = Unreadable{"the judge said nothing"};
  findings.verdicts[1].ruling = std::nullopt;
  findings.verdicts[1].failure = Failure{ErrorKind::interrupted, "stopped"};
  const auto report = tally(sample.setting(), findings, "test");
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failed_answers.size(), 2U) << "what nobody asked for has not failed";
  EXPECT_EQ(report->failed_answers[0].model.text, "ours");
  EXPECT_EQ(report->failed_answers[0].reason, "withheld");
  EXPECT_EQ(report->failed_answers[0].count, 2U);
  EXPECT_EQ(report->failed_answers[1].model.text, "base");
  ASSERT_EQ(report->failed_verdicts.size(), 1U);
  EXPECT_EQ(report->failed_verdicts[0].reason, "the judge said nothing");
}

TEST_F(TallyTest, MeasuresWhatExchangingTheSeatsDoes) {
  const CandidateRow made = row();
  ASSERT_TRUE(made.position_consistency);
  EXPECT_DOUBLE_EQ(made.position_consistency->value, (0.5 + 1.0) / 2.0);
  EXPECT_EQ(made.first_seat_share, 1.0) << "the one torn pair went to the first seat twice";
}

TEST_F(TallyTest, GivesTheSameDigitsForTheSameSeed) {
  EXPECT_EQ(row().win_rate->interval, row().win_rate->interval);
}

TEST_F(TallyTest, SaysHowSeatsWereDrawn) {
  for (const std::string seats : {"both", "drawn", "alpaca_eval"}) {
    const RunSetting setting = sample.setting({"seats=" + seats});
    const auto report = tally(setting, findings, "test");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->seats, seats);
    const auto resolved = resolved_run_file(setting, "test");
    ASSERT_TRUE(resolved);
    EXPECT_NE(resolved->find("\nseats: " + seats + "\n"), std::string::npos) << *resolved;
  }
}

TEST(ResolvedRunFile, ReadsBackAsTheSameRunAndHoldsNoKey) {
  SampleWorld sample;
  sample.variables["SECRET"] = "sk-canary";
  const auto once = resolved_run_file(
      sample.setting({"endpoints.local.api_key_env=SECRET", "judges.0.params.temperature=0.5"}),
      "test");
  ASSERT_TRUE(once);
  EXPECT_EQ(once->find("sk-canary"), std::string::npos);
  EXPECT_NE(once->find("max_tokens: 2048"), std::string::npos) << "defaults are spelled out";

  sample.files.files["run.yaml"] = *once;
  const auto suite = once->find("suite: \"");
  ASSERT_NE(suite, std::string::npos);
  // In memory there is no absolute path; the suite's name leads to the same folder.
  const auto again = resolved_run_file(sample.setting({"suite=tiny"}), "test");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *once);
}

TEST_F(TallyTest, TellsWhatServersDidToJudgesRequests) {
  findings.verdicts[0].notes = {"dropped temperature"};
  findings.verdicts[1].notes = {"dropped temperature"};
  findings.answers[0].turns[0].notes = {"renamed max_tokens"};
  const auto report = tally(sample.setting(), findings, "test");
  ASSERT_TRUE(report);
  EXPECT_EQ(joined(report->warnings, "\n"),
            "judge: dropped temperature (2 replies)\nours: renamed max_tokens (1 reply)");
}

TEST_F(TallyTest, NamesTheCommandThatMakesTheSameNumbersAgain) {
  const auto report = tally(sample.setting({"seed=9", "name=my run"}), findings, "test");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->command, "evenhand run run.yaml --set seed=9 --set 'name=my run' --offline");
}

}  // namespace
}  // namespace evenhand
