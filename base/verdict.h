#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/answer.h"
#include "base/ids.h"

namespace evenhand {

/// Who sits in the seat that the judge reads first.
enum class Seating { candidate_first, baseline_first };

enum class Margin { slight, clear };

/// What the judge thinks of the two answers, seen from the candidate. The seats A and
/// B end where a protocol reads the judge's words; nothing after that knows of them.
struct Preference {
  double candidate_share = 0.5;  // 1: candidate wins, 0: baseline wins, 0.5: a tie
  Margin margin = Margin::slight;
};

/// A mark for one answer on its own, on the rubric's scale.
struct Grade {
  double points = 0.0;
  double out_of = 10.0;
};

/// The judge spoke, but not in the agreed form. Counted and shown, never scored.
struct Unreadable {
  std::string reason;
};

using Ruling = std::variant<Preference, Grade, Unreadable>;

/// One question put to one judge once.
struct Game {
  QuestionId question;
  ModelId candidate;
  std::optional<ModelId> baseline = {};  // absent when the protocol grades alone
  ModelId judge;
  Seating seating = Seating::candidate_first;
  int turn = 0;    // the turn that is judged, from 0; earlier ones are shown as context
  int repeat = 0;  // 0, 1, ...: the same game asked again
  int sample = 0;  // which of the candidate's answers to the question is judged, from 0
};

/// A game and what came of it: a ruling read from the judge's words, or a failure of the call,
/// in which case there are no words and no ruling.
struct Verdict {
  Game game;
  std::optional<Ruling> ruling = {};  // set exactly when `failure` is not
  std::optional<Failure> failure = {};
  std::string judgement = {};
  std::string reasoning = {};
  StopReason stop = StopReason::finished;  // of the judge's reply
  std::string served_model = {};
  Usage usage = {};
  std::optional<double> cost = {};
  std::vector<std::string> notes = {};  // what was different from what was asked for
  bool read_differently = false;        // by the other grammar than the run's, strict or upstream
  AttemptId attempt = 0;  // under which the store has the judge's reply; 0: it does not
  bool put_away = false;  // `judgement` and `reasoning` are not held: see base/words.h
  bool by_rule = false;   // ruled without asking: the two answers are the same, letter for letter
};

}  // namespace evenhand
