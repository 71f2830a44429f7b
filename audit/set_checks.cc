#include "audit/set_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "audit/near_duplicates.h"
#include "audit/words.h"
#include "base/text.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

std::string stem_key(const AuditItem& item) { return folded_case(collapsed(item.question)); }

/// Options as a multiset. Symbols stay: "J << a" is not "J >> a".
std::string options_key(const AuditItem& item) {
  std::vector<std::string> options;
  for (const std::string& option : item.options) options.push_back(folded_case(collapsed(option)));
  std::sort(options.begin(), options.end());
  std::string key;
  for (const std::string& option : options) key.append(1, '\0').append(option);
  return key;
}

std::string whole_key(const AuditItem& item) { return stem_key(item) + options_key(item); }

using Group = std::vector<const AuditItem*>;

std::string others_of(const Group& group, const AuditItem& item) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> names;
  for (const AuditItem* other : group) {
    if (other != &item && names.size() < kShown) names.push_back(other->id);
  }
  const std::size_t rest = group.size() - 1 - names.size();
  return joined(names, ", ") + (rest == 0 ? "" : " and " + std::to_string(rest) + " more");
}

bool has_conflict(const Group& group) {
  std::set<std::string> golds;
  for (const AuditItem* item : group) {
    if (item->has_gold()) golds.insert(folded_case(collapsed(item->gold_text())));
  }
  return golds.size() > 1;
}

template <class Key>
std::map<std::string, Group> groups_by(std::span<const AuditItem> items, const Key& key) {
  std::map<std::string, Group> groups;
  for (const AuditItem& item : items) groups[key(item)].push_back(&item);
  return groups;
}

void add_exact(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  for (const auto& [key, group] : groups_by(items, whole_key)) {
    if (group.size() < 2) continue;
    const bool conflict = has_conflict(group);
    for (const AuditItem* item : group) {
      const std::string others = others_of(group, *item);
      findings.push_back(found(item->id, "exact_duplicate", "the same as " + others));
      if (!conflict) continue;
      findings.push_back(
          found(item->id, "duplicate_conflicting_gold", "another gold answer than in " + others));
    }
  }
}

void add_same_stems(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  for (const auto& [key, group] : groups_by(items, stem_key)) {
    std::set<std::string> different;
    for (const AuditItem* item : group) different.insert(options_key(*item));
    if (different.size() < 2) continue;
    for (const AuditItem* item : group) {
      findings.push_back(found(item->id, "same_stem_other_options",
                               "asked in " + others_of(group, *item) + " too"));
    }
  }
}

void add_near(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  constexpr double kReported = 0.8;
  std::map<std::size_t, NearPair> nearest;
  for (const NearPair& pair : near_pairs(items, kReported)) {
    for (const std::size_t at : {pair.first, pair.second}) {
      NearPair& known = nearest[at];
      if (pair.similarity > known.similarity) known = pair;
    }
  }
  for (const auto& [at, pair] : nearest) {
    const AuditItem& other = items[pair.first == at ? pair.second : pair.first];
    findings.push_back(
        found(items[at].id, "near_duplicate",
              fmt::format("{:.2f} of the runs of three words of {}", pair.similarity, other.id)));
  }
}

}  // namespace

std::vector<Finding> check_repetitions(std::span<const AuditItem> items) {
  std::vector<Finding> findings;
  add_exact(items, findings);
  add_same_stems(items, findings);
  add_near(items, findings);
  return findings;
}

std::vector<std::string> NgramIndex::runs_of(std::string_view text) const {
  std::vector<std::string> runs;
  const std::vector<std::string> words = split(normalised(text), ' ');
  for (std::size_t at = 0; at + n_ <= words.size(); ++at) {
    runs.push_back(joined(std::span(words).subspan(at, n_), " "));
  }
  return runs;
}

void NgramIndex::add(std::string_view text) {
  for (std::string& run : runs_of(text)) known_.insert(std::move(run));
}

NgramIndex::Hits NgramIndex::hits_in(std::string_view text) const {
  const std::vector<std::string> runs = runs_of(text);
  const auto hits = std::count_if(runs.begin(), runs.end(),
                                  [&](const std::string& run) { return known_.contains(run); });
  return {.found = static_cast<std::size_t>(hits), .total = runs.size()};
}

std::vector<Finding> check_examples(std::span<const AuditItem> items,
                                    std::span<const AuditItem> examples) {
  constexpr std::size_t kRun = 13;  // words, as lm-evaluation-harness decontaminates
  std::unordered_map<std::string, std::string> example_of;
  NgramIndex runs(kRun);
  for (const AuditItem& example : examples) {
    example_of.emplace(whole_key(example), example.id);
    runs.add(example.question);
  }
  std::vector<Finding> findings;
  for (const AuditItem& item : items) {
    const auto example = example_of.find(whole_key(item));
    if (example != example_of.end()) {
      findings.push_back(
          found(item.id, "few_shot_leak", "is the few-shot example " + example->second));
    }
    const NgramIndex::Hits hits = runs.hits_in(item.question);
    if (hits.found == 0) continue;
    findings.push_back(found(
        item.id, "ngram_overlap",
        fmt::format("{} of {} runs of 13 words are in few-shot examples", hits.found, hits.total)));
  }
  return findings;
}

