#include "providers/redaction.h"

#include <algorithm>

#include "base/text.h"
#include "providers/base64.h"
#include "providers/percent_encoding.h"

namespace evenhand {
namespace {

constexpr std::size_t kShortestSecret = 12;

}  // namespace

Redaction::Redaction(std::string_view key) {
  if (key.size() < kShortestSecret) return;
  const std::string plain(key);
  for (std::string form :
       {plain, base64(plain), percent_encoded(plain), replaced(plain, "/", "\\/")}) {
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
      forms_.push_back(std::move(form));
    }
  }
}

std::string Redaction::apply(std::string text) const {
  for (const std::string& form : forms_) {
    if (text.find(form) != std::string::npos) text = replaced(text, form, "[key]");
  }
  return text;
}

}  // namespace evenhand
