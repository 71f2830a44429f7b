#pragma once

#include <map>
#include <string>

#include "documents/node.h"
#include "run/run_file.h"

namespace evenhand {

/// The `endpoints` of a run file, strictly; none where the node is nullptr.
Result<std::map<std::string, EndpointSpec>> read_endpoints(const Node* node);

/// An error, with its place, where no call can be made at an address. For whoever is about to ask:
/// what is stored can be shown all the same.
Result<void> check_addresses(const std::map<std::string, EndpointSpec>& endpoints);

}  // namespace evenhand
