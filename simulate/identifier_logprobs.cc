#include "simulate/identifier_logprobs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {
namespace {

constexpr double kMassOfOthers = 0.001;
// OpenAI lists at most 20 alternatives; these fill the places behind the two identifiers.
constexpr std::array<std::string_view, 18> kOthers = {
    "The", "I",  "Model", "**",     "Both", "Neither", "\n",   " ",  "Output",
    "It",  "As", "My",    "Answer", "None", "Either",  "Best", "Ok", "Sure"};
// What a server reports for a probability of nothing.
constexpr double kFloor = -9999.0;
// Words that are not a verdict are certain enough.
constexpr double kCertain = -0.01;

double logprob_of(double mass) { return mass > 0.0 ? std::log(mass) : kFloor; }

std::vector<TokenLogprob> distribution(const std::string& first, const std::string& second,
                                       double share_for_first) {
  const double mass = 1.0 - kMassOfOthers;
  std::vector<TokenLogprob> tokens = {
      {.token = first, .logprob = logprob_of(mass * share_for_first)},
      {.token = second, .logprob = logprob_of(mass * (1.0 - share_for_first))}};
  double other = kMassOfOthers / 2.0;
  for (const std::string_view token : kOthers) {
    if (token == first || token == second) continue;
    tokens.push_back({.token = std::string(token), .logprob = std::log(other)});
    other /= 2.0;
  }
  std::stable_sort(tokens.begin(), tokens.end(), [](const TokenLogprob& a, const TokenLogprob& b) {
    return a.logprob > b.logprob;
  });
  return tokens;
}

}  // namespace

SimulatedReply identifier_reply(const std::string& first, const std::string& second,
                                double share_for_first, int top) {
  std::vector<TokenLogprob> tokens = distribution(first, second, share_for_first);
  TokenChoice choice{.chosen = tokens.front()};
  const auto listed = std::min(tokens.size(), static_cast<std::size_t>(std::max(top, 0)));
  tokens.resize(listed);
  choice.top = std::move(tokens);
  SimulatedReply reply{.text = choice.chosen.token};
  reply.logprobs = {std::move(choice)};
  return reply;
}

SimulatedReply plain_reply(std::string_view text, const ChatTask& task) {
  SimulatedReply reply{.text = std::string(text)};
  if (!task.wants_logprobs) return reply;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t blank = text.find(' ', begin + 1);
    const std::size_t end = std::min(blank, text.size());
    const TokenLogprob token{.token = std::string(text.substr(begin, end - begin)),
                             .logprob = kCertain};
    TokenChoice choice{.chosen = token};
    if (task.top_logprobs > 0) choice.top = {token};
    reply.logprobs.push_back(std::move(choice));
    begin = end;
  }
  return reply;
}

}  // namespace evenhand
