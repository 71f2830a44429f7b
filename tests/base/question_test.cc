#include "base/question.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

using Places = std::vector<std::size_t>;

TEST(OptionLetter, GoesOnBehindZ) {
  EXPECT_EQ(option_letter(0), "A");
  EXPECT_EQ(option_letter(25), "Z");
  EXPECT_EQ(option_letter(26), "AA");
  EXPECT_EQ(option_letter(99), "CV");
}

TEST(PlacesOfOptions, ReadsWhatOptionLetterWrites) {
  for (std::size_t place = 0; place < 100; ++place) {
    EXPECT_EQ(places_of_options(option_letter(place), 100), Places{place});
  }
  EXPECT_EQ(places_of_options("C, A,B", 3), (Places{2, 0, 1}));
}

TEST(PlacesOfOptions, IsNoneForWhatNamesNoOption) {
  for (const char* const letters : {"", "a", "D", "AA", "A, ", "A; B", "A, A", "AAA", "A B", "1"}) {
    EXPECT_FALSE(places_of_options(letters, 3)) << letters;
  }
}

}  // namespace
}  // namespace evenhand
