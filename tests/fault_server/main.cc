// fault_server PORT SHARE DELAY_MS SEED: answers chat requests on 127.0.0.1:PORT after DELAY_MS,
// and lets such a share of first requests meet a fault, drawn from all that may be tried again. GET
// /counts tells what it saw.
#include <cstdio>
#include <cstdlib>
#include <iterator>

#include "base/digest.h"
#include "base/rng.h"
#include "tests/fault_server/fault_server.h"

namespace {

using namespace evenhand;

/// A call that meets it may be sent again, and will be answered then; nothing stops the endpoint.
bool passes(const Fault& fault) {
  if (!fault.ends_with) return true;
  switch (*fault.ends_with) {
    case ErrorKind::unreachable:
    case ErrorKind::broken_off:
    case ErrorKind::timed_out:
    case ErrorKind::rate_limited:
    case ErrorKind::overloaded:
    case ErrorKind::malformed_reply: return true;
    default: return false;
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "usage: fault_server PORT SHARE DELAY_MS SEED\n");
    return 2;
  }
  const double share = std::atof(arguments[2]);
  const std::chrono::milliseconds delay(std::atoi(arguments[3]));
  const std::string seed = arguments[4];
  const auto choose = [&](const std::string& body, int received) {
    const std::string name = sha256(body).text.substr(0, 16);
    const std::string text = "Reply " + name + ".\\n\\nFinal grade: [[7]]";
    Rng rng = Rng::for_purpose(1, seed + name);
    Fault fault = good_manners(text);
    if (received == 1 && rng.uniform() < share) {
      std::vector<Fault> faults = all_faults(text);
      std::erase_if(faults, [](const Fault& one) { return !passes(one); });
      fault = faults[rng.below(faults.size())];
    }
    fault.script.insert(fault.script.begin(), wait_for(delay));
    return fault;
  };
  const FaultServer server(choose, std::atoi(arguments[1]));
  std::printf("%d\n", server.port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
