#include "report/formats.h"

#include <algorithm>
#include <iterator>

#include "report/html_report.h"
#include "report/leaderboard_csv.h"
#include "report/leaderboard_json.h"
#include "report/transcripts.h"

namespace evenhand {
namespace {

constexpr ReportFormat kFormats[] = {
    {"csv", "leaderboard.csv", leaderboard_csv}, {"json", "leaderboard.json", leaderboard_json},
    {"answers", "answers.jsonl", answers_jsonl}, {"verdicts", "verdicts.jsonl", verdicts_jsonl},
    {"html", "report.html", html_report},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const ReportFormat& format) { return format.name == name; });
  return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace evenhand
