#pragma once

#include <cstdint>

#include "simulate/chat_task.h"
#include "simulate/judge_prompt.h"
#include "simulate/keyed_answer.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// How much more the judge sees in the answer that it reads first, in log-odds, before any noise:
/// difference of worths, plus length bias, plus first bias. Requires two answers.
double lead_of_first(const SimulatedModel& judge, const JudgePrompt& prompt);

/// How sure the judge is that the first answer is the better one: the share of draws of its noise
/// that leave the first one ahead. 0 or 1 (a half at a lead of 0) for a judge without noise.
double share_for_first(const SimulatedModel& judge, double lead);

/// The judgement: a short explanation and the verdict alone on the last line, or an identifier
/// with its log probabilities, as the prompt asks. Decided by the seed, the whole request, and the
/// key, where the simulation has one to a question that is asked about.
SimulatedReply judge_reply(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task,
                           const SimulatedKey* key = nullptr);

}  // namespace evenhand
