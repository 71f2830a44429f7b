#pragma once

#include "judge/protocol.h"

namespace evenhand {

// Protocols that ask no judge: the suite brings the key, and the answer is held against it.

/// The last turn's reference is the letter of the right option; 100 points or 0.
Result<std::unique_ptr<JudgeProtocol>> make_multiple_choice(const PromptLibrary& prompts,
                                                            const ProtocolOptions& options);

/// The last turn's reference is a key of emotions, "label: intensity" in each line; EQ-Bench's
/// points, version 2, on its scale of 100: see judge/emotion_score.h.
Result<std::unique_ptr<JudgeProtocol>> make_eq_bench(const PromptLibrary& prompts,
                                                     const ProtocolOptions& options);

}  // namespace evenhand
