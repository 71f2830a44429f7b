#include "report/diff_json.h"

#include <span>

#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "stats/planning.h"

namespace evenhand {
namespace {

Json side_json(const DiffSide& side) {
  return {{"results", side.results},
          {"run", side.run},
          {"model", side.model.text},
          {"served", side.served},
          {"value", side.headline ? Json(side.headline->value) : Json(nullptr)},
          {"interval", side.headline ? or_null(side.headline->interval) : Json(nullptr)},
          {"coverage", {{"expected", side.expected}, {"judged", side.judged}}},
          {"mean_length", or_null(side.mean_length)},
          {"cost", or_null(side.cost)},
          {"unknown_cost", side.unknown_cost}};
}

Json question_json(const QuestionPair& pair) {
  Json json = {{"question", pair.question.text}, {"a", or_null(pair.a)}, {"b", or_null(pair.b)}};
  json["difference"] = pair.a && pair.b ? Json(*pair.b - *pair.a) : Json(nullptr);
  return json;
}

Json flips_json(const Comparison& comparison, std::span<const std::size_t> flips) {
  Json list = Json::array();
  for (const std::size_t q : flips) list.push_back(question_json(comparison.questions[q]));
  return list;
}

void add_difference(Json& json, const Comparison& comparison) {
  const PairedDifference& difference = comparison.difference;
  add_value(json, "difference", difference.mean, difference.interval);
  json["questions"] = difference.questions;
  json["standard_deviation"] = difference.standard_deviation;
  json["smallest_difference"] =
      smallest_paired_difference(difference.questions, difference.standard_deviation);
  json["better"] = difference.better;
  json["equal"] = difference.equal;
  json["worse"] = difference.worse;
  const bool exact = difference.test.method == TestMethod::exact;
  json["randomisation_test"] = {{"p", difference.test.p},
                                {"method", exact ? "exact" : "sampled"},
                                {"p_holm", comparison.p_holm}};
  json["sign_test"] = {{"p", difference.sign_p}, {"method", "exact"}};
}

Json comparison_json(const Comparison& comparison) {
  Json json = {{"a", side_json(comparison.a)}, {"b", side_json(comparison.b)}};
  add_difference(json, comparison);
  json["missing"] = {
      {"only_a", comparison.only_a},
      {"only_b", comparison.only_b},
      {"neither", comparison.neither},
      {"difference_between", Json::array({comparison.if_missing.low, comparison.if_missing.high})}};
  json["cost_difference"] = or_null(comparison.cost_difference);
  json["length_difference"] = or_null(comparison.length_difference);
  json["gained"] = flips_json(comparison, comparison.gained);
  json["lost"] = flips_json(comparison, comparison.lost);
  json["by_question"] = Json::array();
  for (const QuestionPair& pair : comparison.questions) {
    json["by_question"].push_back(question_json(pair));
  }
  return json;
}

}  // namespace

std::string diff_json(const DiffData& diff) {
  Json json = {{"format", "evenhand.diff"}, {"version", 1}};
  json["comparable"] = diff.comparable();
  json["mismatches"] = Json::array();
  for (const Mismatch& mismatch : diff.mismatches) {
    json["mismatches"].push_back({{"what", mismatch.what},
                                  {"a", mismatch.a},
                                  {"b", mismatch.b},
                                  {"forbids", mismatch.weight == Mismatch::Weight::forbids}});
  }
  json["unit"] = diff.scale == Scale::percent ? "win rate" : "points";
  json["comparisons"] = Json::array();
  for (const Comparison& comparison : diff.comparisons) {
    json["comparisons"].push_back(comparison_json(comparison));
  }
  return document_text(json);
}

}  // namespace evenhand
