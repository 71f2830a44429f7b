#include "judge/graded.h"

#include "judge/games.h"
#include "judge/labels.h"
#include "judge/upstream_grammar.h"
#include "judge/verdict_line.h"

namespace evenhand {
namespace {

class Graded : public JudgeProtocol {
 public:
  Graded(PromptSet prompts, const ProtocolOptions& options)
      : prompts_(std::move(prompts)), options_(options) {}

  ProtocolId id() const override { return {"graded"}; }
  bool needs_baseline() const override { return false; }
  Sampling sampling() const override { return {.temperature = 0.0, .max_output_tokens = 2048}; }
  std::vector<std::string> templates() const override { return prompts_.names(); }

  std::vector<Game> games(const Exhibit& exhibit) const override {
    return games_alone(exhibit, options_);
  }

  std::optional<Ruling> rule_unasked(const Exhibit& /*exhibit*/,
                                     const Game& /*game*/) const override {
    return std::nullopt;
  }

  std::vector<Message> ask(const Exhibit& exhibit, const Game& game) const override {
    const Exhibit alone{.question = exhibit.question, .candidate = exhibit.candidate};
    return prompts_.ask(alone, game, SeatNames{});
  }

  Ruling read(const ChatReply& reply, const Game& /*game*/) const override {
    const std::variant<Grade, Fault> read = grade_in(reply);
    if (const auto* fault = std::get_if<Fault>(&read)) return unreadable(*fault);
    return std::get<Grade>(read);
  }

 private:
  std::variant<Grade, Fault> grade_in(const ChatReply& reply) const {
    switch (options_.grammar) {
      case VerdictGrammar::upstream:
      case VerdictGrammar::upstream_v0_1: return upstream_grade(reply.text);
      case VerdictGrammar::strict: break;
    }
    const auto verdict = last_verdict(reply);
    if (const auto* fault = std::get_if<Fault>(&verdict)) return *fault;
    return grade_of(std::get<std::string>(verdict));
  }

  PromptSet prompts_;
  ProtocolOptions options_;
};

}  // namespace

Result<std::unique_ptr<JudgeProtocol>> make_graded(const PromptLibrary& prompts,
                                                   const ProtocolOptions& options) {
  EVENHAND_TRY(PromptSet set, PromptSet::find(prompts, "graded", AnswersShown::one));
  return std::unique_ptr<JudgeProtocol>(std::make_unique<Graded>(std::move(set), options));
}

}  // namespace evenhand
