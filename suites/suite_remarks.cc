#include <map>
#include <set>

#include "base/text.h"
#include "suites/suite_loader.h"

namespace evenhand {
namespace {

std::string place_text(const Question& question) {
  return question.place.file + ":" + std::to_string(question.place.line) + ": ";
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

/// The words of a text, so that blanks and capitals do not hide a repetition.
std::string folded(std::string_view text) {
  std::string words;
  for (const char c : lower_case(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      words += c;
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  return std::string(trimmed(words));
}

void remark_on_turns(const Question& question, std::vector<std::string>& remarks) {
  for (std::size_t t = 0; t < question.turns.size(); ++t) {
    const std::string where =
        place_text(question) + "turn " + std::to_string(t + 1) + " of '" + question.id.text + "' ";
    if (count_of(question.turns[t].user, "```") % 2 != 0) {
      remarks.push_back(where + "opens a code fence and does not close it");
    }
    if (question.turns[t].user.find("\xEF\xBF\xBD") != std::string::npos) {
      remarks.push_back(where + "has replacement characters: its encoding was broken");
    }
    if (question.turns[t].reference && trimmed(*question.turns[t].reference).empty()) {
      remarks.push_back(where + "has a blank reference");
    }
  }
}

}  // namespace

std::vector<std::string> suite_remarks(const Suite& suite) {
  std::vector<std::string> remarks;
  std::map<std::string, std::string> first_with;
  std::set<std::string> used;
  for (const Question& question : suite.questions) {
    used.insert(question.category);
    remark_on_turns(question, remarks);
    const auto [first, is_new] =
        first_with.emplace(folded(question.turns.front().user), question.id.text);
    if (!is_new) {
      remarks.push_back(place_text(question) + "'" + question.id.text + "' asks the same as '" +
                        first->second + "'");
    }
  }
  for (const std::string& category : suite.categories) {
    if (!used.contains(category)) {
      remarks.push_back("the category '" + category + "' has no questions");
    }
  }
  return remarks;
}

}  // namespace evenhand
