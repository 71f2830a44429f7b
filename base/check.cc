#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace evenhand {

void check_failed(const char* promise, const char* file, int line) {
  std::fprintf(stderr, "evenhand: internal error at %s:%d: expected %s\n", file, line, promise);
  std::abort();
}

}  // namespace evenhand
