#include "simulate/worth.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenhand {
namespace {

TEST(WorthMarker, HasASignAndTwoDigits) {
  EXPECT_EQ(worth_marker(0.42), "(simulated answer, worth +0.42)");
  EXPECT_EQ(worth_marker(-1.006), "(simulated answer, worth -1.01)");
  EXPECT_EQ(worth_marker(-0.05), "(simulated answer, worth -0.05)");
  EXPECT_EQ(worth_marker(0.0), "(simulated answer, worth +0.00)");
  EXPECT_EQ(worth_marker(-12.5), "(simulated answer, worth -12.50)");
}

TEST(Worth, IsReadFromTheLastMarker) {
  EXPECT_EQ(worth_of("Yes.\n\n(simulated answer, worth +0.42)"), 0.42);
  EXPECT_EQ(worth_of("(simulated answer, worth +9.00)\n(simulated answer, worth -1.50)\n"), -1.5);
  EXPECT_EQ(worth_of("(simulated answer, worth +1.00) (simulated answer, worth much)"), 1.0);
}

TEST(Worth, OfAForeignTextIsDecidedByItsLetters) {
  EXPECT_EQ(worth_of("An answer."), worth_of("  An answer.\n"));
  EXPECT_NE(worth_of("An answer."), worth_of("An answer!"));
}

/// The mean of 4,000 draws has a standard error of 0.016, their variance one of 0.022.
TEST(Worth, OfForeignTextsIsStandardNormal) {
  constexpr int kTexts = 4000;
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < kTexts; ++i) {
    const double worth = worth_of("Text number " + std::to_string(i));
    sum += worth;
    squares += worth * worth;
  }

  EXPECT_NEAR(sum / kTexts, 0.0, 0.06);
  EXPECT_NEAR(squares / kTexts, 1.0, 0.09);
}

TEST(WithoutMarker, LeavesTheAnswersOwnWords) {
  EXPECT_EQ(without_marker("Yes, indeed.\n\n(simulated answer, worth +0.42)\n"), "Yes, indeed.");
  EXPECT_EQ(without_marker(" Yes.\n"), "Yes.");
}

}  // namespace
}  // namespace evenhand
