#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "simulate/chat_task.h"
#include "simulate/simulated_model.h"

namespace evenhand {

/// An option behind a question whose likelihood may be asked for.
struct ScoredOption {
  std::size_t option = 0;  // its place
  std::size_t before = 0;  // bytes of the text before it
};

/// What the right answer to a question is: the letter of an option (or letters, the best first), or
/// a key of emotions, a "label: intensity" in each line.
struct SimulatedKey {
  std::string text;
  std::size_t options = 0;  // 0: emotions
  std::optional<ScoredOption> scored = {};
};

/// By what the user says; those that are scored, by the whole text.
using SimulatedKeys = std::unordered_map<std::string, SimulatedKey>;

/// A candidate's answer to a question whose key the simulation knows. It knows the letter with
/// probability logistic(worth), where worth is its quality with luck and the question's difficulty,
/// and guesses otherwise; it misses intensities by 4 x (1 - logistic(worth)) on average.
SimulatedReply keyed_answer(std::uint64_t seed, const SimulatedModel& model, const ChatTask& task,
                            const SimulatedKey& key);

}  // namespace evenhand
