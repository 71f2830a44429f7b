#include "cli/commands/texts_flag.h"

#include "cli/commands/choice.h"

namespace evenhand {

void describe_texts(Options& options, std::string& value) {
  options.text("--texts", value,
               "how report.html shows answers: plain or markdown (default: plain)");
}

Result<TextView> texts_flag(const std::string& value) {
  if (value.empty()) return TextView::plain;
  return choice_of<TextView>({"plain", "markdown"}, "--texts", value);
}

}  // namespace evenhand
