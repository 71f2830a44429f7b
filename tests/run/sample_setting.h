#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "run/setting.h"
#include "tests/fakes/memory_file_system.h"
#include "tests/fakes/scripted_transport.h"

namespace evenhand {

/// A world in memory with a tiny suite of two-turn and one-turn questions, and the real prompts.
class SampleWorld {
 public:
  SampleWorld() {
    const DiskFileSystem disk;
    const std::string templates = EVENHAND_SOURCE_DIR "/prompts/templates";
    const auto names = disk.list(templates);
    EXPECT_TRUE(names);
    for (const std::string& name : *names) {
      files.files["prompts/" + name] = *disk.read(templates + "/" + name, kMaxSettingsFile);
    }
    files.files["suites/tiny/suite.yaml"] = "name: tiny\nversion: 1\nprotocol: pairwise\n";
    files.files["suites/tiny/questions.jsonl"] =
        R"({"id": "q1", "category": "math", "turns": ["2 + 2?", "Doubled?"], "references": ["4", "8"]})"
        "\n"
        R"({"id": "q2", "category": "talk", "turns": ["Hello!"]})"
        "\n";
    files.files["run.yaml"] = kRun;
  }

  World world() {
    return {.files = files,
            .clock = clock,
            .network = network,
            .environment = [this](const std::string& name) -> std::optional<std::string> {
              const auto found = variables.find(name);
              if (found == variables.end()) return std::nullopt;
              return found->second;
            },
            .shelf = {.folders = {"suites"}},
            .prompts_folder = "prompts",
            .calibration_folder = EVENHAND_SOURCE_DIR "/formats/data",
            .stop_signal = stop_signal};
  }

  /// The setting of run.yaml with some values overridden.
  RunSetting setting(const std::vector<std::string>& overrides = {}) {
    auto file = read_run_file(files, "run.yaml", overrides);
    EXPECT_TRUE(file) << (file ? "" : to_text(file.error()));
    auto setting = load_setting(*std::move(file), world());
    EXPECT_TRUE(setting) << (setting ? "" : to_text(setting.error()));
    return *std::move(setting);
  }

  static constexpr const char* kRun =
      "name: sample\nsuite: tiny\nseed: 7\n"
      "baseline: {name: base, model: base-model}\n"
      "candidates: [{name: ours, model: our-model}]\n"
      "judges: [{name: judge, model: judge-model}]\n"
      "endpoints: {local: {base_url: \"http://127.0.0.1:9/v1\", in_flight: 4}}\n";

  MemoryFileSystem files;
  SystemClock clock;
  ScriptedTransport network;
  std::map<std::string, std::string> variables;
  std::atomic<int> stop_signal = 0;
};

}  // namespace evenhand
