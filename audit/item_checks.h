#pragma once

#include <vector>

#include "audit/checks.h"
#include "audit/item.h"

namespace evenhand {

/// Everything that can be said of one question without looking at others.
std::vector<Finding> check_item(const AuditItem& item);

}  // namespace evenhand
