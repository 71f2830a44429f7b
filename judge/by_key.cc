#include "judge/by_key.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "judge/choice_presets.h"
#include "judge/emotion_score.h"
#include "judge/emotions.h"

namespace evenhand {
namespace {

constexpr double kFull = 100.0;
constexpr std::size_t kLetters = 26;

/// One game a question: the answer of the last turn against the key.
class ByKey : public JudgeProtocol {
 public:
  bool needs_baseline() const override { return false; }
  bool needs_judges() const override { return false; }
  PointScale scale() const override { return {.low = 0.0, .high = kFull}; }
  Sampling sampling() const override { return {}; }
  std::vector<std::string> templates() const override { return {}; }

  std::vector<Game> games(const Exhibit& exhibit) const override {
    const int last = static_cast<int>(exhibit.question.turns.size()) - 1;
    return {{.question = exhibit.question.id,
             .candidate = exhibit.candidate.model,
             .judge = {},
             .turn = last,
             .sample = exhibit.candidate.sample}};
  }

  std::optional<Ruling> rule_unasked(const Exhibit& exhibit, const Game& game) const override {
    const auto turn = static_cast<std::size_t>(game.turn);
    if (turn >= exhibit.candidate.turns.size()) return Unreadable{.reason = "no answer"};
    return rule(exhibit.question, exhibit.candidate.turns[turn].text);
  }

  std::vector<Message> ask(const Exhibit& /*exhibit*/, const Game& /*game*/) const override {
    check_failed("a protocol by key asks nobody", __FILE__, __LINE__);
  }

  Ruling read(const ChatReply& /*reply*/, const Game& /*game*/) const override {
    check_failed("a protocol by key asks nobody", __FILE__, __LINE__);
  }

 protected:
  static std::string key_text(const Question& question) {
    return question.turns.back().reference.value_or("");
  }

 private:
  virtual Ruling rule(const Question& question, const std::string& answer) const = 0;
};

class MultipleChoice : public ByKey {
 public:
  explicit MultipleChoice(Extraction extraction) : extraction_(extraction) {}

  ProtocolId id() const override { return {"multiple_choice"}; }

  std::optional<std::string> objection_to(const Question& question) const override {
    if (question.options.empty()) return "has no 'options'";
    if (key_text(question).empty()) return "has no reference: the letter of the right option";
    if (key_text(question).size() > 1) return "has no single letter as its reference";
    if (question.options.size() > kLetters) return "has more options than there are letters";
    return std::nullopt;  // that the letter is an option's is checked where suites are read
  }

 private:
  Ruling rule(const Question& question, const std::string& answer) const override {
    const auto letter = chosen_letter(answer, question.options, extraction_);
    if (!letter) return Unreadable{.reason = "the reply chooses no option"};
    return Grade{.points = *letter == key_text(question) ? kFull : 0.0, .out_of = kFull};
  }

  Extraction extraction_;
};

class EqBench : public ByKey {
 public:
  explicit EqBench(VerdictGrammar grammar) : grammar_(grammar) {}

  ProtocolId id() const override { return {"eq_bench"}; }
  int attempts() const override { return 3; }  // upstream's default

  std::optional<std::string> objection_to(const Question& question) const override {
    constexpr std::size_t kEmotions = 4;
    const std::vector<Emotion> key = key_of(question);
    if (key.size() != kEmotions) {
      return "needs a reference with four lines 'label: intensity', found " +
             std::to_string(key.size());
    }
    if (!within_scale(key)) return "has a key with an intensity outside 0 to 10";
    return std::nullopt;
  }

 private:
  static std::vector<Emotion> key_of(const Question& question) {
    return emotions_of_key(key_text(question));
  }

  static bool within_scale(const std::vector<Emotion>& emotions) {
    constexpr double kMost = 10.0;
    return std::all_of(emotions.begin(), emotions.end(), [](const Emotion& emotion) {
      return emotion.intensity >= 0.0 && emotion.intensity <= kMost;
    });
  }

  /// The revised scores are what a reply that has them ends with.
  Ruling rule(const Question& question, const std::string& answer) const override {
    const std::vector<Emotion> key = key_of(question);
    const EmotionReply reply =
        read_emotions(answer, language_of_prompt(question.turns.back().user));
    std::vector<double> wanted;
    for (const Emotion& emotion : key) wanted.push_back(emotion.intensity);
    for (const std::vector<Emotion>& pass : {reply.revised, reply.first_pass}) {
      const auto answered = intensities_of(pass, key);
      if (!answered) continue;
      if (grammar_ == VerdictGrammar::strict && !within_scale(pass)) {
        return Unreadable{.reason = "an intensity above 10"};
      }
      const double score = emotion_score(*answered, wanted, DistanceOfFive::linear);
      return Grade{.points = score * 10.0, .out_of = kFull};
    }
    return Unreadable{.reason = "the reply does not have an intensity for every emotion"};
  }

  VerdictGrammar grammar_;
};

}  // namespace

Result<std::unique_ptr<JudgeProtocol>> make_multiple_choice(const PromptLibrary& /*prompts*/,
                                                            const ProtocolOptions& options) {
  return std::unique_ptr<JudgeProtocol>(
      std::make_unique<MultipleChoice>(options.extraction_used()));
}

Result<std::unique_ptr<JudgeProtocol>> make_eq_bench(const PromptLibrary& /*prompts*/,
                                                     const ProtocolOptions& options) {
  return std::unique_ptr<JudgeProtocol>(std::make_unique<EqBench>(options.grammar));
}

}  // namespace evenhand
