#pragma once

#include <cstdint>

#include "simulate/chat_task.h"
#include "simulate/keyed_answer.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// Is a judge asked whether a question is sound, by the words of evenhand's audit?
bool asks_about_a_question(const ChatTask& task);

/// What the judge says of the question, a verdict of those that the prompt offers. The truth is
/// what the question itself says of it: "(simulated verdict: unclear)", or the texts of the options
/// that are right, "(simulated verdict: 4|6)"; else the key's letter; else "ok", or a letter that
/// is decided by the prompt. With probability `mislabel_rate` the judge says another verdict, drawn
/// evenly.
SimulatedReply question_check(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task,
                              const SimulatedKey* key);

}  // namespace evenhand
