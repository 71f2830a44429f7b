#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/verdict.h"
#include "base/words.h"
#include "run/calls.h"
#include "run/held_words.h"
#include "run/lanes.h"
#include "run/other_grammar.h"
#include "run/progress.h"
#include "run/setting.h"

namespace evenhand {

/// What a run has learned, in the order of the candidates, then of the suite, whatever the order
/// of the replies: a resumed run and an undisturbed one give the same bytes.
struct Findings {
  std::vector<Answer> answers;  // first samples: the candidates', then the baseline's
  /// Samples after the first, [sample - 1], each in the order of `answers`; one that a file of
  /// answers has no place for has failed with `not_found`.
  std::vector<std::vector<Answer>> further_samples = {};
  std::vector<Verdict> verdicts = {};  // by candidate, opponent, question, sample, judge, game

  /// Where words are that are put away; nullptr: none are.
  std::shared_ptr<const Words> words = {};

  const Answer& answer(std::size_t place, std::size_t sample) const {
    return sample == 0 ? answers[place] : further_samples[sample - 1][place];
  }
};

/// Where the words of replies are kept, and how many bytes of them are held in memory as well.
struct KeptWords {
  std::shared_ptr<const Words> words = {};  // nullptr: nowhere, and all of them are held
  std::size_t room = HeldWords::kRoom;
};

/// Asks and judges a whole run: every question is judged as soon as its answers are there, while
/// others are still being answered. Turns of one question follow each other.
class Evaluation {
 public:
  /// The others outlive this.
  Evaluation(const RunSetting& setting, const RunModels& models, Lanes& lanes, Progress& progress,
             KeptWords kept = {});
  ~Evaluation();
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  /// Posts the first jobs. Once, and before wait().
  void start();

  /// Waits until nothing is left to do and gives what was learned. What was never asked is there as
  /// a failure of kind `not_stored`; also where the run ended early, everything that is stored is
  /// there.
  Findings finish();

  /// Why the run ended early, where it did: the budget, the store, the user.
  std::optional<Error> stopped_by() const { return calls_.stopped_by(); }

  /// The first refusal of an endpoint that was for good: a key, a quota, a model it does not know.
  std::optional<Error> refused_by() const { return calls_.refused_by(); }

 private:
  struct Slot;   // one participant's answer to one question, on its way
  struct Sides;  // the answers of a bout, with their words
  struct Bout;   // one answer, or two that meet, on their way to the judges

  void lay_out_answers();
  void lay_out_bouts();
  void lay_out_verdicts();
  std::size_t most_games(const Bout& bout) const;
  Slot* slot_at(std::size_t participant, std::size_t question, std::size_t sample);
  void begin_answer(Slot& slot);
  void post_turn(Slot& slot);
  void ask_turn(Slot& slot);
  bool asks_again(Slot& slot);
  void end_answer(Slot& slot);
  void post_games(Bout& bout);
  bool rule_unasked(const Exhibit& exhibit, Verdict& verdict);
  void play(const Bout& bout, std::size_t verdict);
  Result<ChatReply> ask_judge(const Bout& bout, const ModelSpec& judge, const Game& game);
  void fail(std::span<Verdict> verdicts, const Error& error);
  void count_failure(const Error& error, std::atomic<std::int64_t>& done, std::size_t calls);
  Result<Sides> sides_of(const Bout& bout) const;
  std::span<Verdict> verdicts_of(const Bout& bout);
  ModelId judge_of(const Bout& bout, std::size_t verdict) const;
  void drop_unused_places();

  const RunSetting& setting_;
  Calls calls_;
  Lanes& lanes_;
  Progress& progress_;
  const std::vector<const Participant*> participants_;
  const std::size_t judges_;  // who rule on a game; the key counts as one
  const OtherGrammar other_grammar_;
  HeldWords held_;
  Findings findings_;        // a place for all that may be learned, from the beginning
  std::vector<Slot> slots_;  // [sample][participant][question]
  std::vector<std::unique_ptr<Bout>> bouts_;  // in the order of their verdicts
};

/// Was a thing that failed so never asked for, or not for good: may another invocation get it?
bool is_missing(const Failure& failure);

}  // namespace evenhand
