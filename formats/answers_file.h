#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"

namespace evenhand {

/// One line (or object) of a file of answers, before it is known which question it belongs to.
struct AnswerRow {
  std::optional<QuestionId> id = {};
  std::optional<std::string> instruction = {};  // the text of the question's first turn
  std::vector<std::string> turns;
  std::vector<std::vector<std::string>> further_choices = {};  // FastChat's samples after the first
  int line = 0;
};

/// Answers that exist already, as some tool wrote them.
struct AnswersFile {
  std::string path;
  std::string format;  // "alpaca_eval", "fastchat", "arena_hard" or "evenhand"
  std::optional<std::string> generator = {};  // who wrote them, where the file says so
  std::vector<AnswerRow> rows;
  std::vector<std::string> remarks = {};  // what is odd about the file, in sentences
};

/// Reads a file of answers in any of four forms, told apart by its fields:
///
/// - AlpacaEval's model_outputs.json: an array of {instruction, output, generator, ...};
/// - FastChat's model_answer/*.jsonl: {question_id, model_id, choices: [{turns}], ...}, of which
///   the first choice is the answer, as it is for FastChat; a turn may be {"content": text}, as in
///   Arena-Hard v0.1;
/// - Arena-Hard v2.0's model_answer/*.jsonl: {uid, messages, model, ...}, the last message;
/// - lines of {"id": ..., "answer": text} or {"id": ..., "turns": [texts]}, or AlpacaEval's fields
///   a line each.
///
/// Other fields are left alone. Errors have their line; rows of two forms in one file are one.
Result<AnswersFile> read_answers(const FileSystem& files, const std::string& path);

}  // namespace evenhand
