#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// Takes a key out of texts that servers sent: some repeat the headers they got.
class Redaction {
 public:
  /// Dummy keys ("EMPTY", "ollama") are too short to be secrets and stay: they occur in answers.
  explicit Redaction(std::string_view key);

  /// The text with "[key]" for each occurrence of the key: plain, base64 or percent-encoded.
  std::string apply(std::string text) const;

 private:
  std::vector<std::string> forms_;
};

}  // namespace evenhand
