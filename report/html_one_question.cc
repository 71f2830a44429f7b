#include "report/html_one_question.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "report/html_games.h"
#include "report/number_text.h"
#include "report/question_marks.h"
#include "report/text_form.h"

namespace evenhand {
namespace {

Markup asked(const Question& question, TextView view) {
  Markup html;
  for (std::size_t turn = 0; turn < question.turns.size(); ++turn) {
    html.tag("<h3>Question");
    if (question.turns.size() > 1) html.text(fmt::format(", turn {}", turn + 1));
    html.tag("</h3>\n").add(prose(question.turns[turn].user));
    if (!question.turns[turn].reference) continue;
    html.tag("<details><summary>Reference</summary>\n");
    html.add(prose(*question.turns[turn].reference, {.view = view})).tag("</details>\n");
  }
  return html;
}

/// "724 characters, 34 tokens, $0.0010, cut off by the token limit".
std::string facts_of(const AnswerTurn& turn) {
  std::string facts = in_words(form_of(turn.text));
  if (turn.usage.output_tokens) facts += fmt::format(", {} tokens", *turn.usage.output_tokens);
  if (turn.cost) facts += ", " + cost_text({.calls = 1, .cost = *turn.cost});
  if (turn.stop == StopReason::out_of_tokens) facts += ", cut off by the token limit";
  if (turn.stop == StopReason::filtered) facts += ", filtered";
  for (const std::string& note : turn.notes) facts += ", " + note;
  return facts;
}

/// Draws the parts of one question.
class Page {
 public:
  Page(const ReportData& data, const QuestionFolder& folder, ProseStyle style)
      : data_(data), folder_(folder), style_(style), moved_(moved_games(folder.verdicts)) {
    for (const Answer* answer : folder.answers) {
      if (data.baseline == answer->model) baseline_ = answer;
    }
  }

  /// The baseline on one side, everybody else on the other.
  Markup against_baseline() const {
    Markup html;
    html.tag("<div class=\"sides\">\n<div class=\"ours\">\n");
    for (const Answer* answer : folder_.answers) {
      if (answer != baseline_) html.add(card(*answer, games_of(answer->model)));
    }
    html.tag("</div>\n<div class=\"theirs\">\n").add(card(*baseline_, {}));
    return html.tag("</div>\n</div>\n");
  }

  Markup beside_each_other() const {
    const bool meet = !data_.opponents.empty();
    Markup html;
    html.tag("<div class=\"answers\">\n");
    for (const Answer* answer : folder_.answers) {
      html.add(card(*answer, meet ? Games{} : games_of(answer->model)));
    }
    html.tag("</div>\n");
    if (folder_.answers.empty()) html.tag("<p class=\"note\">Nobody answered.</p>\n");
    return html.add(games(meet || folder_.answers.empty() ? folder_.verdicts : Games{}));
  }

  bool has_baseline() const { return baseline_ != nullptr; }

 private:
  using Games = std::vector<const Verdict*>;

  Games games_of(const ModelId& model) const {
    Games games;
    std::copy_if(folder_.verdicts.begin(), folder_.verdicts.end(), std::back_inserter(games),
                 [&](const Verdict* verdict) { return verdict->game.candidate == model; });
    return games;
  }

  Markup games(const Games& games) const {
    Markup html;
    if (games.empty()) return html;
    html.tag("<h4 class=\"role\">Games</h4>\n");
    for (const Verdict* verdict : games) {
      const bool moved = std::find(moved_.begin(), moved_.end(), verdict) != moved_.end();
      html.add(game_html(*verdict, style_, moved ? Moved::with_seat : Moved::no));
    }
    return html;
  }

  std::string difference(const Answer& answer, std::size_t turn) const {
    if (baseline_ == nullptr || baseline_ == &answer || turn >= baseline_->turns.size()) return "";
    return difference_in_words(form_of(answer.turns[turn].text),
                               form_of(baseline_->turns[turn].text));
  }

  Markup card(const Answer& answer, const Games& its_games) const {
    Markup html;
    html.tag("<article><h4><bdi>").text(answer.model.text).tag("</bdi>");
    if (data_.baseline == answer.model) html.tag(" <span class=\"role\">baseline</span>");
    html.tag("</h4>\n");
    for (std::size_t turn = 0; turn < answer.turns.size(); ++turn) {
      html.add(prose(answer.turns[turn].text, style_));
      html.tag("<p class=\"facts\">").text(facts_of(answer.turns[turn]));
      const std::string words = difference(answer, turn);
      if (!words.empty()) {
        html.tag("<br>").text(words);
        if (!words.starts_with("of the same")) html.text(" than " + baseline_->model.text);
      }
      html.tag("</p>\n");
      html.add(folded_prose("Reasoning", answer.turns[turn].reasoning, style_));
    }
    if (answer.failure) {
      html.tag("<p class=\"failure\">No answer: ").text(name_of(answer.failure->kind)).tag(". ");
      html.text(answer.failure->reason).tag("</p>\n");
    }
    return html.add(games(its_games)).tag("</article>\n");
  }

  const ReportData& data_;
  const QuestionFolder& folder_;
  const ProseStyle style_;
  const Games moved_;
  const Answer* baseline_ = nullptr;
};

}  // namespace

Markup one_question(const ReportData& data, const QuestionFolder& folder, ProseStyle style) {
  const Page page(data, folder, style);
  const std::string address = "q-" + std::to_string(folder.number);
  Markup html;
  // The address is inside the fold, so that following a link to it unfolds it without a script.
  html.tag("<div id=\"").attribute(address).tag("\">\n<p class=\"note\"><a href=\"#");
  html.attribute(address)
      .tag("\">Link to this question</a></p>\n")
      .add(asked(*folder.question, style.view));
  html.tag("<h3>Answers</h3>\n");
  html.add(page.has_baseline() ? page.against_baseline() : page.beside_each_other());
  return html.tag("</div>\n");
}

}  // namespace evenhand
