#pragma once

#include "judge/prompt_set.h"
#include "judge/protocol.h"

namespace evenhand {

/// Two answers, and the judge names the better one in a word: the preference is how sure it is of
/// that word, read from the log probabilities.
Result<std::unique_ptr<JudgeProtocol>> make_logprob(const PromptLibrary& prompts,
                                                    const ProtocolOptions& options);

}  // namespace evenhand
