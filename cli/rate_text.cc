#include "cli/rate_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/value_text.h"
#include "report/arena_table.h"
#include "report/json_text.h"
#include "report/terminal_text.h"

namespace evenhand {
namespace {

Json row_json(const RatingRow& row) {
  return {{"model", row.model},
          {"rating", or_null(row.rating)},
          {"lower", row.interval ? Json(row.interval->low) : Json(nullptr)},
          {"upper", row.interval ? Json(row.interval->high) : Json(nullptr)},
          {"rank", or_null(row.rank_lower)},
          {"rank_lower", or_null(row.rank_lower)},
          {"rank_upper", or_null(row.rank_upper)},
          {"battles", row.battles},
          {"wins", row.wins},
          {"losses", row.losses},
          {"ties", row.ties},
          {"component", row.component},
          {"separated", row.separated}};
}

Json open_json(const std::vector<OpenQuestion>& open) {
  Json pairs = Json::array();
  for (const OpenQuestion& pair : open) {
    pairs.push_back({{"ahead", pair.ahead},
                     {"behind", pair.behind},
                     {"difference", pair.difference},
                     {"battles_needed", or_null(pair.battles_needed)}});
  }
  return pairs;
}

Json tables_json(const RateBoard& board) {
  Json models = Json::array();
  for (const RatingRow& row : board.rows) models.push_back(row.model);
  Json average = Json::array();
  for (const auto& rate : board.average_win_rates) average.push_back(or_null(rate));
  return {{"models", std::move(models)},
          {"battles", board.matrices.counts},
          {"win_fraction", matrix_json(board.matrices.win_fraction)},
          {"win_fraction_of_all", matrix_json(board.matrices.win_fraction_of_all)},
          {"average_win_rate", std::move(average)},
          {"predicted_win_rate", matrix_json(board.predicted)}};
}

std::string places_text(const RatingRow& row) {
  if (!row.rank_lower) return "-";
  if (row.rank_lower == row.rank_upper) return std::to_string(*row.rank_lower);
  return fmt::format("{}-{}", *row.rank_lower, *row.rank_upper);
}

std::string rows_text(const RateBoard& board) {
  std::string text = fmt::format("{:>7} {:<36} {:>26} {:>9} {:>8} {:>8} {:>8}\n", "places", "model",
                                 "rating", "battles", "wins", "losses", "ties");
  for (const RatingRow& row : board.rows) {
    text += fmt::format("{:>7} {:<36} {:>26} {:>9} {:>8} {:>8} {:>8}{}\n", places_text(row),
                        terminal_cell(row.model, 36),
                        value_text(row.rating, row.interval, {.decimals = 1}), row.battles,
                        row.wins, row.losses, row.ties, row.separated ? "  separated" : "");
  }
  return text;
}

std::string style_text(const RateBoard& board) {
  if (board.style.empty()) return {};
  std::string text = "\nStyle, log-odds for one standard deviation:\n";
  for (const StyleCoefficient& style : board.style) {
    text += fmt::format("  {:<7} {}", style.feature,
                        style.value ? fmt::format("{:+.3f}", *style.value) : "-");
    if (style.interval) {
      text += fmt::format(" [{:+.3f}, {:+.3f}]", style.interval->low, style.interval->high);
    }
    text += "\n";
  }
  return text;
}

std::string open_text(const RateBoard& board) {
  if (board.open.empty()) return {};
  constexpr std::size_t kShown = 10;
  std::string text = "\nNot settled yet:\n";
  for (std::size_t i = 0; i < std::min(kShown, board.open.size()); ++i) {
    const OpenQuestion& pair = board.open[i];
    text += fmt::format("  {} ahead of {} by {:.1f}", terminal_line(pair.ahead),
                        terminal_line(pair.behind), pair.difference);
    if (pair.battles_needed) {
      text += fmt::format("; about {:.0f} more battles between the two would decide it",
                          *pair.battles_needed);
    }
    text += "\n";
  }
  if (board.open.size() > kShown) {
    text += fmt::format("  and {} more pairs of neighbours\n", board.open.size() - kShown);
  }
  return text;
}

}  // namespace

std::string rate_json(const RateShown& shown) {
  const RateBoard& board = shown.board;
  Json document = {{"method", shown.method},
                   {"ties", shown.ties},
                   {"seed", shown.order.seed},
                   {"bootstrap", shown.order.resamples},
                   {"battles", board.battles},
                   {"read", board.read},
                   {"filtered_out", board.filtered_out},
                   {"bad", board.bad},
                   {"components", board.components},
                   {"ratings", Json::array()}};
  for (const RatingRow& row : board.rows) document["ratings"].push_back(row_json(row));
  if (!board.style.empty()) {
    document["style"] = Json::object();
    document["style_interval"] = Json::object();
    for (const StyleCoefficient& style : board.style) {
      document["style"][style.feature] = or_null(style.value);
      document["style_interval"][style.feature] = or_null(style.interval);
    }
  }
  if (board.tie_weight) document["tie_weight"] = *board.tie_weight;
  document["unsettled"] = open_json(board.open);
  document["tables"] = tables_json(board);
  document["warnings"] = board.warnings;
  return document_text(document);
}

std::string rate_text(const RateBoard& board) {
  return rows_text(board) + style_text(board) + open_text(board) +
         fmt::format(
             "\n{} battles rated of {} read. Elo scale; in brackets the 95 % interval, battles "
             "resampled.\n"
             "places: what is left by the models that are better, or worse, beyond doubt.\n",
             board.battles, board.read);
}

std::string rate_arena_table(const RateBoard& board, std::size_t hidden_up_to) {
  std::vector<ArenaRow> rows;
  for (const RatingRow& row : board.rows) {
    if (!row.rating || !row.interval) continue;
    rows.push_back({.model = row.model,
                    .rating = *row.rating,
                    .interval = *row.interval,
                    .battles = row.battles});
  }
  return arena_table(rank_arena_rows(std::move(rows), hidden_up_to));
}

}  // namespace evenhand