namespace {

using WordCounts = std::unordered_map<std::string, std::size_t>;

/// Ligatures (U+FB00 to U+FB06) as blanks: what is left of a word that was written with one is
/// what is left of a word that lost it.
std::string without_ligatures(std::string text) {
  for (std::size_t at = text.find("\xEF\xAC"); at < text.size() && at + 2 < text.size();
       at = text.find("\xEF\xAC", at + 1)) {
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if (last >= 0x80 && last <= 0x86) text.replace(at, 3, 3, ' ');
  }
  return text;
}

std::vector<std::string> all_words(const AuditItem& item) {
  std::string text = item.question;
  for (const std::string& option : item.options) text.append(" ").append(option);
  return words_of(folded_case(without_ligatures(std::move(text))));
}

/// The word that this one was before it lost a ligature; empty where it lost none.
std::string with_ligature(const std::string& word, std::size_t times, const WordCounts& counts) {
  constexpr std::size_t kFrequent = 3;
  std::string best;
  std::size_t most = 0;
  for (const char* ligature : {"fi", "fl", "ff", "ffi", "ffl"}) {
    for (std::size_t at = 0; at <= word.size(); ++at) {
      const std::string whole = std::string(word).insert(at, ligature);
      const auto known = counts.find(whole);
      if (known == counts.end() || known->second <= most) continue;
      best = whole;
      most = known->second;
    }
  }
  return most >= kFrequent && most >= 2 * times ? best : "";
}

}  // namespace

std::vector<Finding> check_ligatures(std::span<const AuditItem> items) {
  constexpr std::size_t kShortest = 4;  // letters
  constexpr std::size_t kRare = 12;     // occurrences
  WordCounts counts;
  for (const AuditItem& item : items) {
    for (const std::string& word : all_words(item)) ++counts[word];
  }
  std::unordered_map<std::string, std::string> lost;
  for (const auto& [word, times] : counts) {
    if (word.size() < kShortest || times > kRare) continue;
    std::string whole = with_ligature(word, times, counts);
    if (!whole.empty()) lost.emplace(word, std::move(whole));
  }
  std::vector<Finding> findings;
  for (const AuditItem& item : items) {
    for (const std::string& word : all_words(item)) {
      const auto whole = lost.find(word);
      if (whole == lost.end()) continue;
      findings.push_back(
          found(item.id, "ligature_loss", "'" + word + "' may be '" + whole->second + "'"));
      break;
    }
  }
  return findings;
}

Unevenness unevenness_of(std::span<const std::size_t> counts) {
  const auto total =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  const double expected = total / static_cast<double>(counts.size());
  Unevenness result;
  for (const std::size_t count : counts) {
    result.square += std::pow(static_cast<double>(count) - expected, 2) / expected;
  }
  result.p = chi_square_tail(result.square, static_cast<double>(counts.size() - 1));
  return result;
}

namespace {

Finding of_the_set(std::string_view check, std::string detail, Severity severity) {
  Finding finding = found("", check, std::move(detail));
  finding.severity = severity;
  return finding;
}

/// Gold answers by letter, for the items of one number of options.
void add_position_bias(const std::string& name, const std::vector<std::size_t>& counts,
                       std::vector<Finding>& findings) {
  constexpr double kSurprising = 0.001;
  const auto [square, p] = unevenness_of(counts);
  if (p >= kSurprising) return;
  std::vector<std::string> texts;
  for (const std::size_t count : counts) texts.push_back(std::to_string(count));
  const bool constant = std::count(counts.begin(), counts.end(), std::size_t{0}) + 1 ==
                        static_cast<std::ptrdiff_t>(counts.size());
  findings.push_back(
      of_the_set("gold_position_bias",
                 fmt::format("{}: gold answers by letter {}, chi-square {:.1f}, p {:.2g}{}", name,
                             joined(texts, "/"), square, p, constant ? ": always the same" : ""),
                 constant ? Severity::error : Severity::warn));
}

using Counts = std::map<std::size_t, std::vector<std::size_t>>;  // by number of options

void add_positions(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  Counts overall;
  std::map<std::string, Counts> by_subject;
  for (const AuditItem& item : items) {
    if (!item.has_gold() || item.options.size() < 2) continue;
    for (Counts* counts : {&overall, &by_subject[item.subject]}) {
      std::vector<std::size_t>& letters = (*counts)[item.options.size()];
      letters.resize(item.options.size());
      ++letters[*item.gold];
    }
  }
  for (const auto& [size, counts] : overall) add_position_bias("all", counts, findings);
  if (by_subject.size() < 2) return;
  for (const auto& [subject, sizes] : by_subject) {
    for (const auto& [size, counts] : sizes) add_position_bias(subject, counts, findings);
  }
}

/// How well "take the unique best option" does, against chance.
class Guesser {
 public:
  Guesser(std::string_view check, std::string rule) : check_(check), rule_(std::move(rule)) {}

