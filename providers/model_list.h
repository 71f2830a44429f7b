#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "providers/http_transport.h"

namespace evenhand {

/// The names in a response to GET /models, in the server's order. A server without such a list
/// (404, 405) has none; what cannot be read is malformed_reply.
Result<std::vector<std::string>> read_model_list(const Result<HttpResponse>& response,
                                                 Clock::Wall now);

}  // namespace evenhand
