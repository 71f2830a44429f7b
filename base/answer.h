#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/chat.h"
#include "base/ids.h"

namespace evenhand {

/// What a model said to one turn.
struct AnswerTurn {
  std::string text;
  std::string reasoning = {};
  StopReason stop = StopReason::finished;
  std::string finish_reason = {};
  std::string served_model = {};
  Usage usage = {};
  std::optional<double> cost = {};  // US dollars; nullopt: unknown (or nothing was asked)
  std::vector<std::string> notes = {};
};

/// Why an answer or a verdict does not exist.
struct Failure {
  ErrorKind kind = ErrorKind::internal;
  std::string reason;
};

/// What one model said to one question, turn by turn. With a failure, `turns` holds the turns
/// that came before it, and nothing is judged.
struct Answer {
  QuestionId question;
  ModelId model;
  std::vector<AnswerTurn> turns;
  std::optional<Failure> failure = {};
  int sample = 0;  // 0, 1, ...: the same question answered again
};

/// Length in Unicode code points of all turns together, the unit of every length in reports.
std::size_t length_of(const Answer& answer);

}  // namespace evenhand
