#include "simulate/keyed_answer.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "simulate/candidate.h"
#include "simulate/draws.h"

namespace evenhand {
namespace {

std::string chosen_letter(const SimulatedKey& key, double skill, Rng rng) {
  if (rng.uniform() < skill) return key.text;
  return {static_cast<char>('A' + static_cast<int>(rng.below(key.options)))};
}

std::string guessed_emotions(const SimulatedKey& key, double skill, Rng rng) {
  // The mean of |z| is 0.8, so that the factor of 5 makes a mean of 4.
  constexpr double kSpread = 5.0;
  std::string text;
  for (const std::string& line : split(key.text, '\n')) {
    const std::size_t colon = line.rfind(": ");
    if (colon == std::string::npos) continue;
    const double right = parse_number(line.substr(colon + 2)).value_or(0.0);
    const double guess = std::round(right + kSpread * (1.0 - skill) * rng.normal());
    text += line.substr(0, colon + 2) +
            std::to_string(static_cast<int>(std::clamp(guess, 0.0, 10.0))) + "\n";
  }
  return text;
}

}  // namespace

SimulatedReply keyed_answer(std::uint64_t seed, const SimulatedModel& model, const ChatTask& task,
                            const SimulatedKey& key) {
  const double skill = logistic_share(candidate_worth(seed, model, task));
  const Rng rng = stream_for(seed, "choice", {task.model, conversation_of(task.messages)});
  if (key.options > 0) return {.text = "Answer: " + chosen_letter(key, skill, rng)};
  return {.text = guessed_emotions(key, skill, rng)};
}

}  // namespace evenhand
