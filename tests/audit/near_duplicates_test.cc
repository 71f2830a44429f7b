#include "audit/near_duplicates.h"

#include <gtest/gtest.h>

#include <random>

#include "audit/set_checks.h"

namespace evenhand {
namespace {

TEST(NearPairs, AreThoseThatComparingAllPairsFinds) {
  std::mt19937 random(5);
  std::vector<AuditItem> items;
  for (int i = 0; i < 150; ++i) {
    std::string question;
    for (int w = 0; w < 30; ++w)
      question += std::string(1, static_cast<char>('a' + w)) + (random() % 40 == 0 ? "x " : " ");
    items.push_back({.id = std::to_string(i), .subject = "", .question = question});
  }
  for (const double threshold : {0.5, 0.8, 1.0}) {
    std::size_t expected = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (jaccard(shingles_of(items[i]), shingles_of(items[j])) >= threshold) ++expected;
      }
    }
    EXPECT_GT(expected, 0U);
    EXPECT_EQ(near_pairs(items, threshold).size(), expected) << threshold;
  }
}

TEST(Ngrams, OfAShortTextAreNone) {
  NgramIndex index(3);
  index.add("The quick, brown fox jumps");
  EXPECT_EQ(index.hits_in("a QUICK brown fox").found, 1U);
  EXPECT_EQ(index.hits_in("a QUICK brown fox").total, 2U);
  EXPECT_EQ(index.hits_in("quick brown").total, 0U);
}

}  // namespace
}  // namespace evenhand
