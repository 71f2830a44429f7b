#include "stats/agreement.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

struct Labels {
  std::vector<int> first;
  std::vector<int> second;
};

/// Both judges' labels behind a 2 x 2 table of counts.
Labels labels_of(const std::array<std::array<int, 2>, 2>& table) {
  Labels labels;
  for (int first = 0; first < 2; ++first) {
    for (int second = 0; second < 2; ++second) {
      const int count =
          table.at(static_cast<std::size_t>(first)).at(static_cast<std::size_t>(second));
      labels.first.insert(labels.first.end(), static_cast<std::size_t>(count), first);
      labels.second.insert(labels.second.end(), static_cast<std::size_t>(count), second);
    }
  }
  return labels;
}

TEST(CohenKappa, MeetsKnownValues) {
  const Labels fair = labels_of({{{20, 5}, {10, 15}}});
  const Labels slight = labels_of({{{45, 15}, {25, 15}}});

  EXPECT_NEAR(*cohen_kappa(fair.first, fair.second), 0.4, 1e-12);
  EXPECT_NEAR(*cohen_kappa(slight.first, slight.second), 0.1304, 0.00005);
}

TEST(CohenKappa, IsUndefinedWhereOneLabelIsAllThereIs) {
  const Labels one = labels_of({{{30, 0}, {0, 0}}});

  EXPECT_EQ(cohen_kappa(one.first, one.second), std::nullopt);
  EXPECT_EQ(cohen_kappa({}, {}), std::nullopt);
}

/// Krippendorff's example of four observers and twelve units, values missing.
const std::vector<std::vector<double>> kCanonical = {
    {1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
    {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};

TEST(KrippendorffAlpha, MeetsTheCanonicalExample) {
  EXPECT_NEAR(*krippendorff_alpha(kCanonical, MeasurementLevel::nominal), 0.7434, 0.00005);
  EXPECT_NEAR(*krippendorff_alpha(kCanonical, MeasurementLevel::ordinal), 0.8154, 0.00005);
  EXPECT_NEAR(*krippendorff_alpha(kCanonical, MeasurementLevel::interval), 0.8491, 0.00005);
}

TEST(KrippendorffAlpha, IsUndefinedWithoutVariationOrPairs) {
  const std::vector<std::vector<double>> alike = {{1, 1}, {1, 1, 1}};
  const std::vector<std::vector<double>> alone = {{1}, {2}, {}};

  EXPECT_EQ(krippendorff_alpha(alike, MeasurementLevel::nominal), std::nullopt);
  EXPECT_EQ(krippendorff_alpha(alone, MeasurementLevel::nominal), std::nullopt);
}

}  // namespace
}  // namespace evenhand
