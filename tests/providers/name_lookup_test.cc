#include "providers/name_lookup.h"

#include <gtest/gtest.h>

#include <future>

namespace evenhand {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Name servers that answer when the test says so, and not before.
class SlowNames {
 public:
  LookupFunction ask() const {
    return [answer = answer_](const std::string& /*host*/, int port) {
      answer.wait();
      return look_up("127.0.0.1", port);
    };
  }
  void answer_now() { promise_.set_value(); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> answer_ = promise_.get_future().share();
};

TEST(NameLookup, C11_NoNameServerHoldsACallBeyondItsDeadline) {
  SlowNames names;
  const auto begin = steady_clock::now();
  const auto addresses = addresses_of("slow.test", 80, begin + milliseconds(100), names.ask());
  const auto took = steady_clock::now() - begin;
  names.answer_now();
  ASSERT_FALSE(addresses);
  EXPECT_EQ(addresses.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(addresses.error().what,
            "cannot find slow.test: the name servers do not answer in time");
  EXPECT_GE(took, milliseconds(100));
  EXPECT_LT(took, milliseconds(1'000));
}

TEST(NameLookup, C11_ASlowOneHoldsNobodyElseUp) {
  SlowNames names;
  const Deadline later = steady_clock::now() + milliseconds(10'000);
  auto waiting = std::async(std::launch::async, [&] {
    return static_cast<bool>(addresses_of("slow.test", 80, later, names.ask()));
  });
  EXPECT_TRUE(addresses_of("127.0.0.1", 80, later));
  EXPECT_TRUE(addresses_of("::1", 80, later));
  names.answer_now();
  EXPECT_TRUE(waiting.get()) << "late, but in time";
}

TEST(NameLookup, C11_SaysWhyThereIsNoSuchName) {
  const auto nobody = [](const std::string&, int) {
    return Lookup{.code = EAI_NONAME};
  };
  const auto failing = [](const std::string&, int) {
    return Lookup{.code = EAI_AGAIN};
  };
  const Deadline later = steady_clock::now() + milliseconds(10'000);
  EXPECT_EQ(addresses_of("no.test", 80, later, nobody).error().what,
            "cannot find no.test: Name or service not known");
  EXPECT_EQ(addresses_of("no.test", 80, later, failing).error().what,
            "cannot find no.test: Temporary failure in name resolution");
  EXPECT_EQ(addresses_of("no.test", 80, later, nobody).error().kind, ErrorKind::unreachable);
}

}  // namespace
}  // namespace evenhand
