#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace evenhand {

inline constexpr std::size_t kMostLetters = 26;

/// The letter of an option: A for the first. Requires a place below kMostLetters.
std::string letter_of(std::size_t place);

/// Which option a reply chooses, counted from 0. In this order: the last line that names its
/// answer ("Answer: C", "the correct answer is (C)."); a reply that is a letter and nothing else,
/// or a letter and that option's text; a boxed letter; the only option whose text occurs. Markdown
/// and LaTeX around a letter are no hindrance; a letter that begins a word is none. nullopt where
/// none of these holds, and for a letter that no option has.
std::optional<std::size_t> chosen_option(std::string_view reply,
                                         std::span<const std::string> options);

/// The letter as openai/simple-evals finds it, with its oddities: "Answer: Apple" is A, "(B)" is
/// nothing, a small letter stays small and so is never right, letters of other scripts become A to
/// D. nullopt where it finds none.
std::optional<std::string> simple_evals_letter(std::string_view reply);

}  // namespace evenhand
