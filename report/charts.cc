#include "report/charts.h"

#include <optional>
#include <utility>

#include "report/chart_style.h"
#include "report/question_scores.h"
#include "report/svg_categories.h"
#include "report/svg_points.h"
#include "report/svg_questions.h"
#include "report/svg_rows.h"

namespace evenhand {

std::vector<Chart> charts_of(const ReportData& data) {
  const QuestionTable table = question_table(data);
  std::vector<Chart> charts;
  const auto add = [&](std::optional<Chart> chart) {
    if (chart) charts.push_back(*std::move(chart));
  };
  add(forest_chart(data));
  add(ratings_chart(data));
  add(length_control_chart(data));
  add(lengths_chart(data, table));
  add(matrix_chart(data));
  add(category_bars(data));
  add(category_radar(data));
  add(turns_chart(data));
  add(course_chart(data, table));
  add(cost_chart(data));
  add(coverage_chart(data, table));
  return charts;
}

std::string svg_file(const Chart& chart) {
  const std::string& svg = chart.svg.html();
  const std::size_t behind_tag = svg.find('>') + 1;
  return svg.substr(0, behind_tag) + "<style>" + chart_style_alone() + "</style>" +
         svg.substr(behind_tag) + "\n";
}

}  // namespace evenhand
