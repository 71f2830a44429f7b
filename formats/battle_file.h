#pragma once

#include <string>

#include "base/file_system.h"
#include "formats/battle_builder.h"

namespace evenhand {

/// Gives the builder each battle of a file: JSON a line and CSV are read a record at a time, of any
/// length in all and of 16 MiB each; a JSON array as a whole, up to 2 GiB.
Result<void> take_battle_file(const FileSystem& files, const std::string& path,
                              BattleBuilder& builder);

}  // namespace evenhand
