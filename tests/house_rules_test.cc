// The architecture as a test: who may look into whom, which library has which door, how long a file
// may be. docs/house.md explains the table; this is the table.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

/// Which rooms a room may look into, besides itself.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"base", {}},
    {"documents", {"base"}},
    {"stats", {"base"}},
    {"prompts", {"base"}},
    {"providers", {"base"}},
    {"simulate", {"base"}},
    {"store", {"base"}},
    {"audit", {"base", "documents", "stats"}},
    {"suites", {"base", "documents"}},
    {"formats", {"base", "documents"}},
    {"judge", {"base", "prompts"}},
    {"report", {"base", "stats"}},
    {"run",
     {"base", "documents", "stats", "prompts", "providers", "simulate", "store", "suites",
      "formats", "judge", "report", "audit"}},
    {"cli",
     {"base", "documents", "stats", "prompts", "providers", "simulate", "store", "suites",
      "formats", "judge", "report", "audit", "run"}},
};

/// Doors of libraries: only files whose path starts with one of these may include them.
const std::map<std::string, std::vector<std::string>> kDoorsOf = {
    {"httplib.h", {"providers/httplib_", "simulate/httplib_"}},
    {"sqlite3.h", {"store/sqlite_"}},
    {"yaml-cpp/", {"documents/"}},
    {"Eigen/", {"stats/"}},
    {"CLI/", {"cli/options.cc"}},
    {"md4c.h", {"report/html_markdown"}},
    {"utf8proc.h", {"report/", "formats/", "audit/"}},
    {"re2/", {"judge/", "formats/", "audit/"}},
};

// Longer files hold a second idea.
constexpr std::size_t kMaxLines = 500;

struct SourceFile {
  std::string path;
  std::string room;
  std::vector<std::string> lines;
};

std::vector<SourceFile> source_files_in(const std::string& room) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  const fs::path root(EVENHAND_SOURCE_DIR);
  for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cc") continue;
    SourceFile file{fs::relative(entry.path(), root).generic_string(), room, {}};
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) file.lines.push_back(line);
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<SourceFile> our_source_files() {
  std::vector<SourceFile> files;
  for (const auto& [room, allowed] : kMayInclude) {
    for (SourceFile& file : source_files_in(room)) files.push_back(std::move(file));
  }
  return files;
}

std::vector<std::string> includes_of(const SourceFile& file) {
  static const std::regex include_line(R"rx(^\s*#\s*include\s+["<]([^">]+)[">])rx");
  std::vector<std::string> targets;
  for (const std::string& line : file.lines) {
    std::smatch match;
    if (std::regex_search(line, match, include_line)) targets.push_back(match[1]);
  }
  return targets;
}

TEST(HouseRules, RoomsLookOnlyWhereTheyMay) {
  const std::vector<SourceFile> files = our_source_files();
  ASSERT_GT(files.size(), 50U);
  for (const SourceFile& file : files) {
    for (const std::string& target : includes_of(file)) {
      const std::string room = target.substr(0, target.find('/'));
      if (!kMayInclude.contains(room) || room == file.room) continue;
      EXPECT_TRUE(kMayInclude.at(file.room).contains(room))
          << file.path << ": " << file.room << "/ may not include " << target;
    }
  }
}

bool starts_with_any(const std::string& path, const std::vector<std::string>& doors) {
  for (const std::string& door : doors) {
    if (path.starts_with(door)) return true;
  }
  return false;
}

TEST(HouseRules, EachLibraryHasItsDoors) {
  for (const SourceFile& file : our_source_files()) {
    for (const std::string& target : includes_of(file)) {
      for (const auto& [library, doors] : kDoorsOf) {
        if (!target.starts_with(library)) continue;
        EXPECT_TRUE(starts_with_any(file.path, doors))
            << file.path << " may not include " << target;
      }
    }
  }
}

TEST(HouseRules, JsonStaysOutOfHeaders) {
  for (const SourceFile& file : our_source_files()) {
    if (!file.path.ends_with(".h")) continue;
    for (const std::string& target : includes_of(file)) {
      EXPECT_FALSE(target.starts_with("nlohmann/")) << file.path << ": too heavy for a header";
    }
  }
}

TEST(HouseRules, FilesAreShortEnoughToRead) {
  std::vector<SourceFile> files = our_source_files();
  for (SourceFile& file : source_files_in("tests")) files.push_back(std::move(file));
  for (const SourceFile& file : files) {
    EXPECT_LE(file.lines.size(), kMaxLines) << file.path << ": find the second idea in it";
  }
}

TEST(HouseRules, StandardRegexNeverMeetsText) {
  for (const SourceFile& file : our_source_files()) {
    for (const std::string& target : includes_of(file)) {
      EXPECT_NE(target, "regex") << file.path << ": it crashes on long input; use RE2 or a scanner";
    }
  }
}

}  // namespace
