#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "providers/endpoint.h"

namespace evenhand {

/// Where an endpoint's calls go. Made from checked options only.
class EndpointAddress {
 public:
  /// bad_input, with a sentence that says what to change, for a base URL that must not be used.
  static Result<EndpointAddress> from(const EndpointOptions& options);

  std::string chat_url(std::string_view model) const;
  std::string completions_url(std::string_view model) const;
  std::string models_url() const;
  /// Whether the server is this machine.
  bool is_local() const { return local_; }

 private:
  std::string call_url(std::string_view model, std::string_view call) const;

  std::string base_;            // without a trailing slash
  std::string query_;           // "?api-version=..."; may be empty
  bool by_deployment_ = false;  // Azure's paths that name the model
  bool local_ = false;
};

/// The key as it will be sent: without blanks and line ends around it. bad_input for one that
/// contains what a header must not.
Result<std::string> usable_key(std::string_view key, std::string_view source);

}  // namespace evenhand
