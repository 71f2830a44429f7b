#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/question.h"
#include "formats/answers_file.h"

namespace evenhand {

/// Whose answers they are to be, and how many of a row's samples (FastChat's choices) are wanted.
struct Wanted {
  ModelId model;
  std::size_t samples = 1;  // at least 1
  /// Places of the questions that are asked, ascending; what is odd about others is not told.
  /// nullopt: all are asked.
  std::optional<std::vector<std::size_t>> asked = {};
};

/// The answers of a file, one for each question, in the order of the questions. Nothing is dropped
/// silently: a question without an answer has a failure in its place, and every row that found no
/// question is told of.
struct MatchedAnswers {
  /// [sample][question]; at least one sample, and no more than some row has.
  std::vector<std::vector<Answer>> samples;
  std::vector<std::string> remarks;  // sentences, with counts and examples
};

/// Joins rows and questions by id where the row has one, else by the exact text of the first turn.
///
/// Errors: two different answers to one question; a row without id whose text begins two questions;
/// no row that fits any question. Failures in place
/// of an answer: `not_found` where there is no row or a turn is missing, `empty_reply` where a text
/// is blank, `malformed_reply` where the tool wrote its error text ("$ERROR$") as an answer.
/// A row with fewer samples than others has `not_found` in place of those that it lacks.
Result<MatchedAnswers> match_answers(std::span<const Question> questions, const AnswersFile& file,
                                     const Wanted& wanted);

}  // namespace evenhand
