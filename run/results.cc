#include "run/results.h"

#include <algorithm>

#include "report/charts.h"
#include "report/formats.h"

namespace evenhand {

Result<void> write_results(FileSystem& files, const std::string& folder, const ReportData& report,
                           const std::string& resolved) {
  for (const ReportFormat& format : report_formats()) {
    const std::string path = folder + "/" + std::string(format.file_name);
    EVENHAND_OK(files.replace_in_parts(
        path, [&](const PutText& put) { return format.write(report, put); }));
  }
  return files.replace(folder + "/" + kResolvedName, resolved);
}

Result<void> try_results(FileSystem& files, const std::string& folder) {
  for (const ReportFormat& format : report_formats()) {
    EVENHAND_OK(files.try_to_replace(folder + "/" + std::string(format.file_name)));
  }
  return files.try_to_replace(folder + "/" + kResolvedName);
}

Result<void> try_charts(FileSystem& files, const std::string& folder) {
  return files.try_to_replace(folder + "/forest.svg");
}

Result<void> write_charts(FileSystem& files, const std::string& folder, const ReportData& report) {
  for (const Chart& chart : charts_of(report)) {
    EVENHAND_OK(files.replace(folder + "/" + chart.name + ".svg", svg_file(chart)));
  }
  return {};
}

std::string file_name_for(const std::string& name) {
  constexpr std::size_t kLongest = 100;  // well below the 255 bytes of common file systems
  std::string file = name.substr(0, kLongest);
  for (char& c : file) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool safe = letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!safe) c = '_';
  }
  if (file.empty() || file.front() == '.') file.insert(file.begin(), '_');
  return file;
}

}  // namespace evenhand
