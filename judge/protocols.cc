#include <array>

#include "base/check.h"
#include "base/text.h"
#include "judge/by_key.h"
#include "judge/comparison.h"
#include "judge/graded.h"
#include "judge/likelihood.h"
#include "judge/logprob.h"
#include "judge/protocol.h"
#include "judge/truthful.h"

namespace evenhand {
namespace {

struct ProtocolEntry {
  std::string_view name;
  Result<std::unique_ptr<JudgeProtocol>> (*make)(const PromptLibrary& prompts,
                                                 const ProtocolOptions& options);
};

constexpr std::array<ProtocolEntry, 9> kProtocols = {
    {{"pairwise", make_pairwise},
     {"pairwise_five", make_pairwise_five},
     {"graded", make_graded},
     {"logprob", make_logprob},
     {"truthful", make_truthful},
     {"multiple_choice", make_multiple_choice},
     {"eq_bench", make_eq_bench},
     {"likelihood", make_likelihood},
     {"likelihood_of_letters", make_likelihood_of_letters}}};

}  // namespace

Result<std::unique_ptr<JudgeProtocol>> make_protocol(const ProtocolId& id,
                                                     const PromptLibrary& prompts,
                                                     const ProtocolOptions& options) {
  EVENHAND_CHECK(options.repeats >= 1);
  if (options.reader != nullptr && id.text != "pairwise") {
    return Error{.kind = ErrorKind::bad_input,
                 .what = "the protocol '" + id.text + "' has no readings of verdicts of one's own",
                 .hint = "'pairwise' has; others take 'verdicts: strict' or 'upstream'"};
  }
  for (const ProtocolEntry& entry : kProtocols) {
    if (id.text == entry.name) return entry.make(prompts, options);
  }
  return Error{.kind = ErrorKind::bad_input,
               .what = "unknown protocol '" + id.text + "'",
               .hint = did_you_mean(id.text, protocol_names())};
}

std::vector<std::string> protocol_names() {
  std::vector<std::string> names;
  names.reserve(kProtocols.size());
  for (const ProtocolEntry& entry : kProtocols) names.emplace_back(entry.name);
  return names;
}

}  // namespace evenhand
