#pragma once

#include <string>

#include "base/file_system.h"
#include "formats/battle_builder.h"

namespace evenhand {

/// Gives the builder each battle of a file, which is JSON a line, one JSON array or CSV. It is read
/// a record at a time: of any length in all, and of 16 MiB each.
Result<void> take_battle_file(const FileSystem& files, const std::string& path,
                              BattleBuilder& builder);

}  // namespace evenhand
