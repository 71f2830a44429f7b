#pragma once

#include <string>

#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// An error where a file is there already, for commands that replace none without --overwrite.
Result<void> refuse_to_replace(const FileSystem& files, const std::string& path);

}  // namespace evenhand
