#include "report/gate_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/markdown.h"

namespace evenhand {
namespace {

std::string title_of(const GateData& gate) {
  std::string title = gate.results + ": run " + gate.run + ", suite " + gate.suite;
  if (!gate.against.empty()) title += ", against " + gate.against;
  return title;
}

/// "0.683 > 0.5", or why there is nothing to compare.
std::string values_of(const RequirementOutcome& outcome) {
  if (!outcome.left || !outcome.right) return outcome.why;
  return fmt::format("{:.4g} and {:.4g}", *outcome.left, *outcome.right);
}

std::string headline_cell(const GateCandidate& candidate) {
  if (!candidate.headline) return "none";
  const bool fraction = candidate.headline_name != "grade" && candidate.headline_name != "rating";
  return estimate_text(*candidate.headline, fraction ? Scale::percent : Scale::points) +
         (fraction ? " %" : "");
}

}  // namespace

std::string gate_text(const GateData& gate, Charset charset) {
  std::string text = terminal_line(title_of(gate), charset) + "\n";
  for (const RequirementOutcome& outcome : gate.outcomes) {
    text += fmt::format("  {:<8}{}: {} ({})\n", outcome.met ? "met" : "NOT MET",
                        terminal_line(outcome.candidate.text, charset),
                        terminal_line(outcome.requirement, charset),
                        terminal_line(values_of(outcome), charset));
  }
  for (const GateCandidate& candidate : gate.candidates) {
    if (candidate.missing.empty()) continue;
    text +=
        "  incomplete: " + terminal_line(candidate.model.text + ": " + candidate.missing, charset) +
        "\n";
  }
  for (const std::string& remark : gate.remarks) {
    text += "  " + terminal_line(remark, charset) + "\n";
  }
  return text + "gate: " + verdict_in_words(gate) + "\n";
}

std::string gate_markdown(const GateData& gate) {
  std::string text = "### Gate: " + markdown_text(verdict_in_words(gate)) + "\n\n" +
                     markdown_text(title_of(gate)) + "\n\n";
  TextTable requirements = {{"", "candidate", "requirement", "left and right"}};
  for (const RequirementOutcome& outcome : gate.outcomes) {
    requirements.push_back({outcome.met ? "met" : "NOT MET", outcome.candidate.text,
                            outcome.requirement, values_of(outcome)});
  }
  TextTable candidates = {{"candidate", "headline", "value", "judged", "missing"}};
  for (const GateCandidate& candidate : gate.candidates) {
    candidates.push_back({candidate.model.text, candidate.headline_name, headline_cell(candidate),
                          fmt::format("{}/{}", candidate.judged, candidate.expected),
                          candidate.missing.empty() ? "nothing" : candidate.missing});
  }
  text += markdown_table(requirements) + "\n" + markdown_table(candidates);
  for (const std::string& remark : gate.remarks) text += "\n" + markdown_text(remark) + "\n";
  return text;
}

}  // namespace evenhand
