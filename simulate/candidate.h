#pragma once

#include <cstdint>

#include "simulate/chat_task.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// What an answer of this model to this conversation is worth: quality, plus the spread's draw for
/// (seed, model, conversation), minus how hard the conversation is for everybody.
double candidate_worth(std::uint64_t seed, const SimulatedModel& model, const ChatTask& task);

/// The answer, its worth on the last line. Decided by seed, model name, messages and max_tokens.
SimulatedReply candidate_reply(std::uint64_t seed, const SimulatedModel& model,
                               const ChatTask& task);

}  // namespace evenhand
