#include "simulate/scored_text.h"

#include <algorithm>

#include "base/question.h"
#include "base/text.h"
#include "simulate/candidate.h"
#include "simulate/draws.h"

namespace evenhand {
namespace {

constexpr std::size_t kLongestToken = 8;  // bytes
constexpr double kOfAnyToken = -2.0;

/// Pieces of a few bytes, no character cut; a blank begins one.
std::vector<TokenLogprob> tokens_of(std::string_view text) {
  std::vector<TokenLogprob> tokens;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(text));
    const bool begins = tokens.empty() || text.front() == ' ' || text.front() == '\n' ||
                        tokens.back().token.size() + length > kLongestToken;
    if (begins) tokens.push_back({.token = {}, .logprob = kOfAnyToken});
    tokens.back().token += text.substr(0, length);
    text.remove_prefix(length);
  }
  return tokens;
}

/// Whichever is chosen is likelier than all others.
double logprob_of_option(std::uint64_t seed, const SimulatedModel& model, const ChatTask& question,
                         const SimulatedKey& key) {
  const std::string conversation = conversation_of(question.messages);
  Rng rng = stream_for(seed, "choice", {question.model, conversation});
  const double skill = logistic_share(candidate_worth(seed, model, question));
  const auto right = places_of_options(key.text, key.options);
  const bool knows = rng.uniform() < skill;
  const std::size_t chosen = knows && right ? right->front() : rng.below(key.options);
  Rng luck = stream_for(seed, "likelihood",
                        {question.model, conversation, std::to_string(key.scored->option)});
  return chosen == key.scored->option ? -6.0 - 2.0 * luck.uniform() : -9.0 - 4.0 * luck.uniform();
}

}  // namespace

std::vector<TokenLogprob> scored_text(std::uint64_t seed, const SimulatedModel& model,
                                      const ChatTask& task, const SimulatedKey* key) {
  const std::string& text = task.messages.back().text;
  if (key == nullptr || !key->scored || key->scored->before >= text.size()) {
    std::vector<TokenLogprob> tokens = tokens_of(text);
    Rng rng = stream_for(seed, "likelihood", {task.model, text});
    for (TokenLogprob& token : tokens) token.logprob *= 0.5 + rng.uniform();
    return tokens;
  }
  ChatTask question = task;
  question.messages.back().text = text.substr(0, key->scored->before);
  std::vector<TokenLogprob> tokens = tokens_of(question.messages.back().text);
  std::vector<TokenLogprob> option = tokens_of(text.substr(key->scored->before));
  const double logprob = logprob_of_option(seed, model, question, *key);
  for (TokenLogprob& token : option) {
    token.logprob = logprob / static_cast<double>(option.size());
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace evenhand
