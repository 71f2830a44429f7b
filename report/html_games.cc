#include "report/html_games.h"

#include <string>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

std::string preference_words(const Game& game, const Preference& preference) {
  const std::string& candidate = game.candidate.text;
  const std::string baseline = game.baseline ? game.baseline->text : "the baseline";
  const double share = preference.candidate_share;
  if (share == 0.5) return fmt::format("tie between {} and {}", candidate, baseline);
  const bool won = share > 0.5;
  std::string words =
      fmt::format("{} beats {}", won ? candidate : baseline, won ? baseline : candidate);
  if (preference.margin == Margin::clear) words += " clearly";
  if (share == 0.0 || share == 1.0) return words;
  return words + fmt::format(" ({} % for {})", number_text(share, Scale::percent, 1), candidate);
}

std::string outcome_words(const Verdict& verdict) {
  const Game& game = verdict.game;
  if (!verdict.ruling) {
    const auto kind = verdict.failure ? name_of(verdict.failure->kind) : "unknown";
    return fmt::format("{}: no verdict ({})", game.candidate.text, kind);
  }
  if (const auto* grade = std::get_if<Grade>(&*verdict.ruling)) {
    return fmt::format("{} gets {} of {} points", game.candidate.text,
                       number_text(grade->points, Scale::points, 1),
                       number_text(grade->out_of, Scale::points, 0));
  }
  if (const auto* preference = std::get_if<Preference>(&*verdict.ruling)) {
    return preference_words(game, *preference);
  }
  return game.candidate.text + ": unreadable";
}

/// "judge gpt, turn 2, repeat 1, ours read first".
std::string circumstances(const Verdict& verdict) {
  const Game& game = verdict.game;
  std::string words = "judge " + game.judge.text;
  if (game.turn > 0) words += fmt::format(", turn {}", game.turn + 1);
  if (game.repeat > 0) words += fmt::format(", repeat {}", game.repeat + 1);
  if (game.baseline) {
    const bool candidate_first = game.seating == Seating::candidate_first;
    words += ", " + (candidate_first ? game.candidate.text : game.baseline->text) + " read first";
  }
  if (verdict.by_rule) words += ", by rule: the answers are the same";
  return words;
}

std::string reason_of(const Verdict& verdict) {
  if (verdict.failure) return verdict.failure->reason;
  if (!verdict.ruling) return "";
  const auto* unreadable = std::get_if<Unreadable>(&*verdict.ruling);
  return unreadable ? unreadable->reason : "";
}

/// Sums over the games of one question that have a ruling.
struct Tally {
  double share = 0.0;
  double points = 0.0;
  int preferences = 0;
  int grades = 0;
};

Tally tally_of(const ModelId& candidate, const std::vector<const Verdict*>& verdicts) {
  Tally tally;
  for (const Verdict* verdict : verdicts) {
    const bool plays = verdict->game.candidate == candidate;
    if ((!plays && verdict->game.baseline != candidate) || !verdict->ruling) continue;
    if (const auto* preference = std::get_if<Preference>(&*verdict->ruling)) {
      const double share = preference->candidate_share;
      tally.share += plays ? share : 1.0 - share;
      ++tally.preferences;
    } else if (const auto* grade = std::get_if<Grade>(&*verdict->ruling)) {
      tally.points += grade->points;
      ++tally.grades;
    }
  }
  return tally;
}

}  // namespace

Markup game_html(const Verdict& verdict, ProseStyle style, Moved moved) {
  const std::string reason = reason_of(verdict);
  Markup html;
  html.tag("<details class=\"game\"><summary><bdi>").text(outcome_words(verdict));
  html.tag("</bdi> <span class=\"facts\">").text(circumstances(verdict)).tag("</span>");
  if (moved == Moved::with_seat) html.tag(" <span class=\"moved\">moved with the seat</span>");
  html.tag("</summary>\n");
  if (!reason.empty()) html.tag("<p class=\"failure\">").text(reason).tag("</p>\n");
  if (!verdict.judgement.empty()) html.add(prose(verdict.judgement, style));
  html.add(folded_prose("The judge's reasoning", verdict.reasoning, style));
  return html.tag("</details>\n");
}

Markup outcome_mark(const ModelId& candidate, const std::vector<const Verdict*>& verdicts) {
  const Tally tally = tally_of(candidate, verdicts);
  Markup html;
  html.tag("<i title=\"").attribute(candidate.text);
  if (tally.preferences > 0) {
    const double share = tally.share / tally.preferences;
    if (share > 0.5) return html.tag(" won\" class=\"won\">W</i>");
    if (share < 0.5) return html.tag(" lost\" class=\"lost\">L</i>");
    return html.tag(" tied\" class=\"tied\">T</i>");
  }
  if (tally.grades == 0) return html.tag(" has no verdict\">–</i>");
  html.tag("'s grade\" class=\"tied\">");
  return html.text(number_text(tally.points / tally.grades, Scale::points, 1)).tag("</i>");
}

std::string outcome_letter(const ModelId& candidate, const std::vector<const Verdict*>& verdicts) {
  const Tally tally = tally_of(candidate, verdicts);
  if (tally.preferences == 0) return tally.grades > 0 ? "G" : "–";
  const double share = tally.share / tally.preferences;
  return share > 0.5 ? "W" : share < 0.5 ? "L" : "T";
}

}  // namespace evenhand
