#include "formats/arena_categories.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;

constexpr const char* kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/arena/";

json labels_of(const std::string& task, const std::string& reply) {
  return json::parse(to_json(read_category_reply(task, reply).labels));
}

TEST(ArenaCategories, AreReadAsTheOriginalReadsThem) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "needs the vectors in " << kVectors;
  std::ifstream in(std::string(kVectors) + "category_parse.json");
  const json wanted = json::parse(in);
  for (const auto& [task, cases] : wanted.items()) {
    for (const json& known : cases) {
      EXPECT_EQ(labels_of(task, known["judgment"]), known["labels"])
          << task << ": " << known["judgment"];
    }
  }
}

TEST(ArenaCategories, TellAReplyThatSaysNothingFromANo) {
  EXPECT_TRUE(read_category_reply("math_v0.1", "<decision>no</decision>").is_read);
  EXPECT_TRUE(read_category_reply("criteria_v0.1", "[0]").is_read);
  for (const char* task : {"math_v0.1", "criteria_v0.1", "if_v0.1", "creative_writing_v0.1"}) {
    EXPECT_FALSE(read_category_reply(task, "$ERROR$").is_read) << task;
  }
}

TEST(ArenaCategories, AreNamedByTheirTask) {
  EXPECT_EQ(labels_of("homework_v0.1", "<decision>yes</decision>"), json({{"homework", true}}));
  EXPECT_EQ(labels_of("creative_writing_vision_v0.1", "<decision>[no]</decision>"),
            json({{"creative_writing_vision", false}, {"score", "no"}}));
}

}  // namespace
}  // namespace evenhand
