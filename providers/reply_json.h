#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace evenhand {

/// The JSON that a server sent, as `json_within` found it, mended where strict parsers refuse it.
/// Discarded where it is none even so, or nested deeper than kMaxJsonDepth.
nlohmann::json parsed_reply(std::string_view text);

}  // namespace evenhand
