#include "base/error.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(Errors, PointAtTheWordAndHelp) {
  EXPECT_EQ(to_text({.what = "unknown category 'mth'",
                     .hint = "did you mean 'math'?",
                     .place = SourcePlace{.file = "math.yaml", .line = 12, .column = 13}}),
            "math.yaml:12:13: unknown category 'mth'\n"
            "  hint: did you mean 'math'?");
}

TEST(Errors, ShowTheLineWithACaret) {
  EXPECT_EQ(to_text({.what = "unknown key 'temprature'",
                     .place = SourcePlace{.file = "run.yaml",
                                          .line = 3,
                                          .column = 5,
                                          .excerpt = "    temprature: 1"}}),
            "run.yaml:3:5: unknown key 'temprature'\n"
            "        temprature: 1\n"
            "        ^");
}

TEST(Errors, LeaveOutWhatIsNotKnown) {
  EXPECT_EQ(to_text({.what = "no such file"}), "no such file");
  EXPECT_EQ(to_text({.what = "too large", .place = SourcePlace{.file = "a.json"}}),
            "a.json: too large");
  EXPECT_EQ(to_text({.what = "no key", .place = SourcePlace{}}), "no key");
}

TEST(Errors, CutALineThatWouldFloodTheTerminal) {
  const SourcePlace place{
      .file = "a.json", .line = 1, .column = 9'000, .excerpt = std::string(10'000, 'x')};
  EXPECT_LT(to_text({.what = "broken", .place = place}).size(), 300U);
}

}  // namespace
}  // namespace evenhand
