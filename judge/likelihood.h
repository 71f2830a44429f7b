#pragma once

#include <vector>

#include "judge/protocol.h"

namespace evenhand {

// Protocols that ask for no answer: a candidate tells how likely it holds each option of a
// question, and the suite's key says which are right. 100 points where the first right one is
// likelier than every wrong one, else 0; a tie is lost (TruthfulQA's MC1).

/// The options themselves, each behind a blank (TruthfulQA, ARC, HellaSwag).
Result<std::unique_ptr<JudgeProtocol>> make_likelihood(const PromptLibrary& prompts,
                                                       const ProtocolOptions& options);

/// Their letters, each behind a blank, where the question shows the options itself (MMLU).
Result<std::unique_ptr<JudgeProtocol>> make_likelihood_of_letters(const PromptLibrary& prompts,
                                                                  const ProtocolOptions& options);

/// Log probabilities of a question's options, the first right one first.
struct OptionLogprobs {
  std::vector<double> of_right;
  std::vector<double> of_wrong;
};

/// nullopt where the answer lacks one, or where no option is possible at all: there is nothing to
/// compare. Those of `by_length` are divided by the option's code points.
enum class LogprobUnit { whole, by_length };
std::optional<OptionLogprobs> option_logprobs(const Question& question, const Answer& answer,
                                              LogprobUnit unit);

/// Whether the first right option is likelier than every wrong one.
bool is_likeliest(const OptionLogprobs& logprobs);

}  // namespace evenhand
