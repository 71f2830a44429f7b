#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "judge/protocol.h"

namespace evenhand {

/// The templates that evenhand brings along.
inline const PromptLibrary& built_in_prompts() {
  static const PromptLibrary library = [] {
    auto loaded = PromptLibrary::load(DiskFileSystem(),
                                      std::string(EVENHAND_SOURCE_DIR) + "/prompts/templates");
    EXPECT_TRUE(loaded) << to_text(loaded.error());
    return loaded ? std::move(*loaded) : PromptLibrary();
  }();
  return library;
}

inline std::unique_ptr<JudgeProtocol> protocol_named(const std::string& name,
                                                     const ProtocolOptions& options = {}) {
  auto made = make_protocol({name}, built_in_prompts(), options);
  EXPECT_TRUE(made) << to_text(made.error());
  return made ? std::move(*made) : nullptr;
}

/// The protocols that ask a judge; the others rule by the suite's key.
inline std::vector<std::string> asking_protocols() {
  std::vector<std::string> names = protocol_names();
  std::erase_if(names,
                [](const std::string& name) { return !protocol_named(name)->needs_judges(); });
  return names;
}

/// Question and answers that an exhibit can look at.
struct Table {
  Question question{.id = {"q1"}, .category = "math"};
  Answer candidate{.question = {"q1"}, .model = {"ours"}};
  Answer baseline{.question = {"q1"}, .model = {"theirs"}};

  Table& turn(const std::string& user, const std::string& ours, const std::string& theirs) {
    question.turns.push_back({.user = user});
    candidate.turns.push_back({.text = ours});
    baseline.turns.push_back({.text = theirs});
    return *this;
  }

  Exhibit both() const {
    return {.question = question, .candidate = candidate, .baseline = &baseline};
  }
  Exhibit alone() const { return {.question = question, .candidate = candidate}; }
};

inline ChatReply said(const std::string& text) { return {.text = text, .reasoning = ""}; }

/// "1", "0.5", "7.5/10" or "unreadable: why".
inline std::string text_of(const Ruling& ruling) {
  const auto short_text = [](double number) {
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
  };
  if (const auto* preference = std::get_if<Preference>(&ruling)) {
    return short_text(preference->candidate_share) +
           (preference->margin == Margin::clear ? " clear" : "");
  }
  if (const auto* grade = std::get_if<Grade>(&ruling)) {
    return short_text(grade->points) + "/" + short_text(grade->out_of);
  }
  return "unreadable: " + std::get<Unreadable>(ruling).reason;
}

}  // namespace evenhand
