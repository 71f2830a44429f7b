#include "cli/commands/choice.h"

#include <algorithm>

#include "base/text.h"

namespace evenhand {

Error unknown_word(const std::string& what, const std::string& word,
                   const std::vector<std::string>& known) {
  return {.what = "unknown " + what + " '" + word + "'", .hint = did_you_mean(word, known)};
}

Result<std::size_t> place_among(const std::vector<std::string>& known, const std::string& what,
                                const std::string& word) {
  const auto found = std::find(known.begin(), known.end(), word);
  if (found == known.end()) return unknown_word(what, word, known);
  return static_cast<std::size_t>(found - known.begin());
}

}  // namespace evenhand
