#include "judge/logprob.h"

#include <cmath>

#include "base/check.h"
#include "judge/games.h"
#include "judge/identifier_mass.h"
#include "judge/labels.h"

namespace evenhand {
namespace {

// Room for a blank, a line end or emphasis before the identifier; more would be an explanation.
constexpr int kMaxTokens = 8;
// What every server grants; the identifiers are the likeliest tokens or the reply is unreadable.
constexpr int kTopLogprobs = 5;
// Nine in ten: the judge is as sure as one that says "clearly".
constexpr double kClearShare = 0.9;

Margin margin_of(double share) {
  return share >= kClearShare || share <= 1.0 - kClearShare ? Margin::clear : Margin::slight;
}

class Logprob : public JudgeProtocol {
 public:
  Logprob(PromptSet prompts, const ProtocolOptions& options)
      : prompts_(std::move(prompts)), options_(options) {}

  ProtocolId id() const override { return {"logprob"}; }
  bool needs_baseline() const override { return true; }
  std::vector<std::string> templates() const override { return prompts_.names(); }

  Sampling sampling() const override {
    return {.temperature = 0.0, .max_output_tokens = kMaxTokens, .top_logprobs = kTopLogprobs};
  }

  std::vector<Game> games(const Exhibit& exhibit) const override {
    return games_between(exhibit, options_);
  }

  std::optional<Ruling> rule_unasked(const Exhibit& exhibit, const Game& game) const override {
    return tie_of_equals(exhibit, game);
  }

  std::vector<Message> ask(const Exhibit& exhibit, const Game& game) const override {
    EVENHAND_CHECK(exhibit.baseline != nullptr);
    const Identifiers& identifiers = options_.identifiers;
    return prompts_.ask(exhibit, game, {identifiers.first, identifiers.second});
  }

  Ruling read(const ChatReply& reply, const Game& game) const override {
    const std::variant<double, Fault> share = share_in(reply);
    if (const auto* fault = std::get_if<Fault>(&share)) return unreadable(*fault);
    const double first = std::get<double>(share);
    return seen_from_candidate({first, margin_of(first)}, game.seating);
  }

 private:
  // The token limit is part of the protocol: a reply that met it is not cut off.
  std::variant<double, Fault> share_in(const ChatReply& reply) const {
    switch (options_.grammar) {
      case VerdictGrammar::upstream:
      case VerdictGrammar::upstream_v0_1:
        return upstream_first_share(reply.logprobs, options_.identifiers);
      case VerdictGrammar::strict: break;
    }
    if (reply.stop == StopReason::filtered) return Fault::withheld;
    return first_share(reply.logprobs, options_.identifiers);
  }

  PromptSet prompts_;
  ProtocolOptions options_;
};

}  // namespace

Result<std::unique_ptr<JudgeProtocol>> make_logprob(const PromptLibrary& prompts,
                                                    const ProtocolOptions& options) {
  const Identifiers& identifiers = options.identifiers;
  if (identifiers.first.empty() || identifiers.second.empty() ||
      identifiers.first == identifiers.second) {
    return Error{.kind = ErrorKind::bad_input,
                 .what =
                     "the two identifiers of the logprob protocol must differ, and neither "
                     "may be empty"};
  }
  EVENHAND_TRY(PromptSet set, PromptSet::find(prompts, "logprob", AnswersShown::two));
  return std::unique_ptr<JudgeProtocol>(std::make_unique<Logprob>(std::move(set), options));
}

}  // namespace evenhand
