#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// How a letter is found in a reply: by our own reader, or as another tool's task does it.
enum class Extraction {
  automatic,           // judge/choice_reader.h, chosen_option()
  simple_evals,        // openai/simple-evals, all its languages
  lm_eval_generative,  // lm-evaluation-harness, mmlu_generative: the first line
  lm_eval_strict,      // mmlu_flan_cot_zeroshot, strict match
  lm_eval_flexible,    // mmlu_flan_cot_zeroshot, flexible extract
  lm_eval_fewshot,     // mmlu_flan_cot_fewshot
  lm_eval_llama_cot,   // mmlu_cot_llama
  lm_eval_mmlu_pro,    // mmlu_pro
  lm_eval_redux,       // mmlu_redux_*_generative: the first of A to D anywhere
};

/// The words of run files: "auto", "simple_evals", "lm_eval_strict" and so on.
std::string_view name_of(Extraction extraction);
std::optional<Extraction> extraction_named(std::string_view name);
std::vector<std::string> extraction_names();

/// What a preset of lm-evaluation-harness cuts out of a reply, before it is held against the key;
/// nullopt for its [invalid]. Requires one of the lm_eval presets. An option of punctuation alone
/// has no text that lm_eval_flexible could look for.
std::optional<std::string> lm_eval_extract(std::string_view reply,
                                           std::span<const std::string> options, Extraction preset);

/// The letter that the reply chooses by this preset; nullopt where it finds none, or one that no
/// option has. lm_eval presets ignore case and ASCII punctuation around the letter, as the harness
/// does when it compares; simple_evals keeps a letter as it is, so that a small one is never right.
std::optional<std::string> chosen_letter(std::string_view reply,
                                         std::span<const std::string> options, Extraction how);

}  // namespace evenhand
