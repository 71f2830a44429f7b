#include "judge/comparison.h"

#include "base/check.h"
#include "judge/games.h"
#include "judge/labels.h"
#include "judge/upstream_grammar.h"
#include "judge/verdict_line.h"
#include "judge/verdict_reader.h"

namespace evenhand {
namespace {

/// What differs between the two comparisons.
struct ComparisonKind {
  std::string_view id;
  std::string_view prompt;
  std::span<const Label> (*labels)();
  std::variant<SeatPreference, Fault> (*upstream)(std::string_view text);
  std::variant<SeatPreference, Fault> (*upstream_v0_1)(std::string_view text);
};

constexpr ComparisonKind kPairwise{"pairwise", "pairwise", pairwise_labels, upstream_pairwise,
                                   upstream_pairwise};
constexpr ComparisonKind kPairwiseFive{"pairwise_five", "pairwise-five", five_way_labels,
                                       upstream_five_way, upstream_five_way_v0_1};

class Comparison : public JudgeProtocol {
 public:
  Comparison(const ComparisonKind& kind, PromptSet prompts, const ProtocolOptions& options)
      : kind_(kind), prompts_(std::move(prompts)), options_(options) {}

  ProtocolId id() const override { return {std::string(kind_.id)}; }
  bool needs_baseline() const override { return true; }
  Sampling sampling() const override { return {.temperature = 0.0, .max_output_tokens = 2048}; }
  std::vector<std::string> templates() const override { return prompts_.names(); }

  std::vector<Game> games(const Exhibit& exhibit) const override {
    return games_between(exhibit, options_);
  }

  std::optional<Ruling> rule_unasked(const Exhibit& exhibit, const Game& game) const override {
    return tie_of_equals(exhibit, game);
  }

  std::vector<Message> ask(const Exhibit& exhibit, const Game& game) const override {
    EVENHAND_CHECK(exhibit.baseline != nullptr);
    return prompts_.ask(exhibit, game, SeatNames{});
  }

  Ruling read(const ChatReply& reply, const Game& game) const override {
    const std::variant<SeatPreference, Fault> read = preference_in(reply);
    if (const auto* fault = std::get_if<Fault>(&read)) return unreadable(*fault);
    return seen_from_candidate(std::get<SeatPreference>(read), game.seating);
  }

 private:
  std::variant<SeatPreference, Fault> preference_in(const ChatReply& reply) const {
    if (options_.reader != nullptr) return options_.reader->preference_in(reply.text);
    switch (options_.grammar) {
      case VerdictGrammar::upstream: return kind_.upstream(reply.text);
      case VerdictGrammar::upstream_v0_1: return kind_.upstream_v0_1(reply.text);
      case VerdictGrammar::strict: break;
    }
    const auto verdict = last_verdict(reply);
    if (const auto* fault = std::get_if<Fault>(&verdict)) return *fault;
    const auto preference = preference_of(std::get<std::string>(verdict), kind_.labels());
    if (!preference) return Fault::unknown_verdict;
    return *preference;
  }

  const ComparisonKind& kind_;
  PromptSet prompts_;
  ProtocolOptions options_;
};

Result<std::unique_ptr<JudgeProtocol>> make(const ComparisonKind& kind,
                                            const PromptLibrary& prompts,
                                            const ProtocolOptions& options) {
  EVENHAND_TRY(PromptSet set,
               PromptSet::find(prompts, std::string(kind.prompt), AnswersShown::two));
  return std::unique_ptr<JudgeProtocol>(
      std::make_unique<Comparison>(kind, std::move(set), options));
}

}  // namespace

Result<std::unique_ptr<JudgeProtocol>> make_pairwise(const PromptLibrary& prompts,
                                                     const ProtocolOptions& options) {
  return make(kPairwise, prompts, options);
}

Result<std::unique_ptr<JudgeProtocol>> make_pairwise_five(const PromptLibrary& prompts,
                                                          const ProtocolOptions& options) {
  return make(kPairwiseFive, prompts, options);
}

}  // namespace evenhand