  void take(const AuditItem& item, const std::vector<std::size_t>& marks) {
    const std::size_t best = *std::max_element(marks.begin(), marks.end());
    if (std::count(marks.begin(), marks.end(), best) != 1) return;
    const double chance = 1.0 / static_cast<double>(marks.size());
    ++taken_;
    if (marks[*item.gold] == best) ++hits_;
    expected_ += chance;
    variance_ += chance * (1.0 - chance);
  }

  void tell(std::vector<Finding>& findings) const {
    constexpr double kSurprising = 3.0;  // standard errors
    if (variance_ <= 0.0) return;
    const double z = (static_cast<double>(hits_) - expected_) / std::sqrt(variance_);
    if (z < kSurprising) return;
    findings.push_back(
        found("", check_,
              fmt::format("{} is right in {} of {} questions, chance {:.0f} (z {:.1f})", rule_,
                          hits_, taken_, expected_, z)));
  }

 private:
  std::string_view check_;
  std::string rule_;
  std::size_t taken_ = 0;
  std::size_t hits_ = 0;
  double expected_ = 0.0;
  double variance_ = 0.0;
};

std::vector<std::size_t> shared_words(const AuditItem& item) {
  const std::vector<std::string> stem = split(normalised(item.question), ' ');
  const std::set<std::string> known(stem.begin(), stem.end());
  std::vector<std::size_t> counts;
  for (const std::string& option : item.options) {
    const std::vector<std::string> words = split(normalised(option), ' ');
    const std::set<std::string> different(words.begin(), words.end());
    counts.push_back(static_cast<std::size_t>(
        std::count_if(different.begin(), different.end(),
                      [&](const std::string& word) { return known.contains(word); })));
  }
  return counts;
}

void add_guesses(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  Guesser longest("longest_option_bias", "the longest option");
  Guesser overlapping("lexical_overlap_bias", "the option with most words of the question");
  for (const AuditItem& item : items) {
    if (!item.has_gold() || item.options.size() < 2) continue;
    std::vector<std::size_t> lengths;
    for (const std::string& option : item.options) lengths.push_back(code_points(option));
    longest.take(item, lengths);
    overlapping.take(item, shared_words(item));
  }
  longest.tell(findings);
  overlapping.tell(findings);
}

void add_meta_options(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  for (const std::string_view phrase : {"all of the above", "none of the above"}) {
    std::size_t seen = 0;
    std::size_t right = 0;
    double expected = 0.0;
    for (const AuditItem& item : items) {
      for (std::size_t option = 0; item.has_gold() && option < item.options.size(); ++option) {
        if (folded_case(item.options[option]).find(phrase) == std::string::npos) continue;
        ++seen;
        if (option == *item.gold) ++right;
        expected += 1.0 / static_cast<double>(item.options.size());
      }
    }
    constexpr std::size_t kEnough = 10;
    if (seen < kEnough || static_cast<double>(right) < 1.5 * expected) continue;
    findings.push_back(found(
        "", "meta_option_bias",
        fmt::format("'{}' is right in {} of {} questions that have it", phrase, right, seen)));
  }
}

void add_largest(std::string_view check, std::string_view what,
                 const std::map<std::string, std::size_t>& sizes, std::vector<Finding>& findings) {
  constexpr double kLarge = 0.05;
  std::size_t total = 0;
  for (const auto& [name, size] : sizes) total += size;
  for (const auto& [name, size] : sizes) {
    const double share = static_cast<double>(size) / static_cast<double>(total);
    if (size < 2 || share < kLarge || size == total) continue;
    findings.push_back(found("", check,
                             fmt::format("{} of {} questions ({:.1f} %) {} '{}'", size, total,
                                         100.0 * share, what, name)));
  }
}

void add_shares(std::span<const AuditItem> items, std::vector<Finding>& findings) {
  std::map<std::string, std::size_t> templates;
  std::map<std::string, std::size_t> subjects;
  for (const AuditItem& item : items) {
    ++templates[joined(item.options, " / ")];
    ++subjects[item.subject];
  }
  if (!items.front().is_open)
    add_largest("template_dominance", "have the options", templates, findings);
  // Fewer groups hold more each without being out of balance.
  constexpr std::size_t kManyGroups = 20;
  if (subjects.size() >= kManyGroups) add_largest("group_imbalance", "are of", subjects, findings);
}

}  // namespace

std::vector<Finding> check_biases(std::span<const AuditItem> items) {
  std::vector<Finding> findings;
  if (items.empty()) return findings;
  add_positions(items, findings);
  add_guesses(items, findings);
  add_meta_options(items, findings);
  add_shares(items, findings);
  return findings;
}

}  // namespace evenhand
