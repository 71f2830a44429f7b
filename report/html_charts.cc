#include "report/html_charts.h"

#include "report/charts.h"

namespace evenhand {

Markup html_charts(const ReportData& data) {
  Markup html;
  const std::vector<Chart> charts = charts_of(data);
  if (charts.empty()) return html;
  html.tag("<section id=\"charts\"><h2>Pictures</h2>\n<div class=\"charts\">\n");
  for (const Chart& chart : charts) {
    html.tag("<figure id=\"").attribute(chart.name).tag("\"><h3>").text(chart.title);
    html.tag("</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"");
    html.attribute(chart.title).tag("\">").add(chart.svg);
    html.tag("</div>\n<figcaption>").text(chart.note).tag("</figcaption></figure>\n");
  }
  return html.tag("</div></section>\n");
}

}  // namespace evenhand
