#pragma once

#include "run/setting.h"

namespace evenhand {

/// Lowers what endpoints may have in flight to what this process may open, so that no call fails
/// for want of a file descriptor; remarks on it. Each endpoint keeps at least one call.
void keep_to_descriptors(RunSetting& setting);

}  // namespace evenhand
