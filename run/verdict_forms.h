#pragma once

#include <string>

#include "documents/node.h"
#include "judge/protocol.h"

namespace evenhand {

/// What a run file's `verdicts` says: strict, upstream, or a reading of its own: one step, such as
/// {ranking: model_1}, or a list of steps. docs/protocols.md has the forms.
Result<ProtocolOptions> with_verdicts(const Node& verdicts, ProtocolOptions options);

/// The same for files and reports, in a form that a run file takes.
std::string verdicts_text(const ProtocolOptions& options);

}  // namespace evenhand
