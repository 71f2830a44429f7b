#include "report/formats.h"

#include <algorithm>
#include <iterator>

#include "report/html_report.h"
#include "report/leaderboard_csv.h"
#include "report/leaderboard_json.h"
#include "report/transcripts.h"

namespace evenhand {
namespace {

/// A report that is short enough to be made as one text.
template <std::string (*write)(const ReportData&)>
Result<void> put_whole(const ReportData& data, const PutText& put) {
  return put(write(data));
}

constexpr ReportFormat kFormats[] = {
    {"csv", "leaderboard.csv", put_whole<leaderboard_csv>},
    {"json", "leaderboard.json", put_whole<leaderboard_json>},
    {"answers", "answers.jsonl", write_answers_jsonl},
    {"verdicts", "verdicts.jsonl", write_verdicts_jsonl},
    {"html", "report.html", write_html_report},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const ReportFormat& format) { return format.name == name; });
  return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace evenhand
