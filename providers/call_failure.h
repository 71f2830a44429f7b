#pragma once

#include <string>

#include "base/error.h"
#include "providers/error_body.h"

namespace evenhand {

/// How far a failure reaches: this call, every call for this model, every call to this endpoint; or
/// this call for now, and every call for this model once several have ended so.
enum class Reach { call, model, endpoint, in_doubt };

enum class Retry { never, later };

struct CallFailure {
  Error error;
  Reach reach = Reach::call;
  Retry retry = Retry::never;
  std::string rejected_field = {};  // of the request; empty unless the server named one
};

/// What a response with this status means. A status of 200 with an error inside is classified by
/// the status that the error's own code stands for. `excerpt` is shown where the error has no
/// message of its own.
CallFailure failure_of(int status, const ErrorBody& error, const std::string& excerpt);

}  // namespace evenhand
