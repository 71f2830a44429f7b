#include "judge/fence.h"

#include <algorithm>

#include "base/digest.h"

namespace evenhand {

std::string fence_for(std::span<const std::string> texts, std::size_t digits) {
  for (int attempt = 0;; ++attempt) {
    Digester digester;
    digester.add("fence").add(std::to_string(attempt));
    for (const std::string& text : texts) digester.add(text);
    std::string fence = digester.finish().text.substr(0, digits);
    const bool occurs = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return text.find(fence) != std::string::npos;
    });
    if (!occurs) return fence;
  }
}

}  // namespace evenhand
