#include "providers/endpoint_address.h"

#include <algorithm>

#include "base/text.h"
#include "providers/percent_encoding.h"
#include "providers/url.h"

namespace evenhand {
namespace {

Error bad(std::string what, std::string hint) {
  return {.kind = ErrorKind::bad_input, .what = std::move(what), .hint = std::move(hint)};
}

std::string_view without_slashes(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// People paste the whole URL of the call as well.
std::string_view without_call(std::string_view path) {
  path = without_slashes(path);
  constexpr std::string_view kCall = "/chat/completions";
  if (path.ends_with(kCall)) path.remove_suffix(kCall.size());
  return without_slashes(path);
}

}  // namespace

Result<std::string> usable_key(std::string_view key, std::string_view source) {
  const std::string_view bare = trimmed(key);
  const bool printable =
      std::all_of(bare.begin(), bare.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (printable) return std::string(bare);
  const std::string name = source.empty() ? "the key" : std::string(source);
  return bad(name + " contains blanks, control characters or letters beyond ASCII",
             "copy the key again; it is one word");
}

Result<EndpointAddress> EndpointAddress::from(const EndpointOptions& options) {
  const std::string who = "endpoint '" + options.name.text + "': ";
  Result<Url> parsed = parse_url(trimmed(options.base_url));
  if (!parsed) return bad(who + parsed.error().what, parsed.error().hint);
  const Url& url = *parsed;
  EndpointAddress address;
  address.local_ = is_loopback(url.host);
  const bool exposed = url.scheme == "http" && !options.api_key.empty() && !address.local_;
  if (exposed && options.clear_text == ClearText::refuse) {
    return bad(who + "the key would go to " + url.host + " in clear text",
               "use https://, or allow clear text for this endpoint");
  }
  const std::size_t question = std::min(url.path.find('?'), url.path.size());
  const std::string_view path = without_call(std::string_view(url.path).substr(0, question));
  address.query_ = url.path.substr(question);
  address.base_ = url.scheme + "://" + authority_of(url) + std::string(path);
  if (!options.api_version.empty() && address.query_.empty()) {
    address.query_ = "?api-version=" + percent_encoded(options.api_version);
  }
  const bool names_model = path.find("/deployments/") != std::string_view::npos;
  const bool is_v1 = path.ends_with("/v1");
  if (options.kind == EndpointKind::azure && !is_v1 && address.query_.empty()) {
    return bad(who + "Azure needs 'api_version'",
               "the version that your resource shows, such as 2024-10-21; none is needed where "
               "'base_url' ends with /openai/v1");
  }
  address.by_deployment_ = options.kind == EndpointKind::azure && !names_model && !is_v1;
  if (address.by_deployment_ && !path.ends_with("/openai")) address.base_ += "/openai";
  return address;
}

std::string EndpointAddress::call_url(std::string_view model, std::string_view call) const {
  const std::string deployment =
      by_deployment_ ? "/deployments/" + percent_encoded(model) : std::string();
  return base_ + deployment + std::string(call) + query_;
}

std::string EndpointAddress::chat_url(std::string_view model) const {
  return call_url(model, "/chat/completions");
}

std::string EndpointAddress::completions_url(std::string_view model) const {
  return call_url(model, "/completions");
}

std::string EndpointAddress::models_url() const {
  const std::size_t deployments = base_.find("/deployments/");
  return base_.substr(0, deployments) + "/models" + query_;
}

}  // namespace evenhand
