#pragma once

#include <string>

#include "report/gate_data.h"
#include "report/terminal_text.h"

namespace evenhand {

/// A line a requirement, then what is missing and the verdict. Safe to print.
std::string gate_text(const GateData& gate, Charset charset);

/// A summary for a page of a CI system, such as GitHub's step summary.
std::string gate_markdown(const GateData& gate);

/// JUnit's XML: a test suite a candidate, a test case a requirement; a missing answer or verdict is
/// an error of a test case "results are complete", not a failure.
std::string gate_junit(const GateData& gate);

/// One document with full numbers.
std::string gate_json(const GateData& gate);

}  // namespace evenhand
