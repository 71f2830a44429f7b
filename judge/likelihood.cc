#include "judge/likelihood.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

constexpr double kFull = 100.0;

class Likelihood : public JudgeProtocol {
 public:
  bool needs_baseline() const override { return false; }
  bool needs_judges() const override { return false; }
  PointScale scale() const override { return {.low = 0.0, .high = kFull}; }
  Sampling sampling() const override { return {}; }
  std::vector<std::string> templates() const override { return {}; }

  std::optional<std::string> objection_to(const Question& question) const override {
    if (question.options.empty()) return "has no 'options'";
    if (question.turns.size() != 1) return "has more than one turn";
    // That the reference names options is checked where suites are read.
    if (right_options(question).size() == question.options.size()) return "has no wrong option";
    return std::nullopt;
  }

  std::vector<Game> games(const Exhibit& exhibit) const override {
    return {{.question = exhibit.question.id,
             .candidate = exhibit.candidate.model,
             .judge = {},
             .sample = exhibit.candidate.sample}};
  }

  std::optional<Ruling> rule_unasked(const Exhibit& exhibit, const Game& /*game*/) const override {
    const auto logprobs = option_logprobs(exhibit.question, exhibit.candidate, LogprobUnit::whole);
    if (!logprobs) return Unreadable{.reason = "not a log probability for every option"};
    return Grade{.points = is_likeliest(*logprobs) ? kFull : 0.0, .out_of = kFull};
  }

  std::vector<Message> ask(const Exhibit& /*exhibit*/, const Game& /*game*/) const override {
    check_failed("a protocol by key asks nobody", __FILE__, __LINE__);
  }

  Ruling read(const ChatReply& /*reply*/, const Game& /*game*/) const override {
    check_failed("a protocol by key asks nobody", __FILE__, __LINE__);
  }
};

class LikelihoodOfOptions : public Likelihood {
 public:
  ProtocolId id() const override { return {"likelihood"}; }

  std::vector<std::string> continuations(const Question& question) const override {
    std::vector<std::string> texts;
    for (const std::string& option : question.options) {
      texts.push_back(" " + std::string(trimmed(option)));
    }
    return texts;
  }
};

class LikelihoodOfLetters : public Likelihood {
 public:
  ProtocolId id() const override { return {"likelihood_of_letters"}; }

  std::vector<std::string> continuations(const Question& question) const override {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      texts.push_back(" " + option_letter(i));
    }
    return texts;
  }
};

}  // namespace

std::optional<OptionLogprobs> option_logprobs(const Question& question, const Answer& answer,
                                              LogprobUnit unit) {
  if (answer.failure || answer.turns.size() != question.options.size()) return std::nullopt;
  std::vector<double> all;
  for (std::size_t i = 0; i < answer.turns.size(); ++i) {
    if (!answer.turns[i].logprob) return std::nullopt;
    const auto length = static_cast<double>(code_points(trimmed(question.options[i])));
    all.push_back(*answer.turns[i].logprob / (unit == LogprobUnit::whole ? 1.0 : length));
  }
  const bool any = std::any_of(all.begin(), all.end(), [](double l) { return std::isfinite(l); });
  const std::vector<std::size_t> right = right_options(question);
  if (!any || right.empty() || right.size() == all.size()) return std::nullopt;
  OptionLogprobs logprobs;
  for (const std::size_t place : right) logprobs.of_right.push_back(all[place]);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::find(right.begin(), right.end(), i) == right.end()) {
      logprobs.of_wrong.push_back(all[i]);
    }
  }
  return logprobs;
}

bool is_likeliest(const OptionLogprobs& logprobs) {
  const double best = logprobs.of_right.front();
  return std::all_of(logprobs.of_wrong.begin(), logprobs.of_wrong.end(),
                     [best](double wrong) { return best > wrong; });
}

Result<std::unique_ptr<JudgeProtocol>> make_likelihood(const PromptLibrary& /*prompts*/,
                                                       const ProtocolOptions& /*options*/) {
  return std::unique_ptr<JudgeProtocol>(std::make_unique<LikelihoodOfOptions>());
}

Result<std::unique_ptr<JudgeProtocol>> make_likelihood_of_letters(
    const PromptLibrary& /*prompts*/, const ProtocolOptions& /*options*/) {
  return std::unique_ptr<JudgeProtocol>(std::make_unique<LikelihoodOfLetters>());
}

}  // namespace evenhand
