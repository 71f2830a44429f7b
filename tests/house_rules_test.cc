// The architecture as a test: who may look into whom, which library has which door, how long a file
// may be. docs/house.md explains the table; this is the table.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
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
      EXPECT_NE(target, "nlohmann/json.hpp") << file.path << ": too heavy for a header";
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

TEST(HouseRules, K09_StandardRegexNeverMeetsText) {
  for (const SourceFile& file : our_source_files()) {
    for (const std::string& target : includes_of(file)) {
      EXPECT_NE(target, "regex") << file.path << ": it crashes on long input; use RE2 or a scanner";
    }
  }
}

/// "D-01", "D-02" ...: what docs/reliability.md answers for.
std::vector<std::string> goals_of_reliability() {
  std::vector<std::string> goals = {"J-10"};
  const std::pair<char, int> kinds[] = {{'D', 21}, {'C', 22}, {'K', 10}, {'P', 3}};
  for (const auto& [kind, count] : kinds) {
    for (int i = 1; i <= count; ++i) {
      goals.push_back(std::string(1, kind) + (i < 10 ? "-0" : "-") + std::to_string(i));
    }
  }
  return goals;
}

std::string all_tests() {
  std::string text;
  for (const SourceFile& file : source_files_in("tests")) {
    for (const std::string& line : file.lines) text += line + "\n";
  }
  return text;
}

TEST(Reliability, EveryGoalHasATestWithItsNameOrAReasonWhyNot) {
  const std::string tests = all_tests();
  std::map<std::string, std::string> rows;
  std::ifstream table(std::filesystem::path(EVENHAND_SOURCE_DIR) / "docs/reliability.md");
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with("| ")) continue;
    std::istringstream ids(line.substr(2, line.find(" |", 2) - 2));
    for (std::string id; std::getline(ids, id, ',');)
      rows[id.substr(id.find_first_not_of(' '))] = line;
  }
  for (const std::string& goal : goals_of_reliability()) {
    ASSERT_TRUE(rows.contains(goal)) << "docs/reliability.md says nothing of " << goal;
    const std::string prefix = ", " + goal.substr(0, 1) + goal.substr(2) + "_";
    const bool tested = tests.find(prefix) != std::string::npos;
    const bool explained = rows[goal].find("no test of its own") != std::string::npos;
    EXPECT_TRUE(tested || explained) << goal << ": no test carries its name";
  }
}

TEST(Reliability, EveryTestThatItsTableNamesExists) {
  const std::string tests = all_tests();
  std::ifstream in(std::filesystem::path(EVENHAND_SOURCE_DIR) / "docs/reliability.md");
  const std::string doc{std::istreambuf_iterator<char>(in), {}};
  static const std::regex name("`([A-Z][A-Za-z0-9]+)\\.([A-Z][A-Za-z0-9_]*)(\\*?)`");
  int named = 0;
  for (std::sregex_iterator at(doc.begin(), doc.end(), name), end; at != end; ++at, ++named) {
    const std::string wanted = at->str(1) + ", " + at->str(2) + (at->length(3) == 0 ? ")" : "");
    EXPECT_NE(tests.find(wanted), std::string::npos) << at->str() << " does not exist";
  }
  EXPECT_GT(named, 50);
}

}  // namespace
