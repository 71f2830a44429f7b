#include "audit/item_checks.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <re2/re2.h>

#include "audit/list_options.h"
#include "audit/phrases.h"
#include "audit/words.h"
#include "base/text.h"

namespace evenhand {
namespace {

/// A question with what several checks want to know of it, computed once.
struct Looked {
  const AuditItem& item;
  std::vector<std::string> words;
  std::string stem;                  // normalised
  std::vector<std::string> options;  // collapsed
};

using Findings = std::vector<Finding>;

void add(Findings& findings, const Looked& at, std::string_view check, std::string detail) {
  findings.push_back(found(at.item.id, check, std::move(detail)));
}

void add_if_found(Findings& findings, const Looked& at, std::string_view check,
                  const std::string& match) {
  if (!match.empty()) add(findings, at, check, "'" + match + "'");
}

void check_schema(const Looked& at, Findings& findings) {
  const AuditItem& item = at.item;
  if (collapsed(item.question).empty())
    add(findings, at, "schema", "the question is blank");
  else if (item.is_open)
    return;
  else if (item.options.size() < 2)
    add(findings, at, "schema", "less than two options");
  else if (std::any_of(at.options.begin(), at.options.end(),
                       [](const std::string& option) { return option.empty(); })) {
    add(findings, at, "schema", "an option is blank");
  } else if (!item.has_gold()) {
    add(findings, at, "schema", "the gold answer is none of the options");
  }
}

void check_repeated_options(const Looked& at, Findings& findings) {
  std::set<std::string> seen;
  for (const std::string& option : at.options) {
    if (seen.insert(option).second) continue;
    add(findings, at, "duplicate_option", "'" + option + "' is there twice");
    break;
  }
  if (at.item.has_gold()) {
    const std::string& gold = at.options[*at.item.gold];
    if (std::count(at.options.begin(), at.options.end(), gold) > 1) {
      add(findings, at, "duplicate_option_is_gold", "the gold answer '" + gold + "' twice");
    }
  }
  std::set<std::string> folded;
  for (const std::string& option : seen) {
    if (folded.insert(folded_case(option)).second) continue;
    add(findings, at, "options_differ_in_case_only", "'" + option + "'");
    break;
  }
}

/// "1,000", "$5", "25%", "1/2"; not "0,1".
std::optional<double> number_of(const std::string& option) {
  static const RE2 plain(
      R"(\$?\s*([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[-+]?\.[0-9]+)\s*(%?))");
  static const RE2 fraction(R"(([-+]?[0-9]{1,15})\s*/\s*([0-9]{1,15}))");
  std::string above;
  std::string below;
  if (RE2::FullMatch(option, fraction, &above, &below)) {
    const auto top = parse_number(above.starts_with('+') ? above.substr(1) : above);
    const auto bottom = parse_number(below);
    if (!top || !bottom || *bottom == 0.0) return std::nullopt;
    return *top / *bottom;
  }
  std::string percent;
  if (!RE2::FullMatch(option, plain, &above, &percent)) return std::nullopt;
  std::string digits = replaced(above, ",", "");
  if (digits.starts_with('+')) digits.erase(0, 1);
  const auto number = parse_number(digits);
  if (!number) return std::nullopt;
  return percent.empty() ? *number : *number / 100.0;
}

void check_equal_numbers(const Looked& at, Findings& findings) {
  constexpr double kSame = 1e-12;
  for (std::size_t i = 0; i < at.options.size(); ++i) {
    const auto number = number_of(at.options[i]);
    if (!number) continue;
    for (std::size_t j = 0; j < i; ++j) {
      const auto other = number_of(at.options[j]);
      if (!other || at.options[i] == at.options[j] || std::abs(*number - *other) >= kSame) continue;
      add(findings, at, "numeric_equal_options",
          "'" + at.options[j] + "' is '" + at.options[i] + "'");
      return;
    }
  }
}

void check_lists(const Looked& at, Findings& findings) {
  const std::vector<std::string> used = enumerators_of(at.item.options);
  if (used.empty()) return;
  const std::size_t present = enumerators_in(at.item.question, used);
  add(findings, at, "item_list_options", "options refer to " + joined(used, ", "));
  if (present >= std::max<std::size_t>(2, used.size() - 1)) return;
  add(findings, at, "item_list_options_without_list",
      "options refer to " + joined(used, ", ") + "; the question has " + std::to_string(present) +
          " of them");
}

/// Words of a question or of a task: a sentence with one of them asks for something.
bool asks(const std::vector<std::string>& words) {
  static const std::set<std::string, std::less<>> asking = {
      "what",     "which",     "who",       "whom",    "whose",     "when",      "where",
      "why",      "how",       "if",        "find",    "calculate", "determine", "evaluate",
      "simplify", "solve",     "choose",    "select",  "identify",  "name",      "give",
      "state",    "describe",  "explain",   "compute", "consider",  "suppose",   "assume",
      "let",      "given",     "following", "best",    "true",      "false",     "complete",
      "compare",  "according", "except",    "not",     "define",    "write",     "change",
      "use",      "order",     "express",   "factor"};
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return asking.contains(folded_case(word)); });
}

