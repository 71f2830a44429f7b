#include "run/descriptors.h"

#include <algorithm>
#include <cstdint>

#include <sys/resource.h>

namespace evenhand {
namespace {

// The store's files, each three times open, its lock, the terminal, a report that is written.
constexpr std::int64_t kReserved = 28;
// A call's connection, and its double for the watchdog or, at a simulated server, its other end.
constexpr std::int64_t kForEachCall = 2;

}  // namespace

void keep_to_descriptors(RunSetting& setting) {
  struct rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  const auto most = static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, 1 << 24));
  const std::int64_t room = std::max<std::int64_t>(1, (most - kReserved) / kForEachCall);
  std::int64_t wanted = 0;
  for (const auto& [name, spec] : setting.file.endpoints) wanted += spec.in_flight;
  if (wanted <= room) return;
  for (auto& [name, spec] : setting.file.endpoints) {
    spec.in_flight = static_cast<int>(std::max<std::int64_t>(1, spec.in_flight * room / wanted));
  }
  setting.remarks.push_back("this process may open " + std::to_string(most) + " files: at most " +
                            std::to_string(room) + " calls at once instead of " +
                            std::to_string(wanted) + " (ulimit -n raises it)");
}

}  // namespace evenhand
