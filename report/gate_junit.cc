#include <algorithm>
#include <string>

#include "base/text.h"
#include "report/gate_report.h"
#include "report/markup.h"

namespace evenhand {
namespace {

/// XML 1.0 has no U+FFFE and U+FFFF, not even escaped; the other characters that it lacks are made
/// visible by Markup.
std::string xml_characters(std::string_view untrusted) {
  const std::string text = replaced(untrusted, "\xEF\xBF\xBE", "\xEF\xBF\xBD");
  return replaced(text, "\xEF\xBF\xBF", "\xEF\xBF\xBD");
}

void add_attribute(Markup& xml, Tag name, std::string_view untrusted) {
  xml.tag(" ").tag(name).tag("=\"").attribute(xml_characters(untrusted)).tag("\"");
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
};

Counts counts_of(const GateData& gate, const GateCandidate& candidate) {
  Counts counts{.tests = 1, .errors = candidate.missing.empty() ? 0U : 1U};
  for (const RequirementOutcome& outcome : gate.outcomes) {
    if (outcome.candidate != candidate.model) continue;
    ++counts.tests;
    if (!outcome.met) ++counts.failures;
  }
  return counts;
}

void add_counts(Markup& xml, const Counts& counts) {
  add_attribute(xml, "tests", std::to_string(counts.tests));
  add_attribute(xml, "failures", std::to_string(counts.failures));
  add_attribute(xml, "errors", std::to_string(counts.errors));
}

void begin_case(Markup& xml, const GateData& gate, const GateCandidate& candidate,
                std::string_view name) {
  xml.tag("    <testcase");
  add_attribute(xml, "classname", gate.run + "." + candidate.model.text);
  add_attribute(xml, "name", name);
}

void add_requirement(Markup& xml, const GateData& gate, const GateCandidate& candidate,
                     const RequirementOutcome& outcome) {
  begin_case(xml, gate, candidate, outcome.requirement);
  if (outcome.met) {
    xml.tag("/>\n");
    return;
  }
  xml.tag(">\n      <failure type=\"requirement\"");
  add_attribute(xml, "message", outcome.why);
  xml.tag("/>\n    </testcase>\n");
}

void add_completeness(Markup& xml, const GateData& gate, const GateCandidate& candidate) {
  begin_case(xml, gate, candidate, "results are complete");
  if (candidate.missing.empty()) {
    xml.tag("/>\n");
    return;
  }
  xml.tag(">\n      <error type=\"incomplete\"");
  add_attribute(xml, "message", candidate.missing);
  xml.tag("/>\n    </testcase>\n");
}

Markup suite_of(const GateData& gate, const GateCandidate& candidate) {
  Markup xml;
  xml.tag("  <testsuite");
  add_attribute(xml, "name", gate.run + ": " + candidate.model.text);
  add_counts(xml, counts_of(gate, candidate));
  xml.tag(">\n");
  for (const RequirementOutcome& outcome : gate.outcomes) {
    if (outcome.candidate == candidate.model) add_requirement(xml, gate, candidate, outcome);
  }
  add_completeness(xml, gate, candidate);
  return xml.tag("  </testsuite>\n");
}

}  // namespace

std::string gate_junit(const GateData& gate) {
  Counts all;
  for (const GateCandidate& candidate : gate.candidates) {
    const Counts counts = counts_of(gate, candidate);
    all.tests += counts.tests;
    all.failures += counts.failures;
    all.errors += counts.errors;
  }
  Markup xml;
  xml.tag("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
  add_attribute(xml, "name", "evenhand gate");
  add_counts(xml, all);
  xml.tag(">\n");
  for (const GateCandidate& candidate : gate.candidates) xml.add(suite_of(gate, candidate));
  return xml.tag("</testsuites>\n").html();
}

}  // namespace evenhand
