#include <nlohmann/json.hpp>

#include "report/gate_report.h"
#include "report/json_text.h"

namespace evenhand {
namespace {

Json outcome_json(const RequirementOutcome& outcome) {
  return {{"candidate", outcome.candidate.text},
          {"requirement", outcome.requirement},
          {"met", outcome.met},
          {"left", or_null(outcome.left)},
          {"right", or_null(outcome.right)},
          {"why", outcome.why}};
}

Json candidate_json(const GateCandidate& candidate) {
  Json json = {{"model", candidate.model.text}, {"headline", candidate.headline_name}};
  json["value"] = candidate.headline ? Json(candidate.headline->value) : Json(nullptr);
  json["interval"] = candidate.headline ? or_null(candidate.headline->interval) : Json(nullptr);
  json["coverage"] = {{"expected", candidate.expected}, {"judged", candidate.judged}};
  json["missing"] = candidate.missing;
  return json;
}

}  // namespace

std::string gate_json(const GateData& gate) {
  Json json = {{"format", "evenhand.gate"},
               {"version", 1},
               {"results", gate.results},
               {"run", gate.run},
               {"suite", gate.suite}};
  json["against"] = gate.against.empty() ? Json(nullptr) : Json(gate.against);
  json["met"] = gate.unmet() == 0;
  json["incomplete"] = gate.incomplete();
  json["requirements"] = Json::array();
  for (const RequirementOutcome& outcome : gate.outcomes) {
    json["requirements"].push_back(outcome_json(outcome));
  }
  json["candidates"] = Json::array();
  for (const GateCandidate& candidate : gate.candidates) {
    json["candidates"].push_back(candidate_json(candidate));
  }
  json["warnings"] = gate.remarks;
  return document_text(json);
}

}  // namespace evenhand
