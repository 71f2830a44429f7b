#include "simulate/candidate.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "simulate/draws.h"
#include "simulate/filler.h"
#include "simulate/worth.h"

namespace evenhand {
namespace {

// Questions differ, but less than answers do.
constexpr double kDifficultySpread = 0.5;
// Lengths vary by a quarter around their mean, as lengths of one model's answers to one kind of
// question do.
constexpr double kLengthSpread = 0.25;
// Below nearly every other answer.
constexpr double kWorthOfRefusal = -3.0;

std::size_t length_wanted(std::uint64_t seed, const SimulatedModel& model, const ChatTask& task,
                          const std::string& conversation) {
  const double z = stream_for(seed, "length", {task.model, conversation}).normal();
  // The mean of exp(s z) is exp(s s / 2); it is divided out, so that `words` is the mean.
  const double factor = std::exp(kLengthSpread * z - kLengthSpread * kLengthSpread / 2.0);
  return static_cast<std::size_t>(std::max(1.0, std::round(model.words * factor)));
}

/// The first tokens of the text, cut between words where there is a blank to cut at.
std::string first_tokens(const std::string& text, std::size_t tokens) {
  if (tokens_in(text) <= tokens) return text;
  const std::size_t cut = text.rfind(' ', tokens * 4);
  return text.substr(0, cut == std::string::npos ? tokens * 4 : cut);
}

}  // namespace

double candidate_worth(std::uint64_t seed, const SimulatedModel& model, const ChatTask& task) {
  const std::string conversation = conversation_of(task.messages);
  // Difficulty hangs on what the user asks, not on what candidates answered in earlier turns.
  const std::string_view question = last_user_text(task.messages);
  const double hard = kDifficultySpread * stream_for(seed, "difficulty", {question}).normal();
  const double luck = stream_for(seed, "luck", {task.model, conversation}).normal();
  return model.quality + model.spread * luck - hard;
}

SimulatedReply candidate_reply(std::uint64_t seed, const SimulatedModel& model,
                               const ChatTask& task) {
  const std::string conversation = conversation_of(task.messages);
  if (happens(model.refuse_rate, stream_for(seed, "refusal", {task.model, conversation}))) {
    return {.text = "I am sorry, but I cannot help with that.\n\n" + worth_marker(kWorthOfRefusal)};
  }
  const std::string body =
      filler_text(last_user_text(task.messages), length_wanted(seed, model, task, conversation),
                  stream_for(seed, "filler", {task.model, conversation}));
  const std::string marker = worth_marker(candidate_worth(seed, model, task));
  const std::size_t room = std::max(task.max_tokens.value_or(SIZE_MAX), tokens_in(marker) + 2);
  std::string kept = first_tokens(body, room - tokens_in(marker) - 1);
  if (happens(model.truncate_rate, stream_for(seed, "truncation", {task.model, conversation}))) {
    kept = first_tokens(kept, std::max<std::size_t>(1, tokens_in(kept) / 2));
  }
  const bool whole = kept.size() == body.size();
  SimulatedReply reply{.text = kept + "\n\n" + marker, .finish_reason = whole ? "stop" : "length"};
  if (model.reasoning > 0.0) {
    reply.reasoning = "The user wants an answer. Let me think about what matters here.";
  }
  return reply;
}

}  // namespace evenhand