void check_fragment(const Looked& at, Findings& findings) {
  constexpr std::size_t kMostWords = 12;
  constexpr std::size_t kLongGold = 60;  // code points; a long option completes a fragment
  const std::string text = collapsed(at.item.question);
  const bool ends = text.ends_with('.') || text.ends_with('!');
  if (!ends || at.words.size() > kMostWords || !at.item.has_gold()) return;
  for (const char* sign : {"...", "?", "__", "\xE2\x80\xA6"}) {
    if (text.find(sign) != std::string::npos) return;
  }
  if (asks(at.words) || code_points(at.item.gold_text()) >= kLongGold) return;
  add(findings, at, "fragment_stem", "it asks nothing: '" + text + "'");
}

void check_words(const Looked& at, Findings& findings) {
  const std::string& question = at.item.question;
  constexpr std::size_t kContext = 40;  // words; longer questions bring their passage along
  constexpr std::size_t kPronoun = 25;
  constexpr std::size_t kShort = 3;
  if (at.words.size() < kContext) {
    add_if_found(findings, at, "context_reference", context_phrase(question));
  }
  if (at.words.size() < kPronoun) {
    add_if_found(findings, at, "dangling_pronoun", pronoun_at_start(question));
  }
  add_if_found(findings, at, "option_label_in_stem", option_label(question));
  add_if_found(findings, at, "time_sensitive", time_phrase(question));
  add_if_found(findings, at, "punctuation_before_question_mark", doubled_end(question));
  if (!at.item.is_open) {
    add_if_found(findings, at, "negation_not_emphasised", quiet_negation(question));
  }
  if (at.words.size() <= kShort) {
    add(findings, at, "very_short_stem", std::to_string(at.words.size()) + " words");
  }
}

/// Broken characters are shown by their numbers.
std::string shown_bytes(const std::string& bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text = "bytes";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += std::string(" ") + kHex[byte >> 4U] + kHex[byte & 15U];
  }
  return text;
}

void check_characters(const Looked& at, Findings& findings) {
  std::string all = at.item.question;
  for (const auto* texts : {&at.item.options, &at.item.later_turns, &at.item.references}) {
    for (const std::string& text : *texts) all.append("\n").append(text);
  }
  const std::string bad = bad_character(all);
  if (!bad.empty()) add(findings, at, "bad_characters", shown_bytes(bad));
  add_if_found(findings, at, "markup_residue", markup(all));
}

bool has_words(const std::string& text, const std::string& words) {
  return (" " + text + " ").find(" " + words + " ") != std::string::npos;
}

void check_leaks(const Looked& at, Findings& findings) {
  if (!at.item.has_gold()) return;
  constexpr std::size_t kAtEnd = 12;  // code points; shorter answers end a question by chance
  constexpr std::size_t kWithin = 8;
  constexpr std::size_t kOther = 2;
  const std::string gold = normalised(at.item.gold_text());
  const std::size_t length = code_points(gold);
  if (length >= kAtEnd && at.stem.ends_with(gold)) {
    add(findings, at, "gold_at_end_of_stem", "the question ends with its answer");
  }
  if (length < kWithin || !has_words(at.stem, gold)) return;
  for (std::size_t option = 0; option < at.options.size(); ++option) {
    const std::string other = normalised(at.options[option]);
    if (option != *at.item.gold && code_points(other) >= kOther && has_words(at.stem, other))
      return;
  }
  add(findings, at, "gold_verbatim_in_stem", "'" + gold + "'");
}

bool fits_article(const std::string& article, const std::string& option) {
  if (option.empty()) return false;
  const bool vowel = std::string_view("aeiouAEIOU").find(option[0]) != std::string_view::npos;
  return vowel == (article == "an");
}

void check_articles(const Looked& at, Findings& findings) {
  const std::string article = last_article(at.item.question);
  if (article.empty() || !at.item.has_gold()) return;
  const auto fitting =
      std::count_if(at.options.begin(), at.options.end(),
                    [&](const std::string& option) { return fits_article(article, option); });
  const bool gold_fits = fits_article(article, at.options[*at.item.gold]);
  if (!gold_fits) {
    add(findings, at, "article_mismatch_with_gold", "'" + article + "' before the gold answer");
  } else if (fitting == 1) {
    add(findings, at, "article_cue_to_gold", "only the gold answer fits '" + article + "'");
  }
}

void check_lengths(const Looked& at, Findings& findings) {
  if (!at.item.has_gold() || at.options.size() < 2) return;
  constexpr std::size_t kLong = 40;  // code points
  const std::size_t gold = code_points(at.item.gold_text());
  std::size_t second = 0;
  for (std::size_t option = 0; option < at.options.size(); ++option) {
    if (option != *at.item.gold) second = std::max(second, code_points(at.item.options[option]));
  }
  if (gold < kLong || gold < 2 * second) return;
  add(findings, at, "gold_far_longest",
      std::to_string(gold) + " characters, the next " + std::to_string(second));
}

void check_order(const Looked& at, Findings& findings) {
  for (const std::string& option : at.item.options) {
    const std::string phrase = order_phrase(option);
    if (phrase.empty()) continue;
    add(findings, at, "order_dependent_option", "'" + phrase + "'");
    return;
  }
}

}  // namespace

std::vector<Finding> check_item(const AuditItem& item) {
  Looked at{.item = item,
            .words = words_of(item.question),
            .stem = normalised(item.question),
            .options = {}};
  for (const std::string& option : item.options) at.options.push_back(collapsed(option));
  Findings findings;
  for (const auto check :
       {check_schema, check_repeated_options, check_equal_numbers, check_lists, check_fragment,
        check_words, check_characters, check_leaks, check_articles, check_lengths, check_order}) {
    check(at, findings);
  }
  return findings;
}

}  // namespace evenhand
