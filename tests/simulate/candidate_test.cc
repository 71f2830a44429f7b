#include "simulate/candidate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulate/filler.h"
#include "simulate/worth.h"

namespace evenhand {
namespace {

ChatTask task_about(const std::string& question, const std::string& model = "sim-candidate") {
  return {.model = model, .messages = {{.role = Role::user, .text = question}}};
}

TEST(CandidateReply, IsDecidedBySeedNameAndMessages) {
  const SimulatedModel model;
  const auto text = [&](std::uint64_t seed, const ChatTask& task) {
    return candidate_reply(seed, model, task).text;
  };

  EXPECT_EQ(text(7, task_about("Why?")), text(7, task_about("Why?")));
  EXPECT_NE(text(7, task_about("Why?")), text(8, task_about("Why?")));
  EXPECT_NE(text(7, task_about("Why?")), text(7, task_about("How?")));
  EXPECT_NE(text(7, task_about("Why?")), text(7, task_about("Why?", "sim-candidate?label=b")));
}

TEST(CandidateReply, CarriesItsWorthOnTheLastLine) {
  const SimulatedModel model{.quality = 2.0};
  const ChatTask task = task_about("Why is the sky blue?");

  const std::string text = candidate_reply(7, model, task).text;

  const double worth = candidate_worth(7, model, task);
  EXPECT_NEAR(worth_of(text), worth, 0.005);
  EXPECT_TRUE(text.ends_with("\n\n" + worth_marker(worth)));
}

/// 2,000 answers: the standard errors are 0.016 for the mean and 0.011 for the spread.
TEST(CandidateWorth, ScattersAroundTheQualityAlike) {
  constexpr int kQuestions = 2000;
  const SimulatedModel good{.quality = 1.0};
  const SimulatedModel plain{.quality = 0.0};
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < kQuestions; ++i) {
    const std::string question = "Question " + std::to_string(i);
    const double gap = candidate_worth(7, good, task_about(question, "good")) -
                       candidate_worth(7, plain, task_about(question, "plain"));
    sum += gap;
    squares += (gap - 1.0) * (gap - 1.0);
  }

  EXPECT_NEAR(sum / kQuestions, 1.0, 0.09);
  // Two answers of spread 0.7; the question's difficulty is the same for both and cancels.
  EXPECT_NEAR(std::sqrt(squares / kQuestions), 0.7 * std::sqrt(2.0), 0.06);
}

TEST(CandidateReply, HasTheLengthAskedForOnTheMean) {
  for (const double words : {30.0, 180.0, 600.0}) {
    const SimulatedModel model{.words = words};
    double sum = 0.0;
    constexpr int kQuestions = 400;
    for (int i = 0; i < kQuestions; ++i) {
      const ChatTask task = task_about("Tell me about number " + std::to_string(i));
      sum += static_cast<double>(words_in(without_marker(candidate_reply(7, model, task).text)));
    }
    EXPECT_NEAR(sum / kQuestions / words, 1.0, 0.07) << words;
  }
}

TEST(CandidateReply, ShowsCodeWhereCodeIsAskedFor) {
  const SimulatedModel model;

  EXPECT_NE(candidate_reply(7, model, task_about("Write a Python function.")).text.find("```"),
            std::string::npos);
  EXPECT_EQ(candidate_reply(7, model, task_about("Write a poem.")).text.find("```"),
            std::string::npos);
}

TEST(CandidateReply, HasAListNowAndThen) {
  int lists = 0;
  for (int i = 0; i < 200; ++i) {
    const ChatTask task = task_about("Tell me about number " + std::to_string(i));
    const std::string text = candidate_reply(7, SimulatedModel{}, task).text;
    if (text.find("\n- ") != std::string::npos) ++lists;
  }

  EXPECT_GT(lists, 20);
  EXPECT_LT(lists, 120);
}

TEST(CandidateReply, KeepsToMaxTokensAndSaysSo) {
  ChatTask task = task_about("Why?");
  task.max_tokens = 60;

  const SimulatedReply reply = candidate_reply(7, SimulatedModel{.words = 400}, task);

  EXPECT_EQ(reply.finish_reason, "length");
  EXPECT_LE(tokens_in(reply.text), 60u);
  EXPECT_EQ(worth_of(reply.text),
            worth_of(candidate_reply(7, SimulatedModel{.words = 400}, task_about("Why?")).text));
}

TEST(CandidateReply, IsCutAtTheRateGiven) {
  const SimulatedReply reply =
      candidate_reply(7, SimulatedModel{.truncate_rate = 1.0}, task_about("Why?"));

  EXPECT_EQ(reply.finish_reason, "length");
}

TEST(CandidateReply, RefusesAtTheRateGiven) {
  int refusals = 0;
  for (int i = 0; i < 1000; ++i) {
    const SimulatedReply reply = candidate_reply(7, SimulatedModel{.refuse_rate = 0.25},
                                                 task_about("Question " + std::to_string(i)));
    if (reply.text.starts_with("I am sorry, but I cannot help with that.")) ++refusals;
  }

  EXPECT_NEAR(refusals, 250, 60);
}

TEST(Filler, TalksAboutTheQuestion) {
  const std::string text = filler_text("What do penguins eat in winter?", 200, Rng(7));

  EXPECT_NE(text.find("penguins"), std::string::npos);
}

TEST(Filler, SurvivesAnyQuestion) {
  for (const char* question : {"", "?", "\xff\xfe", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_FALSE(filler_text(question, 1, Rng(7)).empty());
  }
}

}  // namespace
}  // namespace evenhand
