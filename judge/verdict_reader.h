#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "judge/labels.h"
#include "judge/literal.h"

namespace re2 {
class RE2;
}

namespace evenhand {

/// One step of reading a judge's words in a form of its own; each is one of AlpacaEval's parsers
/// of completions, defects included.
struct ReadingStep {
  enum class Kind {
    regex,       // regex_parser: each match of a pattern, in the order of the text
    ranking,     // ranking_parser: the rank of a name in a list of {model, rank}
    json,        // json_parser: the value of a key, in the first block of JSON code if there is one
    literal,     // eval_parser: a literal of Python, which is read and never run
    two_scores,  // lmsys_parser: two numbers on the first line
    replace,     // replace_parser: one value for another; others stay
  };

  Kind kind = Kind::literal;
  std::string name = {};  // ranking: of the first answer; json: the key, or the whole where empty
  std::vector<std::pair<std::string, double>> values = {};  // regex, replace: text and meaning
};

/// "regex" and so on; the words of run files.
std::string_view name_of(ReadingStep::Kind kind);
std::optional<ReadingStep::Kind> reading_named(std::string_view name);
std::vector<std::string> reading_names();

/// Reads words by a sequence of steps, each applied to every value that the one before it gave.
class VerdictReader {
 public:
  /// Errors: no steps, a pattern that RE2 does not read, one that matches nothing at all.
  static Result<std::shared_ptr<const VerdictReader>> make(std::vector<ReadingStep> steps);

  std::vector<ReadingStep> steps() const;

  /// As AlpacaEval's parsers: a value for each verdict, None for one that is not understood.
  /// nullopt where the original ends in an exception, for words of more than 1 MiB and for more
  /// than 64 values.
  std::optional<std::vector<Literal>> values_in(std::string_view words) const;

  /// The one verdict of a game: from 1 (the first answer wins) to 2 (the second), 0 a tie.
  std::variant<SeatPreference, Fault> preference_in(std::string_view words) const;

 private:
  using Values = std::optional<std::vector<Literal>>;
  struct Step {
    ReadingStep what;
    std::vector<std::shared_ptr<const re2::RE2>> patterns = {};
  };

  explicit VerdictReader(std::vector<Step> steps) : steps_(std::move(steps)) {}

  static Values apply(const Step& step, const Literal& value);
  static Values matches(const Step& step, std::string_view words);

  std::vector<Step> steps_;
};

}  // namespace evenhand
