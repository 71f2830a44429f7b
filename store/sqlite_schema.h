#pragma once

#include <string>

#include "base/result.h"

namespace evenhand {

/// The number of the format in docs/store-format.md; SQLite's user_version.
inline constexpr int kStoreFormat = 1;

/// corrupt_store unless the file is a store of our format. Looks at the first 100 bytes only, and
/// before SQLite does, so that a foreign file is not so much as opened. Requires that it exists.
Result<void> check_store_header(const std::string& path);

/// A new, empty store, built aside and renamed, so that there is a whole store or none. Requires
/// that nothing is there yet and that the caller holds the lock of this store.
Result<void> create_store(const std::string& path);

}  // namespace evenhand
