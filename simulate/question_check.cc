#include "simulate/question_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "simulate/draws.h"

namespace evenhand {
namespace {

constexpr std::string_view kMarkerStart = "(simulated verdict: ";

std::string system_text(const ChatTask& task) {
  for (const Message& message : task.messages) {
    if (message.role == Role::system) return message.text;
  }
  return "";
}

bool offers(const std::string& words, std::string_view verdict) {
  return words.find("[[" + std::string(verdict) + "]]") != std::string::npos;
}

std::string letter_of(std::size_t place) {
  return {static_cast<char>('A' + static_cast<int>(place))};
}

std::optional<std::string> marked_truth(std::string_view prompt) {
  const std::size_t begin = prompt.find(kMarkerStart);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view rest = prompt.substr(begin + kMarkerStart.size());
  const std::size_t end = rest.find(')');
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(rest.substr(0, end));
}

/// The texts behind "A) ", "B) " in the options' block.
std::vector<std::string> options_in(std::string_view prompt) {
  std::vector<std::string> options;
  const std::size_t begin = prompt.find("<<<options ");
  const std::size_t end = prompt.rfind("<<<end of options ");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return options;
  for (const std::string& line : split(prompt.substr(begin, end - begin), '\n')) {
    constexpr std::size_t kMost = 26;
    if (options.size() < kMost && line.starts_with(letter_of(options.size()) + ") ")) {
      options.push_back(line.substr(3));
    }
  }
  return options;
}

std::vector<std::string> verdicts_offered(const std::string& words, std::size_t options) {
  std::vector<std::string> verdicts;
  for (std::size_t place = 0; place < options; ++place) verdicts.push_back(letter_of(place));
  for (const std::string_view word : {"ok", "wrong", "ambiguous", "none", "unclear", "garbled"}) {
    if (offers(words, word)) verdicts.emplace_back(word);
  }
  return verdicts;
}

/// "4|6" as the letters of the options that say so; words that are no option's stay as they are.
std::string letters_for(const std::string& truth, const std::vector<std::string>& options) {
  std::vector<std::string> letters;
  for (const std::string& part : split(truth, '|')) {
    const auto option = std::find(options.begin(), options.end(), part);
    if (option == options.end()) return truth;
    letters.push_back(letter_of(static_cast<std::size_t>(option - options.begin())));
  }
  return joined(letters, ",");
}

std::string truth_of(std::string_view prompt, const std::vector<std::string>& options,
                     const SimulatedKey* key) {
  if (auto marked = marked_truth(prompt)) return letters_for(*marked, options);
  if (key != nullptr) return key->text;
  if (options.empty()) return "ok";
  Rng rng = stream_for(0, "right option of a foreign question", {prompt});
  return letter_of(rng.below(options.size()));
}

}  // namespace

bool asks_about_a_question(const ChatTask& task) { return offers(system_text(task), "unclear"); }

SimulatedReply question_check(std::uint64_t seed, const SimulatedModel& judge, const ChatTask& task,
                              const SimulatedKey* key) {
  const std::string_view prompt = last_user_text(task.messages);
  const std::vector<std::string> options = options_in(prompt);
  std::string verdict = truth_of(prompt, options, key);
  Rng rng = stream_for(seed, "what a judge says of a question", {task.canonical});
  if (rng.uniform() < judge.mislabel_rate) {
    std::vector<std::string> others = verdicts_offered(system_text(task), options.size());
    std::erase(others, verdict);
    if (!others.empty()) verdict = others[rng.below(others.size())];
  }
  return {.text =
              "I read the question as it stands, solved it, and looked at what is offered.\n\n[[" +
              verdict + "]]"};
}

}  // namespace evenhand
