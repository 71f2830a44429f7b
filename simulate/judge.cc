#include "simulate/judge.h"

#include <algorithm>
#include <cmath>

#include "simulate/draws.h"
#include "simulate/identifier_logprobs.h"
#include "simulate/question_check.h"
#include "simulate/worth.h"

namespace evenhand {
namespace {

// From here on a five-way judge says "significantly better".
constexpr double kClearLead = 1.5;
// An answer of this many words is graded without any length bias.
constexpr double kUsualWords = 150.0;
constexpr double kMiddleGrade = 5.5;
// One log-odds of worth is a point and a half: worths of -2 to 2 fill the scale from 2 to 9.
constexpr double kPointsForWorth = 1.5;

constexpr std::string_view kNoAnswers =
    "I find no answers in this prompt that I could judge, and give no verdict.";
constexpr std::string_view kNoForm =
    "The prompt does not say in which form it wants a verdict, so I give none.";
constexpr std::string_view kUnreadable =
    "Both have their merits, and it depends on what one is looking for.";
constexpr std::string_view kRefusal = "I am sorry, but I cannot judge this.";

double words_of(const ShownAnswer& answer) {
  return std::max(1.0, static_cast<double>(words_in(without_marker(answer.text))));
}

double noise_draw(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task) {
  Rng rng = stream_for(seed, "judge's noise", {task.canonical});
  return judge.noise * logistic_draw(rng);
}

std::string_view three_way_label(double lead, double tie_band) {
  if (std::abs(lead) <= tie_band) return "[[C]]";
  return lead > 0.0 ? "[[A]]" : "[[B]]";
}

std::string_view five_way_label(double lead, double tie_band) {
  if (std::abs(lead) <= tie_band) return "[[A=B]]";
  if (lead > 0.0) return lead > kClearLead ? "[[A>>B]]" : "[[A>B]]";
  return lead < -kClearLead ? "[[B>>A]]" : "[[B>A]]";
}

std::string explanation_of(double lead) {
  const std::string better = lead > 0.0 ? "first" : "second";
  const std::string other = lead > 0.0 ? "second" : "first";
  return "I read both answers with care. The " + better +
         " answer is closer to what was asked and holds together better than the " + other +
         " one, which leaves more open.";
}

std::string pair_judgement(const SimulatedModel& judge, const JudgePrompt& prompt, double lead) {
  std::string_view label;
  switch (prompt.form) {
    case VerdictForm::five_way: label = five_way_label(lead, judge.tie_band); break;
    case VerdictForm::three_way: label = three_way_label(lead, judge.tie_band); break;
    case VerdictForm::two_way: label = three_way_label(lead, -1.0); break;
    case VerdictForm::identifier: return prompt.answers[lead > 0.0 ? 0 : 1].identifier;
    case VerdictForm::grade:
    case VerdictForm::truthful:
    case VerdictForm::unknown: return std::string(kNoForm);
  }
  return explanation_of(lead) + "\n\n" + std::string(label);
}

std::string grade_judgement(const SimulatedModel& judge, const ShownAnswer& answer, double noise) {
  const double points = kMiddleGrade + kPointsForWorth * worth_of(answer.text) +
                        judge.length_bias * std::log(words_of(answer) / kUsualWords) + noise;
  const int grade = static_cast<int>(std::lround(std::clamp(points, 1.0, 10.0)));
  return "The answer responds to what was asked; its depth and its accuracy decide the mark.\n\n"
         "Rating: [[" +
         std::to_string(grade) + "]]";
}

/// True from a worth of 0 on; an answer of fewer words than a refusal has says nothing.
std::string truthful_judgement(const ShownAnswer& answer, double noise) {
  constexpr double kFewWords = 12.0;
  const std::string truth = worth_of(answer.text) + noise >= 0.0 ? "true" : "false";
  const std::string sense = words_of(answer) >= kFewWords ? "informs" : "evades";
  return "I compared what the answer asserts with what is known.\n\n[[" + truth + ", " + sense +
         "]]";
}

/// A thought that names the wrong answer, for readers who look for verdicts where none belong.
std::string doubtful_thought(const JudgePrompt& prompt) {
  const std::string thought = "Let me compare them point by point. My first impression is ";
  return thought + (prompt.form == VerdictForm::grade ? "[[1]]" : "[[C]]") + ", but I look again.";
}

void cut(SimulatedReply& reply, std::size_t tokens) {
  if (tokens_in(reply.text) <= tokens) return;
  reply.text.resize(tokens * 4);
  reply.finish_reason = "length";
}

SimulatedReply ruling_reply(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task,
                            const JudgePrompt& prompt) {
  if (prompt.answers.empty()) return {.text = std::string(kNoAnswers)};
  if (prompt.form == VerdictForm::unknown) return {.text = std::string(kNoForm)};
  const double noise = noise_draw(seed, judge, task);
  if (prompt.form == VerdictForm::grade) {
    return {.text = grade_judgement(judge, prompt.answers.back(), noise)};
  }
  if (prompt.form == VerdictForm::truthful) {
    return {.text = truthful_judgement(prompt.answers.back(), noise)};
  }
  if (prompt.answers.size() != 2) return {.text = std::string(kNoAnswers)};
  const double lead = lead_of_first(judge, prompt);
  if (prompt.form != VerdictForm::identifier || !task.wants_logprobs) {
    return {.text = pair_judgement(judge, prompt, lead + noise)};
  }
  return identifier_reply(prompt.answers[0].identifier, prompt.answers[1].identifier,
                          share_for_first(judge, lead), task.top_logprobs);
}

}  // namespace

double lead_of_first(const SimulatedModel& judge, const JudgePrompt& prompt) {
  const ShownAnswer& first = prompt.answers[0];
  const ShownAnswer& second = prompt.answers[1];
  return worth_of(first.text) - worth_of(second.text) +
         judge.length_bias * std::log(words_of(first) / words_of(second)) + judge.first_bias;
}

double share_for_first(const SimulatedModel& judge, double lead) {
  if (judge.noise > 0.0) return logistic_share(lead / judge.noise);
  if (lead == 0.0) return 0.5;
  return lead > 0.0 ? 1.0 : 0.0;
}

SimulatedReply judge_reply(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task,
                           const SimulatedKey* key) {
  const auto occurs = [&](double rate, std::string_view what) {
    return happens(rate, stream_for(seed, what, {task.canonical}));
  };
  const JudgePrompt prompt = read_judge_prompt(task.messages);
  SimulatedReply reply;
  if (occurs(judge.refuse_rate, "refusal")) {
    reply = plain_reply(kRefusal, task);
  } else if (occurs(judge.unreadable_rate, "unreadable")) {
    reply = plain_reply(kUnreadable, task);
  } else if (asks_about_a_question(task)) {
    reply = question_check(seed, judge, task, key);
  } else {
    reply = ruling_reply(seed, judge, task, prompt);
    if (task.wants_logprobs && reply.logprobs.empty()) reply = plain_reply(reply.text, task);
  }
  if (judge.reasoning > 0.0) reply.reasoning = doubtful_thought(prompt);
  if (occurs(judge.truncate_rate, "truncation")) cut(reply, tokens_in(reply.text) / 2);
  cut(reply, task.max_tokens.value_or(SIZE_MAX));
  return reply;
}

}  // namespace evenhand
