#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/chat_task.h"
#include "simulate/keyed_answer.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// How likely a candidate holds a text, token by token; the first token has nothing before it, and
/// its number means nothing. The tokens' texts together are the text.
///
/// Of a question whose key the simulation knows, the candidate holds one option for the likeliest:
/// the best one with probability logistic(worth), as keyed_answer() would choose it, and any of
/// them otherwise. Of other texts, the letters alone decide.
std::vector<TokenLogprob> scored_text(std::uint64_t seed, const SimulatedModel& model,
                                      const ChatTask& task, const SimulatedKey* key);

}  // namespace evenhand
