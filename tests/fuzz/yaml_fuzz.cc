#include "documents/override.h"
#include "documents/readers.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  auto node = read_yaml(std::string(bytes_of(data, size)), "f.yaml");
  if (node) (void)apply_override(*node, "a.0.b=1");
  return 0;
}
