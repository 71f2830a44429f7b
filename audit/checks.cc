#include "audit/checks.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace evenhand {
namespace {

using enum Severity;
using enum Action;

constexpr CheckFacts kChecks[] = {
    {"schema", error, fix},
    {"item_list_options_without_list", error, drop, 17, 1.00},
    {"fragment_stem", error, drop, 15, 0.67},
    {"gold_at_end_of_stem", error, fix, 2, 0.50},
    {"duplicate_option_is_gold", error, fix, 3, 0.33},
    {"duplicate_conflicting_gold", error, drop},
    {"options_differ_in_case_only", info, keep, 1, 1.0},
    {"option_label_in_stem", warn, review, 4, 0.25},
    {"bad_characters", warn, fix, 5, 0.20},
    {"duplicate_option", warn, review, 7, 0.14},
    {"dangling_pronoun", warn, review, 11, 0.09},
    {"context_reference", warn, review, 52, 0.04},
    {"numeric_equal_options", warn, review},
    {"markup_residue", warn, fix},
    {"exact_duplicate", warn, review},
    {"near_duplicate", warn, review},
    {"few_shot_leak", warn, drop},
    {"ngram_overlap", info, review},
    {"punctuation_before_question_mark", info, review, 8, 0.25},
    {"item_list_options", info, keep, 74, 0.24},
    {"ligature_loss", info, fix, 10, 0.10},
    {"gold_verbatim_in_stem", info, review, 11, 0.09},
    {"very_short_stem", info, keep, 47, 0.09},
    {"time_sensitive", info, review, 260, 0.08},
    {"negation_not_emphasised", info, keep, 594, 0.05},
    {"order_dependent_option", info, keep, 313, 0.05},
    {"gold_far_longest", info, keep, 38, 0.03},
    {"article_cue_to_gold", info, review},
    {"article_mismatch_with_gold", info, review},
    {"same_stem_other_options", info, keep},
    {"judge_taxonomy", warn, review},
    {"per_option_truth", warn, review},
    {"self_contained", warn, review},
    {"gold_position_bias", warn, review},
    {"longest_option_bias", info, review},
    {"lexical_overlap_bias", info, review},
    {"meta_option_bias", info, review},
    {"template_dominance", info, review},
    {"group_imbalance", info, keep},
};

}  // namespace

std::string_view to_text(Severity severity) {
  switch (severity) {
    case error: return "error";
    case warn: return "warn";
    case info: return "info";
  }
  check_failed("a known Severity", __FILE__, __LINE__);
}

std::string_view to_text(Action action) {
  switch (action) {
    case drop: return "drop";
    case fix: return "fix";
    case review: return "review";
    case keep: return "keep";
  }
  check_failed("a known Action", __FILE__, __LINE__);
}

std::span<const CheckFacts> all_checks() { return kChecks; }

const CheckFacts& facts_of(std::string_view check) {
  const auto* facts = std::find_if(std::begin(kChecks), std::end(kChecks),
                                   [&](const CheckFacts& known) { return known.name == check; });
  EVENHAND_CHECK(facts != std::end(kChecks));
  return *facts;
}

Finding found(std::string question, std::string_view check, std::string detail) {
  const CheckFacts& facts = facts_of(check);
  return {.question = std::move(question),
          .check = facts.name,
          .detail = std::move(detail),
          .severity = facts.severity};
}

}  // namespace evenhand
