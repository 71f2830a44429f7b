#include "judge/fault.h"

#include <string>

#include "base/check.h"

namespace evenhand {

std::string_view text_of(Fault fault) {
  switch (fault) {
    case Fault::empty: return "the judge said nothing";
    case Fault::cut_off: return "cut off by the token limit before the last line";
    case Fault::withheld: return "stopped by a content filter";
    case Fault::no_verdict: return "no verdict";
    case Fault::quoted_only: return "a verdict only in a quotation";
    case Fault::unknown_verdict: return "the last verdict is not one that was asked for";
    case Fault::conflicting: return "conflicting verdicts on the last verdict line";
    case Fault::several: return "more than one verdict";
    case Fault::not_alone: return "the last verdict does not stand alone on its line";
    case Fault::buried: return "more than a closing remark follows the last verdict";
    case Fault::out_of_range: return "the grade is outside of the scale";
    case Fault::no_logprobs: return "no log probabilities in the reply";
    case Fault::no_identifier: return "no log probability for either identifier";
    case Fault::little_mass: return "less than half of the probability lies on the identifiers";
  }
  check_failed("a known Fault", __FILE__, __LINE__);
}

Unreadable unreadable(Fault fault) { return {.reason = std::string(text_of(fault))}; }

}  // namespace evenhand
