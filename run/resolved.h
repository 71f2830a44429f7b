#pragma once

#include <string>

#include "base/ids.h"
#include "run/setting.h"

namespace evenhand {

/// The run as it was understood: a run file with every default spelled out, and the digests of the
/// suite, the prompts and the answers files in comments that say what they cover. Holds no key.
/// Equal settings give equal text.
Result<std::string> resolved_run_file(const RunSetting& setting, const std::string& version);

/// Digest over the words that the run's protocol may say to judges.
Result<Digest> prompts_digest(const RunSetting& setting);

}  // namespace evenhand
