#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <sqlite3.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/sqlite_run_store.h"

namespace evenhand {

/// A folder of its own for each test, gone with it, and the usual things one does there.
class StoreFolder : public testing::Test {
 protected:
  StoreFolder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string(test->test_suite_name()) + "-" + test->name();
    std::replace(name.begin(), name.end(), '/', '-');  // in names of tests with parameters
    folder = std::filesystem::temp_directory_path() /
             ("evenhand-store-test-" + std::to_string(::getpid()) + "-" + name);
    std::filesystem::create_directories(folder / "spill");
    path = (folder / "store.db").string();
  }
  ~StoreFolder() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  Result<std::unique_ptr<SqliteRunStore>> try_open(const std::string& run = "nightly",
                                                   StoreAccess access = StoreAccess::read_write) {
    return SqliteRunStore::open(
        {.path = path, .run = run, .access = access, .spill_folder = (folder / "spill").string()},
        clock);
  }

  /// Ends the test's hopes when the store cannot be opened.
  std::unique_ptr<SqliteRunStore> open(const std::string& run = "nightly",
                                       StoreAccess access = StoreAccess::read_write) {
    auto store = try_open(run, access);
    if (!store) {
      ADD_FAILURE() << to_text(store.error());
      std::abort();
    }
    return std::move(*store);
  }

  std::string bytes_of(const std::string& file) const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  void write_bytes(const std::string& file, const std::string& bytes) const {
    std::ofstream(file, std::ios::binary) << bytes;
  }

  /// What SQLite itself says of the store: "ok", or what is broken.
  std::string integrity() const {
    sqlite3* database = nullptr;
    std::string said;
    sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    const auto note = [](void* text, int, char** values, char**) {
      *static_cast<std::string*>(text) += values[0];
      return 0;
    };
    sqlite3_exec(database, "PRAGMA integrity_check", note, &said, nullptr);
    sqlite3_close(database);
    return said;
  }

  std::filesystem::path folder;
  std::string path;
  SystemClock clock;
};

inline AttemptStart start_of(const std::string& key) {
  return {.key = {{key}},
          .occasion = "answer/ours/" + key,
          .endpoint = "http://localhost:1",
          .model = "ours",
          .body = R"({"model":"ours"})"};
}

inline AttemptEnd reply_of(const std::string& body) {
  return {.http_status = 200, .raw_body = body, .accepted = true};
}

}  // namespace evenhand
