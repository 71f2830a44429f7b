#pragma once

#include "judge/prompt_set.h"
#include "judge/protocol.h"

namespace evenhand {

/// Two answers side by side, a verdict of three outcomes: A, B, or C for a tie.
Result<std::unique_ptr<JudgeProtocol>> make_pairwise(const PromptLibrary& prompts,
                                                     const ProtocolOptions& options);

/// Two answers side by side, a verdict of five outcomes: who is better, and whether clearly.
Result<std::unique_ptr<JudgeProtocol>> make_pairwise_five(const PromptLibrary& prompts,
                                                          const ProtocolOptions& options);

}  // namespace evenhand
