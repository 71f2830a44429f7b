#pragma once

#include "judge/prompt_set.h"
#include "judge/protocol.h"

namespace evenhand {

/// One answer alone, graded from 1 to 10.
Result<std::unique_ptr<JudgeProtocol>> make_graded(const PromptLibrary& prompts,
                                                   const ProtocolOptions& options);

}  // namespace evenhand
