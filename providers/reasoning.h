#pragma once

#include <string>
#include <string_view>

namespace evenhand {

struct SplitText {
  std::string text;       // what is said to the reader
  std::string reasoning;  // what the model said to itself
};

/// Splits off reasoning that a model wrote into its text: <think>, <thinking> and <reasoning>,
/// nested or never closed, a closing tag alone (the opening one was part of the prompt), and
/// Gemma's "<|channel>thought". Tags count where they begin a line; a text without them is
/// returned as it is.
SplitText split_reasoning(std::string_view text);

}  // namespace evenhand
