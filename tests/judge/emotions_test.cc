// EQ-Bench's reading and scoring of replies, against cases made with its own code.
#include "judge/emotions.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "judge/emotion_score.h"

namespace evenhand {
namespace {

using nlohmann::json;

json vectors(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/eq_bench/" + name);
  return in ? json::parse(in) : json();
}

#define SKIP_WITHOUT(cases) \
  if (cases.is_null()) GTEST_SKIP() << "the vectors of EQ-Bench are not here"

std::vector<Emotion> key_of(const json& reference) {
  std::vector<Emotion> key;
  for (const auto& [label, intensity] : reference.items()) {
    key.push_back({.label = label, .intensity = intensity});
  }
  return key;
}

std::map<std::string, std::string> by_label(const std::vector<Emotion>& emotions,
                                            const std::vector<Emotion>& key) {
  std::map<std::string, std::string> texts;
  for (const Emotion& emotion : emotions) {
    for (const Emotion& known : key) {
      if (known.label == emotion.label) {
        texts[emotion.label] = std::to_string(static_cast<int>(emotion.intensity));
      }
    }
  }
  return texts;
}

std::optional<double> score_of(const std::vector<Emotion>& emotions,
                               const std::vector<Emotion>& key) {
  const auto answered = intensities_of(emotions, key);
  std::vector<double> wanted;
  for (const Emotion& emotion : key) wanted.push_back(emotion.intensity);
  return answered ? std::optional(emotion_score(*answered, wanted, DistanceOfFive::linear))
                  : std::nullopt;
}

void expect_score(const std::optional<double>& score, const json& wanted, const std::string& name) {
  ASSERT_EQ(score.has_value(), !wanted.is_null()) << name;
  if (!score) return;
  EXPECT_NEAR(*score, wanted.get<double>(), 1e-9) << name;
}

TEST(ReadEmotions, FindsBothPassesAsTheTolerantReaderDoes) {
  const json root = vectors("v2_parse_and_score.json");
  SKIP_WITHOUT(root);
  for (const json& c : root.at("cases")) {
    const std::string name = c.at("name");
    const json& wanted = c.at("tolerant");
    const auto key = key_of(c.at("reference"));
    const EmotionReply reply =
        read_emotions(c.at("text").get<std::string>(), EmotionLanguage::english);
    using Texts = std::map<std::string, std::string>;
    EXPECT_EQ(by_label(reply.first_pass, key), wanted.at("first_pass").get<Texts>()) << name;
    EXPECT_EQ(by_label(reply.revised, key), wanted.at("revised").get<Texts>()) << name;
    expect_score(score_of(reply.first_pass, key), wanted.at("v2_first_d_lt_5"), name);
    expect_score(score_of(reply.revised, key), wanted.at("v2_revised_d_lt_5"), name);
  }
}

TEST(EmotionScore, AgreesWithUpstreamInBothVersionsAndBothRulesForFive) {
  const json root = vectors("v2_parse_and_score.json");
  SKIP_WITHOUT(root);
  for (const json& c : root.at("cases")) {
    const json& strict = c.at("strict");
    if (strict.at("v2_first_d_le_5").is_null()) continue;
    std::vector<double> answered;
    std::vector<double> wanted;
    for (const auto& [label, intensity] : c.at("reference").items()) {
      answered.push_back(std::stod(strict.at("first_pass").at(label).get<std::string>()));
      wanted.push_back(intensity);
    }
    EXPECT_NEAR(emotion_score(answered, wanted, DistanceOfFive::sigmoid),
                strict.at("v2_first_d_le_5").get<double>(), 1e-9);
    expect_score(emotion_score_v1(answered, wanted), strict.at("v1_first"), c.at("name"));
  }
}

TEST(EmotionScore, CostsOfDistancesAreThePublishedOnes) {
  const json root = vectors("v2_distance_table.json");
  SKIP_WITHOUT(root);
  for (std::size_t d = 0; d < root.at("d").size(); ++d) {
    const auto distance = static_cast<double>(d);
    EXPECT_NEAR(distance_cost(distance, DistanceOfFive::linear),
                root.at("scaled_lt5").at(d).get<double>(), 1e-12);
    EXPECT_NEAR(distance_cost(distance, DistanceOfFive::sigmoid),
                root.at("scaled_le5").at(d).get<double>(), 1e-12);
  }
}

TEST(ReadEmotions, KnowsGermanHeadingsUmlautsAndCommas) {
  const EmotionReply reply = read_emotions(
      "Erste Bewertung:\nReuevoll: 1\nVerärgert: **7,5**\n\nKritik: ...\n\n"
      "Überarbeitete Bewertung:\nReuevoll: 2\nVerärgert: 6",
      EmotionLanguage::german);
  EXPECT_EQ(emotions_text(reply.first_pass), "Reuevoll: 1\nVerärgert: 7.5");
  EXPECT_EQ(emotions_text(reply.revised), "Reuevoll: 2\nVerärgert: 6");
}

TEST(ReadEmotions, TakesAnySequenceOfBytes) {
  EXPECT_TRUE(emotions_in("\xFF\xFE: 3 \xC3", EmotionLanguage::english).empty());
  EXPECT_TRUE(emotions_in(std::string(1'000'000, 'a'), EmotionLanguage::english).empty());
}

}  // namespace
}  // namespace evenhand
