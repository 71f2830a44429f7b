#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/markup.h"

namespace evenhand {

/// Pixels from the upper left corner.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

enum class Anchor { start, middle, end };

/// A chart's frame: its size, and the words that those hear who cannot see it.
struct Frame {
  std::string name;  // of letters and dashes; the ids of title and description are made from it
  double width = 0.0;
  double height = 0.0;
  std::string title;
  std::string description;
};

/// An SVG picture, written from back to front. Shapes carry class names only: colours come from
/// chart_style(), so that one drawing serves light, dark and paper. All words are untrusted and
/// enter escaped. Numbers are written with two decimals, so equal data give equal bytes.
class Drawing {
 public:
  explicit Drawing(const Frame& frame);

  Drawing& line(std::string_view classes, Point from, Point to);
  Drawing& rectangle(std::string_view classes, Point corner, double width, double height,
                     std::string_view tip = {});
  Drawing& polyline(std::string_view classes, std::span<const Point> points);
  Drawing& polygon(std::string_view classes, std::span<const Point> points,
                   std::string_view tip = {});
  Drawing& words(std::string_view classes, Point at, Anchor anchor, std::string_view untrusted);

  /// The sign of a series: one of eight shapes, told apart without colour. `tip` shows on hover.
  Drawing& sign(std::size_t series, Point at, std::string_view tip);

  /// As sign(), hollow.
  Drawing& hollow_sign(std::size_t series, Point at, std::string_view tip);

  Markup take() &&;

 private:
  Drawing& add_points(std::span<const Point> points);
  Drawing& close(Tag tag, Tag bare, std::string_view tip);
  Drawing& draw_sign(std::string_view classes, std::size_t series, Point at, std::string_view tip);

  Markup svg_;
};

/// Colours repeat after so many series, signs with them.
inline constexpr std::size_t kSeries = 8;

/// "s0" to "s7": the class of a series, to be put before the class of a shape.
std::string series_class(std::size_t series);

/// The text at most so many code points long, an ellipsis for the rest.
std::string shortened(std::string_view text, std::size_t most);

/// About how wide the words are in the charts' type of 12 pixels; wide scripts count double.
double width_of(std::string_view text);

}  // namespace evenhand
