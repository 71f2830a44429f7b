#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"

namespace evenhand {

/// Takes the next part of a text that is too long to be held as one; its error ends the writing.
using PutText = std::function<Result<void>(std::string_view part)>;

}  // namespace evenhand
