#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

enum class TokenField { max_tokens, max_completion_tokens };

/// What has been learned of the request fields that a server takes for one model.
struct Dialect {
  TokenField token_field = TokenField::max_tokens;
  bool token_field_learned = false;  // switched once; a server that wants neither gets no third try
  std::set<std::string, std::less<>> dropped = {};  // fields that are no longer sent

  bool sends(std::string_view field) const { return !dropped.contains(field); }
};

/// Takes in that the server rejects the named field. False when nothing new can be learned from
/// that: the field is not one that can be left out, or it was left out already.
bool learn_rejected(Dialect& dialect, std::string_view field);

/// "dropped temperature: the server rejects it", one for each field, for ChatReply::notes.
std::vector<std::string> notes_of(const Dialect& dialect);

}  // namespace evenhand
