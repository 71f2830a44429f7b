#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace evenhand {

/// A question as an audit sees it. Without options it is an open one: then only checks of its words
/// apply. Texts are valid UTF-8.
struct AuditItem {
  std::string id;
  std::string subject;
  std::string question;
  std::vector<std::string> options = {};
  std::optional<std::size_t> gold = {};       // counted from 0; may lie outside of the options
  std::vector<std::string> later_turns = {};  // of an open question
  std::vector<std::string> references = {};   // of an open question, those that there are
  bool is_open = false;

  bool has_gold() const { return gold && *gold < options.size(); }
  const std::string& gold_text() const { return options[*gold]; }  // requires has_gold()
};

}  // namespace evenhand
