#include "formats/battles.h"
#include "tests/fakes/memory_file_system.h"
#include "tests/fuzz/fuzz.h"

/// Battles that were read are between two different models of the list.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  MemoryFileSystem files;
  files.files["b"] = std::string(bytes_of(data, size));
  for (const BadRecords bad : {BadRecords::refused, BadRecords::skipped}) {
    const auto log = read_battles(files, {.path = "b", .bad_records = bad});
    if (!log) continue;
    EVENHAND_CHECK(!log->battles.empty());
    for (const Battle& battle : log->battles) {
      EVENHAND_CHECK(battle.model_a < log->models.size() && battle.model_b < log->models.size());
      EVENHAND_CHECK(battle.model_a != battle.model_b);
    }
  }
  return 0;
}
