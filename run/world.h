#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/file_system.h"
#include "providers/http_transport.h"
#include "run/held_words.h"
#include "suites/suite_loader.h"

namespace evenhand {

/// Everything outside of the program that a run may touch.
struct World {
  FileSystem& files;
  Clock& clock;
  HttpTransport& network;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  SuiteShelf shelf;                // built-in suites
  std::string prompts_folder;      // built-in templates
  std::string calibration_folder;  // built-in calibrations: see formats/data
  /// The number of the last signal that asked us to stop (SIGINT, SIGTERM); 0: none.
  std::atomic<int>& stop_signal;
  std::size_t room_for_words = HeldWords::kRoom;  // bytes: see run/held_words.h
};

}  // namespace evenhand
