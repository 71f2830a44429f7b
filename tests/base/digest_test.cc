#include "base/digest.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

TEST(Sha256, IsTheStandardsOwn) {
  EXPECT_EQ(sha256("abc").text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digester, TellsFieldsApart) {
  EXPECT_NE(Digester().add("ab").add("c").finish(), Digester().add("a").add("bc").finish());
  EXPECT_NE(Digester().add("a").finish(), Digester().add("a").add("").finish());
  EXPECT_EQ(Digester().add("a").add("b").finish(), Digester().add("a").add("b").finish());
}

}  // namespace
}  // namespace evenhand
