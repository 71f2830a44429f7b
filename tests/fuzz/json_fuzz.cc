#include "base/text.h"
#include "documents/json_records.h"
#include "documents/json_skimmer.h"
#include "documents/readers.h"
#include "tests/fuzz/fuzz.h"

namespace evenhand {
namespace {

/// Takes everything in and goes on behind what is broken.
class Glutton : public JsonRecordTaker {
 public:
  void begin(int line) override { EVENHAND_CHECK(line >= 1); }
  void field(std::string_view path, const JsonScalar&) override { bytes += path.size(); }
  Result<void> end() override { return {}; }
  Result<void> broken(Error) override { return {}; }
  std::size_t bytes = 0;
};

}  // namespace
}  // namespace evenhand

/// What is read and written again is read as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  const std::string_view contents = bytes_of(data, size);
  if (const auto node = read_json(contents, "f.json")) {
    const std::string once = to_json(*node);
    const auto again = read_json(once, "f.json");
    EVENHAND_CHECK(static_cast<bool>(again));
    EVENHAND_CHECK(to_json(*again) == once);
  }
  (void)read_json_lines(contents, "f.jsonl", [](const Node&) -> Result<void> { return {}; });
  Glutton glutton;
  const std::string_view names[] = {"a", "b"};
  std::size_t records = 0;
  const bool taken_on = skim_json_records(contents, names, [&](const SkimmedRecord& record) {
    for (const SkimmedValue& value : record.values) {
      EVENHAND_CHECK(value.code_points() == code_points(value.text()));
    }
    ++records;
    return true;
  });
  if (taken_on) {  // then the tree has it, too
    const auto tree = read_json(contents, "f.json");
    EVENHAND_CHECK(tree && tree->list() != nullptr && tree->list()->size() == records);
  }
  (void)read_json_records(contents, "f.jsonl", glutton);
  return 0;
}
