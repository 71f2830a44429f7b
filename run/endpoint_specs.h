#pragma once

#include <map>
#include <string>

#include "documents/node.h"
#include "run/run_file.h"

namespace evenhand {

/// The `endpoints` of a run file, strictly; none where the node is nullptr. Errors, with their
/// place, come before any call: an address that none can be made at is among them.
Result<std::map<std::string, EndpointSpec>> read_endpoints(const Node* node);

}  // namespace evenhand
