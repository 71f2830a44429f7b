#include "report/drawing.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace evenhand {
namespace {

/// "12", "12.5", "12.25"; never "-0".
std::string number(double value) {
  const double rounded = std::round(value * 100.0) / 100.0;
  return shortest_text(rounded == 0.0 ? 0.0 : rounded);
}

std::string_view name_of(Anchor anchor) {
  switch (anchor) {
    case Anchor::start: return "start";
    case Anchor::middle: return "middle";
    case Anchor::end: return "end";
  }
  return "start";
}

// About 80 square pixels each, around 0 0.
constexpr std::array<std::string_view, kSeries> kSigns = {
    "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1-5 0Z",                      // disc
    "M-4.5-4.5H4.5V4.5H-4.5Z",                                 // square
    "M0-6L6 0L0 6L-6 0Z",                                      // diamond
    "M0-6L5.8 4.4H-5.8Z",                                      // triangle
    "M0 6L5.8-4.4H-5.8Z",                                      // triangle, upside down
    "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",                       // plus
    "M-6-3L-3-6L0-3L3-6L6-3L3 0L6 3L3 6L0 3L-3 6L-6 3L-3 0Z",  // cross
    "M-3-5.5H3L6 0L3 5.5H-3L-6 0Z",                            // hexagon
};

}  // namespace

std::string series_class(std::size_t series) { return "s" + std::to_string(series % kSeries); }

std::string shortened(std::string_view text, std::size_t most) {
  const std::string valid = valid_utf8(text);
  if (code_points(valid) <= most) return valid;
  return std::string(first_code_points(valid, most - 1)) + "…";
}

double width_of(std::string_view text) {
  double width = 0.0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // A lead byte of three or four stands for a character that is mostly wide.
    if (byte < 0x80) {
      width += 7.3;
    } else if (byte >= 0xC0) {
      width += byte >= 0xE0 ? 12.5 : 7.3;
    }
  }
  return width;
}

Drawing::Drawing(const Frame& frame) {
  const std::string title = "chart-" + frame.name + "-title";
  const std::string description = "chart-" + frame.name + "-words";
  svg_.tag("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" role=\"img\" width=\"");
  svg_.attribute(number(frame.width)).tag("\" height=\"").attribute(number(frame.height));
  svg_.tag("\" viewBox=\"0 0 ").attribute(number(frame.width)).tag(" ");
  svg_.attribute(number(frame.height)).tag("\" aria-labelledby=\"").attribute(title);
  svg_.tag("\" aria-describedby=\"").attribute(description).tag("\">\n<title id=\"");
  svg_.attribute(title).tag("\">").text(frame.title).tag("</title>\n<desc id=\"");
  svg_.attribute(description).tag("\">").text(frame.description).tag("</desc>\n");
}

Drawing& Drawing::line(std::string_view classes, Point from, Point to) {
  svg_.tag("<path class=\"").attribute(classes).tag("\" d=\"M");
  svg_.attribute(number(from.x) + " " + number(from.y) + "L" + number(to.x) + " " + number(to.y));
  svg_.tag("\"/>\n");
  return *this;
}

Drawing& Drawing::close(Tag tag, Tag bare, std::string_view tip) {
  if (tip.empty()) {
    svg_.tag(bare).tag("\n");
    return *this;
  }
  svg_.tag("><title>").text(tip).tag("</title>").tag(tag).tag("\n");
  return *this;
}

Drawing& Drawing::rectangle(std::string_view classes, Point corner, double width, double height,
                            std::string_view tip) {
  svg_.tag("<rect class=\"").attribute(classes).tag("\" x=\"").attribute(number(corner.x));
  svg_.tag("\" y=\"").attribute(number(corner.y)).tag("\" width=\"").attribute(number(width));
  svg_.tag("\" height=\"").attribute(number(height)).tag("\"");
  return close("</rect>", "/>", tip);
}

Drawing& Drawing::add_points(std::span<const Point> points) {
  for (const Point& point : points) {
    svg_.attribute((&point == points.data() ? "M" : "L") + number(point.x) + " " + number(point.y));
  }
  return *this;
}

Drawing& Drawing::polyline(std::string_view classes, std::span<const Point> points) {
  svg_.tag("<path class=\"").attribute(classes).tag("\" d=\"");
  add_points(points);
  svg_.tag("\"/>\n");
  return *this;
}

Drawing& Drawing::polygon(std::string_view classes, std::span<const Point> points,
                          std::string_view tip) {
  svg_.tag("<path class=\"").attribute(classes).tag("\" d=\"");
  add_points(points);
  svg_.tag("Z\"");
  return close("</path>", "/>", tip);
}

Drawing& Drawing::words(std::string_view classes, Point at, Anchor anchor,
                        std::string_view untrusted) {
  svg_.tag("<text class=\"").attribute(classes).tag("\" x=\"").attribute(number(at.x));
  svg_.tag("\" y=\"").attribute(number(at.y)).tag("\" text-anchor=\"").attribute(name_of(anchor));
  svg_.tag("\">").text(untrusted).tag("</text>\n");
  return *this;
}

Drawing& Drawing::draw_sign(std::string_view classes, std::size_t series, Point at,
                            std::string_view tip) {
  svg_.tag("<path class=\"").attribute(series_class(series) + " " + std::string(classes));
  svg_.tag("\" transform=\"translate(").attribute(number(at.x) + " " + number(at.y));
  svg_.tag(")\" d=\"").attribute(kSigns[series % kSeries]).tag("\"");
  return close("</path>", "/>", tip);
}

Drawing& Drawing::sign(std::size_t series, Point at, std::string_view tip) {
  return draw_sign("fill", series, at, tip);
}

Drawing& Drawing::hollow_sign(std::size_t series, Point at, std::string_view tip) {
  return draw_sign("hollow", series, at, tip);
}

Markup Drawing::take() && {
  svg_.tag("</svg>");
  return std::move(svg_);
}

}  // namespace evenhand
