#include "cli/commands/texts_flag.h"

#include <vector>

#include "base/text.h"

namespace evenhand {

void describe_texts(Options& options, std::string& value) {
  options.text("--texts", value,
               "how report.html shows answers: plain or markdown (default: plain)");
}

Result<TextView> texts_flag(const std::string& value) {
  if (value.empty() || value == "plain") return TextView::plain;
  if (value == "markdown") return TextView::markdown;
  return Error{.what = "unknown --texts '" + value + "'",
               .hint = did_you_mean(value, std::vector<std::string>{"plain", "markdown"})};
}

}  // namespace evenhand
