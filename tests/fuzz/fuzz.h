#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"

// libFuzzer calls this with one input after the other; its name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace evenhand {

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace evenhand
