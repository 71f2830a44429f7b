#include "audit/phrases.h"

#include <re2/re2.h>

namespace evenhand {
namespace {

/// What the first group of the pattern holds where it first matches.
std::string first_match(std::string_view text, const RE2& pattern) {
  std::string match;
  RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern, &match);
  return match;
}

}  // namespace

std::string context_phrase(std::string_view question) {
  static const RE2 pattern(
      R"((?i)(\b(?:the|this|these|following|above)(?:[\s\pZ]+[\pL\pN_]+){0,2}?[\s\pZ]+)"
      R"((?:passage|excerpt|table|figure|graph|diagram|map|picture|text|list|case|chart|image|)"
      R"(data|cartoon|scenario|article|illustration|poem|code segment|document)\b)"
      R"(|\b(?:shown|given|listed|described)[\s\pZ]+(?:above|below)\b))");
  return first_match(question, pattern);
}

std::string pronoun_at_start(std::string_view question) {
  static const RE2 harmless(
      R"(^[\s\pZ]*(?:He|She|It|They|This|These|Those|Such|His|Her|Their|Its) (?:is|was|has)\b)");
  static const RE2 pattern(
      R"(^[\s\pZ]*((?:He|She|It|They|This|These|Those|Such|His|Her|Their|Its)\b))");
  if (RE2::PartialMatch(re2::StringPiece(question.data(), question.size()), harmless)) return {};
  return first_match(question, pattern);
}

std::string bad_character(std::string_view text) {
  static const RE2 pattern(R"(([\x{FFFD}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{e000}-\x{f8ff}])"
                           R"(|[\x{C2}\x{C3}][\x{80}-\x{bf}]|\x{E2}\x{20AC}))");
  return first_match(text, pattern);
}

std::string markup(std::string_view text) {
  static const RE2 pattern(
      R"((?i)(&(?:[a-z]{2,8}|#[0-9]+);|</?(?:br|sub|sup|img|span|div)\b[^>]*>))");
  return first_match(text, pattern);
}

std::string option_label(std::string_view question) {
  static const RE2 pattern(R"((\([A-D]\))[\s\pZ])");
  static const RE2 inline_list(R"((?s)\(A\).*\(B\))");
  if (RE2::PartialMatch(re2::StringPiece(question.data(), question.size()), inline_list)) return {};
  return first_match(question, pattern);
}

std::string order_phrase(std::string_view option) {
  static const RE2 pattern(
      R"((?i)(\b(?:all|none|both|neither|any) of (?:the |these |those )?)"
      R"((?:above|these|them|those|options?|choices|answers)\b)"
      R"(|\bboth \(?[a-d]\)? and \(?[a-d]\b|\beither \(?[a-d]\)? or \(?[a-d]\b))");
  return first_match(option, pattern);
}

std::string time_phrase(std::string_view question) {
  static const RE2 pattern(
      R"((?i)(\b(?:current|currently|today|nowadays|presently|most recent|latest|this year|)"
      R"(to date|so far|as of (?:[\pL\pN_]+ )?[0-9]{4})\b))");
  return first_match(question, pattern);
}

std::string quiet_negation(std::string_view question) {
  static const RE2 loud(R"(\b(?:NOT|EXCEPT|LEAST)\b)");
  static const RE2 pattern(R"((\b(?:not|except|least)\b))");
  if (RE2::PartialMatch(re2::StringPiece(question.data(), question.size()), loud)) return {};
  return first_match(question, pattern);
}

std::string doubled_end(std::string_view question) {
  static const RE2 pattern(R"(([.,;:]\?)[\s\pZ]*$)");
  return first_match(question, pattern);
}

std::string last_article(std::string_view question) {
  static const RE2 pattern(R"((?:^|[\s\pZ])(an?)[\s\pZ]*:?[\s\pZ]*$)");
  return first_match(question, pattern);
}

}  // namespace evenhand
