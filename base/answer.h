#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/chat.h"
#include "base/ids.h"

namespace evenhand {

/// What stays known of a text that is not held in memory: it and the reasoning are empty where they
/// were, and lie in the store. See base/words.h.
struct PutAway {
  std::size_t length = 0;  // code points
  bool has_list = false;
};

/// What a model said to one turn; or, of a protocol with continuations, how likely it holds one.
struct AnswerTurn {
  std::string text;
  std::string reasoning = {};
  StopReason stop = StopReason::finished;
  std::string finish_reason = {};
  std::string served_model = {};
  /// Where the text was given, and its log probability asked for; may be -infinity.
  std::optional<double> logprob = {};
  Usage usage = {};
  std::optional<double> cost = {};  // US dollars; nullopt: unknown (or nothing was asked)
  std::vector<std::string> notes = {};
  AttemptId attempt = 0;  // under which the store has the reply; 0: it does not
  std::optional<PutAway> put_away = {};
};

/// Why an answer or a verdict does not exist.
struct Failure {
  ErrorKind kind = ErrorKind::internal;
  std::string reason;
  FailedUse use = {};  // of the call whose failure it is
};

/// What a reply used that was dropped, and asked for again.
struct DroppedUse {
  Usage usage = {};
  std::optional<double> cost = {};  // US dollars; nullopt: unknown
};

/// What one model said to one question, turn by turn. With a failure, `turns` holds the turns
/// that came before it, and nothing is judged.
struct Answer {
  QuestionId question;
  ModelId model;
  std::vector<AnswerTurn> turns;
  std::optional<Failure> failure = {};
  int sample = 0;  // 0, 1, ...: the same question answered again
  /// With a failure: of the attempts before the one that failed. Else they are in the last turn's.
  std::vector<DroppedUse> dropped = {};
};

/// Length in Unicode code points of all that was said (given texts have none), as reports count it.
std::size_t length_of(const Answer& answer);
std::size_t length_of(const AnswerTurn& turn);

}  // namespace evenhand
