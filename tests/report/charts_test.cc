#include "report/charts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "report/chart_axis.h"
#include "report/chart_labels.h"
#include "report/drawing.h"
#include "tests/report/golden.h"
#include "tests/report/sample_report.h"

namespace evenhand {
namespace {

std::vector<std::string> names_of(const std::vector<Chart>& charts) {
  std::vector<std::string> names;
  for (const Chart& chart : charts) names.push_back(chart.name);
  return names;
}

const Chart& chart_named(const std::vector<Chart>& charts, const std::string& name) {
  return *std::find_if(charts.begin(), charts.end(),
                       [&](const Chart& chart) { return chart.name == name; });
}

TEST(Charts, AreThoseThatTheRunHasDataFor) {
  EXPECT_EQ(names_of(charts_of(sample_pairwise_report())),
            (std::vector<std::string>{"forest", "length-control", "categories", "coverage"}));
  EXPECT_EQ(names_of(charts_of(sample_graded_report())),
            (std::vector<std::string>{"forest", "turns", "coverage"}));
  EXPECT_TRUE(charts_of({}).empty());
}

TEST(Charts, TellInWordsWhatTheyShow) {
  const auto charts = charts_of(sample_pairwise_report());
  EXPECT_NE(chart_named(charts, "forest")
                .svg.html()
                .find("<desc id=\"chart-forest-words\">ours: 66.7 [33.3, 100.0]; "
                      "organisation/half-of-a-very-long-name-checkpoint-1200: 25.0.</desc>"),
            std::string::npos);
  EXPECT_NE(chart_named(charts, "coverage")
                .svg.html()
                .find("ours: 2 judged, 1 judged, tied; "
                      "organisation/half-of-a-very-long-name-checkpoint-1200: "
                      "1 judged, 1 verdict unreadable, 1 answer failed."),
            std::string::npos);
}

TEST(Charts, HaveTitleAndWordsForScreenReaders) {
  for (const ReportData& data : {sample_pairwise_report(), sample_graded_report()}) {
    for (const Chart& chart : charts_of(data)) {
      EXPECT_NE(chart.svg.html().find("role=\"img\""), std::string::npos) << chart.name;
      EXPECT_NE(chart.svg.html().find("<title id=\"chart-" + chart.name), std::string::npos);
      EXPECT_EQ(chart.svg.html().find("style="), std::string::npos) << chart.name;
      EXPECT_EQ(chart.svg.html().find("nan"), std::string::npos) << chart.name;
    }
  }
}

TEST(Charts, KeepNamesFromOutsideText) {
  ReportData data = sample_pairwise_report();
  data.rows[0].model.text = "</svg><script>alert(1)</script>\"'";
  for (const Chart& chart : charts_of(data)) {
    EXPECT_EQ(chart.svg.html().find("<script"), std::string::npos) << chart.name;
    EXPECT_EQ(chart.svg.html().find("</svg>"), chart.svg.html().rfind("</svg>")) << chart.name;
  }
}

TEST(SvgFile, StandsOnItsOwn) {
  const auto charts = charts_of(sample_pairwise_report());
  const std::string file = svg_file(charts.front());

  EXPECT_TRUE(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_EQ(file.find("var("), std::string::npos);
  EXPECT_NE(file.find("prefers-color-scheme: dark"), std::string::npos);
  expect_golden("forest.svg", file);
}

TEST(TicksOf, AreRoundNumbers) {
  struct {
    Axis axis;
    int most;
    std::vector<std::string> words;
  } const cases[] = {
      {{.low = 0.0, .high = 1.0}, 5, {"0 %", "20 %", "40 %", "60 %", "80 %", "100 %"}},
      {{.low = 0.46, .high = 0.71}, 4, {"50 %", "60 %", "70 %"}},
      {{.low = 0.501, .high = 0.509}, 5, {"50.2 %", "50.4 %", "50.6 %", "50.8 %"}},
      {{.low = -0.12, .high = 0.12}, 3, {"-10 %", "0 %", "10 %"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(tick_words(ticks_of(c.axis, c.most), Scale::percent), c.words);
  }
}

TEST(Axis, KeepsWhatLiesBeyondAtItsEnds) {
  const Axis axis{.low = 0.0, .high = 10.0, .from = 100.0, .to = 200.0};
  EXPECT_EQ(axis.at(5.0), 150.0);
  EXPECT_EQ(axis.at(-3.0), 100.0);
  EXPECT_EQ(axis.at(1e9), 200.0);
}

TEST(Reach, OfOneValueIsNotEmpty) {
  Reach reach;
  reach.take(0.5);
  const Axis axis = reach.axis({0.0, 1.0}, 0.0, 1.0);
  EXPECT_LT(axis.low, 0.5);
  EXPECT_GT(axis.high, 0.5);
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcde…");
  EXPECT_EQ(shortened("模型模型", 3), "模型…");
}

}  // namespace
}  // namespace evenhand
