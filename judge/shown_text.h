#pragma once

#include <string>
#include <string_view>

namespace evenhand {

/// The text as it is put before a judge: everything a person would see, nothing that only a
/// program sees. Questions, answers and references go through it; what is stored does not.
/// docs/protocols.md says what happens to control, invisible and direction characters, to invalid
/// UTF-8 and to the special tokens of chat templates such as "<|im_end|>".
std::string shown_text(std::string_view text);

}  // namespace evenhand
