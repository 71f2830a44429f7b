#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace evenhand {

/// Makes missing folders, and finds out before the first paid call whether the folder, and the
/// file if it is there, can be written to.
Result<void> prepare_place(const std::string& path);

/// A sentence about the file system a store lies on, where it is not a plain local one or nearly
/// full.
std::optional<std::string> remark_on_place(const std::string& path);

/// For this user, on the file system of the folder of this path; nullopt: not known.
std::optional<std::uint64_t> free_bytes(const std::string& path);

}  // namespace evenhand
