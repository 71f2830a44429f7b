#include "report/html_questions.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/html_games.h"
#include "report/html_prose.h"
#include "report/number_text.h"

namespace evenhand {
namespace {

/// A question with everything that was said to it.
struct Folder {
  const Question* question = nullptr;
  std::vector<const Answer*> answers;
  std::vector<const Verdict*> verdicts;
};

std::vector<Folder> folders_of(const ReportData& data) {
  std::vector<Folder> folders;
  std::map<QuestionId, std::size_t> place;
  for (const Question& question : data.questions) {
    place.emplace(question.id, folders.size());
    folders.push_back({&question, {}, {}});
  }
  for (const Answer& answer : data.answers) {
    const auto found = place.find(answer.question);
    if (found != place.end()) folders[found->second].answers.push_back(&answer);
  }
  for (const Verdict& verdict : data.verdicts) {
    const auto found = place.find(verdict.game.question);
    if (found != place.end()) folders[found->second].verdicts.push_back(&verdict);
  }
  return folders;
}

// Enough of a question to know it again.
constexpr std::size_t kSummaryBytes = 140;

Markup summary(const ReportData& data, const Folder& folder) {
  const Question& question = *folder.question;
  Markup html;
  html.tag("<summary><bdi class=\"id\">").text(question.id.text).tag("</bdi> ");
  if (!question.category.empty()) {
    html.tag("<bdi class=\"category\">").text(question.category).tag("</bdi> ");
  }
  html.tag("<span class=\"marks\">");
  for (const CandidateRow& row : data.rows) html.add(outcome_mark(row.model, folder.verdicts));
  html.tag("</span> <bdi class=\"ask\">");
  if (!question.turns.empty()) {
    const std::string_view words = question.turns.front().user;
    const std::string_view start = beginning_of(words, kSummaryBytes);
    html.text(start).text(start.size() < words.size() ? "…" : "");
  }
  return html.tag("</bdi></summary>\n");
}

Markup asked(const Question& question) {
  Markup html;
  for (std::size_t turn = 0; turn < question.turns.size(); ++turn) {
    html.tag("<h3>Question");
    if (question.turns.size() > 1) html.text(fmt::format(", turn {}", turn + 1));
    html.tag("</h3>\n").add(prose(question.turns[turn].user));
    if (!question.turns[turn].reference) continue;
    html.tag("<details><summary>Reference</summary>\n");
    html.add(prose(*question.turns[turn].reference)).tag("</details>\n");
  }
  return html;
}

/// "34 tokens, $0.0010, cut off by the token limit".
std::string facts_of(const AnswerTurn& turn) {
  std::string facts = counted(code_points(turn.text), "character");
  if (turn.usage.output_tokens) facts += fmt::format(", {} tokens", *turn.usage.output_tokens);
  if (turn.cost) facts += ", " + cost_text({.calls = 1, .cost = *turn.cost});
  if (turn.stop == StopReason::out_of_tokens) facts += ", cut off by the token limit";
  if (turn.stop == StopReason::filtered) facts += ", filtered";
  for (const std::string& note : turn.notes) facts += ", " + note;
  return facts;
}

Markup answer_card(const ReportData& data, const Answer& answer, std::size_t limit) {
  Markup html;
  html.tag("<article><h4><bdi>").text(answer.model.text).tag("</bdi>");
  if (data.baseline == answer.model) html.tag(" <span class=\"role\">baseline</span>");
  html.tag("</h4>\n");
  for (const AnswerTurn& turn : answer.turns) {
    html.add(prose(turn.text, limit));
    html.tag("<p class=\"facts\">").text(facts_of(turn)).tag("</p>\n");
    html.add(folded_prose("Reasoning", turn.reasoning, limit));
  }
  if (answer.failure) {
    html.tag("<p class=\"failure\">No answer: ").text(name_of(answer.failure->kind)).tag(". ");
    html.text(answer.failure->reason).tag("</p>\n");
  }
  return html.tag("</article>\n");
}

Markup question_html(const ReportData& data, const Folder& folder, std::size_t limit) {
  Markup html;
  html.tag("<details class=\"question\">").add(summary(data, folder)).add(asked(*folder.question));
  html.tag("<h3>Answers</h3>\n<div class=\"answers\">\n");
  for (const Answer* answer : folder.answers) html.add(answer_card(data, *answer, limit));
  html.tag("</div>\n");
  if (folder.answers.empty()) html.tag("<p class=\"note\">Nobody answered.</p>\n");
  if (!folder.verdicts.empty()) html.tag("<h3>Games</h3>\n");
  for (const Verdict* verdict : folder.verdicts) html.add(game_html(*verdict, limit));
  return html.tag("</details>\n");
}

/// The longest that a text may be so that all of them keep within the budget.
std::size_t limit_for(const ReportData& data, std::size_t budget) {
  std::vector<std::size_t> sizes;
  for (const Answer& answer : data.answers) {
    for (const AnswerTurn& turn : answer.turns) {
      sizes.push_back(escaped_size(turn.text));
      sizes.push_back(escaped_size(turn.reasoning));
    }
  }
  for (const Verdict& verdict : data.verdicts) {
    sizes.push_back(escaped_size(verdict.judgement));
    sizes.push_back(escaped_size(verdict.reasoning));
  }
  std::sort(sizes.begin(), sizes.end());
  std::size_t left = budget;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::size_t share = left / (sizes.size() - i);
    if (sizes[i] > share) return share;
    left -= sizes[i];
  }
  return std::numeric_limits<std::size_t>::max();
}

}  // namespace

Markup html_questions(const ReportData& data, std::size_t text_budget) {
  Markup html;
  if (data.questions.empty()) return html;
  const std::size_t limit = limit_for(data, text_budget);
  html.tag("<section id=\"questions\"><h2>Questions</h2>\n<p class=\"note\">");
  html.text(counted(data.questions.size(), "question"));
  html.tag(
      "; open one to read it. The marks before a question stand for the candidates in the order "
      "of the leaderboard: W won, T tied, L lost, a number is the grade, – no verdict.</p>\n");
  for (const Folder& folder : folders_of(data)) html.add(question_html(data, folder, limit));
  return html.tag("</section>\n");
}

}  // namespace evenhand
