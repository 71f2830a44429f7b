#include "judge/upstream_grammar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "judge/identifier_mass.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

using nlohmann::json;

json vectors(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/" + name);
  return in ? json::parse(in) : json();
}

// What the original tools made of the same words, written down by running them.
#define SKIP_WITHOUT(cases) \
  if (cases.is_null()) GTEST_SKIP() << "the vectors of the original tools are not here"

TEST(UpstreamGrade, ReadsAsFastChatDoes) {
  const json cases = vectors("mt_bench/verdict_parsing.json");
  SKIP_WITHOUT(cases);
  for (const json& c : cases.at("single_score")) {
    const std::string words = c.at("judgment");
    const auto grade = upstream_grade(words);
    const double expected = c.contains("score") ? c.at("score").get<double>() : -1.0;
    const auto* read = std::get_if<Grade>(&grade);
    EXPECT_EQ(read != nullptr ? read->points : -1.0, expected) << words;
  }
}

TEST(UpstreamPairwise, ReadsAsFastChatDoes) {
  const json cases = vectors("mt_bench/verdict_parsing.json");
  SKIP_WITHOUT(cases);
  for (const json& c : cases.at("pair_letter")) {
    const std::string words = c.at("judgment");
    const auto preference = upstream_pairwise(words);
    const auto* read = std::get_if<SeatPreference>(&preference);
    const std::string winner = read == nullptr            ? "error"
                               : read->first_share == 1.0 ? "A"
                               : read->first_share == 0.0 ? "B"
                                                          : "tie";
    EXPECT_EQ(winner, c.at("winner").get<std::string>()) << words;
  }
}

TEST(UpstreamFiveWay, ReadsAsArenaHardDoes) {
  const json cases = vectors("arena_hard/get_score.json");
  SKIP_WITHOUT(cases);
  for (const json& c : cases) {
    const std::string words = c.at("text");
    const auto preference = upstream_five_way(words);
    const auto* read = std::get_if<SeatPreference>(&preference);
    const json& known = c.at("v2_label_known");
    ASSERT_EQ(read != nullptr, known.is_boolean() && known.get<bool>()) << words;
    if (read == nullptr) continue;
    const auto expected = preference_of(c.at("v2_score").get<std::string>(), five_way_labels());
    ASSERT_TRUE(expected) << words;
    EXPECT_EQ(read->first_share, expected->first_share) << words;
    EXPECT_EQ(read->margin, expected->margin) << words;
  }
}

TEST(UpstreamFiveWay, ReadsAsTheFirstVersionDid) {
  const json cases = vectors("arena_hard/get_score.json");
  SKIP_WITHOUT(cases);
  for (const json& c : cases) {
    const std::string words = c.at("text");
    const auto preference = upstream_five_way_v0_1(words);
    const auto* read = std::get_if<SeatPreference>(&preference);
    const json& wanted = c.at("v01_score");
    const bool is_known = c.at("v2_label_known") == json(true) && wanted.is_string() &&
                          wanted.get<std::string>().find('<') == std::string::npos;
    ASSERT_EQ(read != nullptr, is_known) << words;
    if (read == nullptr) {
      EXPECT_EQ(std::get<Fault>(preference) == Fault::no_verdict, c.at("v01_try_again").get<bool>())
          << words;
      continue;
    }
    const auto expected = preference_of(wanted.get<std::string>(), five_way_labels());
    EXPECT_EQ(read->first_share, expected->first_share) << words;
    EXPECT_EQ(read->margin, expected->margin) << words;
  }
  const ProtocolOptions options{.grammar = VerdictGrammar::upstream_v0_1};
  EXPECT_EQ(text_of(protocol_named("pairwise_five", options)->read(said("[[B>>A]]"), Game{})),
            "0 clear");
  EXPECT_EQ(text_of(protocol_named("pairwise", options)->read(said("[[A]]"), Game{})), "1");
}

TEST(UpstreamLogprob, ReadsAsAlpacaEvalDoes) {
  const json cases = vectors("alpaca_eval/logprob_parser.json");
  SKIP_WITHOUT(cases);
  for (const json& c : cases) {
    TokenChoice choice;
    for (const json& listed : c.at("top_logprobs")) {
      choice.top.push_back({listed.at(0).get<std::string>(), listed.at(1).get<double>()});
    }
    const std::vector<TokenChoice> choices = {choice};
    const auto share = upstream_first_share(choices, {});
    const auto* read = std::get_if<double>(&share);
    const json& expected = c.at("is_binarize_false");
    ASSERT_EQ(read != nullptr, !expected.is_null()) << c;
    if (read == nullptr) continue;
    EXPECT_NEAR(2.0 - *read, expected.get<double>(), 1e-12) << c;
  }
}

TEST(UpstreamLogprob, TakesTwoFlooredIdentifiersAsATie) {
  const double floor = -std::numeric_limits<double>::infinity();
  const std::vector<TokenChoice> choices = {{.chosen = {}, .top = {{"m", floor}, {"M", floor}}}};
  EXPECT_EQ(std::get<double>(upstream_first_share(choices, {})), 0.5);
}

TEST(UpstreamGrammar, IsUsedWhereItIsAskedFor) {
  const ProtocolOptions options{.grammar = VerdictGrammar::upstream};
  const std::string words = "I would not say [[A]] is better. [[B]]";
  EXPECT_EQ(text_of(protocol_named("pairwise", options)->read(said(words), Game{})), "1");
  EXPECT_EQ(text_of(protocol_named("graded", options)->read(said("[[3]] or [[9]]"), Game{})),
            "3/10");
  EXPECT_EQ(text_of(protocol_named("pairwise_five", options)->read(said("x[a] [b>>a]"), Game{})),
            "0 clear");
}

}  // namespace
}  // namespace evenhand
