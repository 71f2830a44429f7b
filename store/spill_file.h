#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/ended_attempt.h"

namespace evenhand {

/// Where replies go that the store could not take: beside the store first, else in the fallback
/// folder, under a name made from the store's path.
std::vector<std::string> spill_paths(const std::string& store_path,
                                     const std::string& fallback_folder);

/// On return the attempts are on the disk, behind what the file held before, and the path says
/// in which of the files. An error when none of them could take them; nothing is left of the try.
Result<std::string> spill(std::span<const std::string> paths, std::span<const EndedAttempt> ended);

struct SpilledAttempts {
  std::vector<EndedAttempt> attempts;
  bool damaged = false;  // the file ends in, or holds, bytes that are no record
};

/// No attempts when there is no such file. io_failed when it cannot be read, or is not a file of
/// this user: in a shared folder anybody could lay one down.
Result<SpilledAttempts> read_spill(const std::string& path);

}  // namespace evenhand
