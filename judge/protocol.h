#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/answer.h"
#include "base/chat.h"
#include "base/question.h"
#include "base/verdict.h"
#include "judge/choice_presets.h"
#include "prompts/prompt_library.h"

namespace evenhand {

/// What lies on the table before the judge. A view: the owner outlives the game.
struct Exhibit {
  const Question& question;
  const Answer& candidate;
  const Answer* baseline = nullptr;
};

/// Who reads what first: every game from both seats, or one seating a question, drawn from a seed
/// and the question's text, so that it is the same for every candidate: by our own stream, or by
/// the very rule of AlpacaEval, whose seed is 0.
enum class Seats { both, drawn, drawn_as_alpaca_eval };

/// "both", "drawn", "alpaca_eval": the words of run files and reports.
std::string_view name_of(Seats seats);

/// How a judge's words are read: by our own strict grammar, or as the original tool does it.
/// Arena-Hard read five-way verdicts otherwise in its first version; of all other protocols
/// upstream_v0_1 is upstream.
enum class VerdictGrammar { strict, upstream, upstream_v0_1 };

/// "strict", "upstream", "upstream_v0.1": the words of run files and reports.
std::string_view name_of(VerdictGrammar grammar);

/// The words by which the logprob protocol has the judge name the first answer and the second;
/// AlpacaEval's, so that its templates can be used. Each should be one token of the judge.
struct Identifiers {
  std::string first = "m";
  std::string second = "M";
};

class VerdictReader;

struct ProtocolOptions {
  Seats seats = Seats::both;
  std::uint64_t seed = 0;
  int repeats = 1;  // at least 1: every game is played so often
  VerdictGrammar grammar = VerdictGrammar::strict;
  Identifiers identifiers = {};
  std::shared_ptr<const VerdictReader> reader = {};  // in place of a grammar; of pairwise only
  /// Of multiple_choice; nullopt: as the grammar says, `automatic` or `simple_evals`.
  std::optional<Extraction> extraction = {};

  Extraction extraction_used() const {
    return extraction.value_or(grammar == VerdictGrammar::strict ? Extraction::automatic
                                                                 : Extraction::simple_evals);
  }
};

/// The ends of the scale that a protocol gives points on; `high` is what points are out of.
struct PointScale {
  double low = 1.0;
  double high = 10.0;
};

/// How a judge is asked and how its words are read: pairwise, graded, by reference.
///
/// Pure. A protocol sends nothing, stores nothing and knows no clock, so each one is
/// tested with strings: exhibit in, messages out; words in, ruling out.
class JudgeProtocol {
 public:
  virtual ~JudgeProtocol() = default;

  virtual ProtocolId id() const = 0;

  virtual bool needs_baseline() const = 0;

  /// Where the suite brings a key, rule_unasked() has a ruling for every game.
  virtual bool needs_judges() const { return true; }

  /// How often a candidate is asked for an answer that this protocol can rule on, each time at a
  /// higher temperature; the last one stands.
  virtual int attempts() const { return 1; }

  /// The texts whose log probabilities a candidate is asked for, instead of an answer of its own:
  /// each becomes a turn of its answer. Empty: it answers turn by turn.
  virtual std::vector<std::string> continuations(const Question& /*question*/) const { return {}; }

  /// Of grades.
  virtual PointScale scale() const { return {}; }

  /// Why this protocol cannot rule on a question, such as "has no 'options'".
  virtual std::optional<std::string> objection_to(const Question& /*question*/) const {
    return std::nullopt;
  }

  /// Defaults for a judge that says nothing else: room for an explanation, temperature 0,
  /// log probabilities where the ruling is read from them.
  virtual Sampling sampling() const = 0;

  /// The names of the templates that this protocol may fill, for digests.
  virtual std::vector<std::string> templates() const = 0;

  /// The games that this exhibit takes, such as one for each seating and turn. The judge's name is
  /// left empty; the caller fills it in.
  virtual std::vector<Game> games(const Exhibit& exhibit) const = 0;

  /// A ruling that needs no judge: two answers that are the same, letter for letter, are a tie.
  virtual std::optional<Ruling> rule_unasked(const Exhibit& exhibit, const Game& game) const = 0;

  virtual std::vector<Message> ask(const Exhibit& exhibit, const Game& game) const = 0;

  /// Unreadable when the words do not follow the agreed form. Never guesses.
  virtual Ruling read(const ChatReply& reply, const Game& game) const = 0;
};

/// A protocol by name, with its templates checked; unknown names are answered with the nearest.
/// The library outlives the protocol.
Result<std::unique_ptr<JudgeProtocol>> make_protocol(const ProtocolId& id,
                                                     const PromptLibrary& prompts,
                                                     const ProtocolOptions& options);

std::vector<std::string> protocol_names();

}  // namespace evenhand
