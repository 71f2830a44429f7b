#pragma once

#include <string_view>

#include "base/verdict.h"

namespace evenhand {

/// Every reason why a reply is Unreadable, so that reasons can be counted.
enum class Fault {
  empty,            // no words at all
  cut_off,          // the token limit came first, and with it went the last line
  withheld,         // a content filter stopped the reply
  no_verdict,       // nothing that looks like a verdict
  quoted_only,      // verdicts only in quotations
  unknown_verdict,  // the last verdict is not one of the protocol's
  conflicting,      // two different verdicts on the last verdict line
  several,          // more verdicts than games, where each has one
  not_alone,        // the last verdict is part of a sentence about something else
  buried,           // more than a closing remark follows the last verdict
  out_of_range,     // a grade outside of the scale
  no_logprobs,      // the reply brings no log probabilities
  no_identifier,    // no position lists either identifier
  little_mass,      // most of the probability lies on other words
};

/// One sentence, the same for every reply with this fault.
std::string_view text_of(Fault fault);

Unreadable unreadable(Fault fault);

}  // namespace evenhand
