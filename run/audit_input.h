#pragma once

#include <string>
#include <vector>

#include "audit/item.h"
#include "base/result.h"
#include "run/world.h"

namespace evenhand {

/// What an audit looks at.
struct AuditInput {
  std::vector<AuditItem> items;
  std::vector<AuditItem> examples;  // few-shot; empty where there are none
  std::string examples_from;        // their folder
};

/// Each name is a built-in suite, a folder with a suite.yaml, or whatever read_mmlu_items takes. An
/// empty `examples` stands for the folder `dev` that belongs to a folder of questions, if there is
/// one. Errors: what cannot be read, two questions of the same id.
Result<AuditInput> read_audit_input(const std::vector<std::string>& names,
                                    const std::string& examples, const World& world);

}  // namespace evenhand
