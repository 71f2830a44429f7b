#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evenhand {

/// What a server says about a failure, in whichever shape it says it.
struct ErrorBody {
  std::string message;
  std::string type;
  std::string code;  // a number as its decimal text
  std::string param;
  std::string inner_code;  // Azure's innererror.code
};

/// nullopt when the body contains no error: not JSON, or JSON of another meaning.
std::optional<ErrorBody> read_error_body(std::string_view body);

/// The text as one readable line of at most `limit` characters, without control characters.
std::string excerpt_of(std::string_view text, std::size_t limit);

}  // namespace evenhand
