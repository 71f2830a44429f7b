#include "report/html_questions.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/html_games.h"
#include "report/html_one_question.h"
#include "report/number_text.h"
#include "report/question_marks.h"

namespace evenhand {
namespace {

std::vector<QuestionFolder> folders_of(const ReportData& data) {
  std::vector<QuestionFolder> folders;
  std::map<QuestionId, std::size_t> place;
  for (const Question& question : data.questions) {
    place.emplace(question.id, folders.size());
    folders.push_back({.question = &question, .number = folders.size() + 1});
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

Markup summary(const ReportData& data, const QuestionFolder& folder) {
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

Markup question_html(const ReportData& data, const QuestionFolder& folder, ProseStyle style) {
  std::string outcomes;
  for (const CandidateRow& row : data.rows) outcomes += outcome_letter(row.model, folder.verdicts);
  Markup html;
  html.tag("<details class=\"question\" data-category=\"").attribute(folder.question->category);
  html.tag("\" data-outcomes=\"").attribute(outcomes).tag("\" data-marks=\"");
  html.attribute(mark_words(marks_of(folder.answers, folder.verdicts))).tag("\">");
  html.add(summary(data, folder)).add(one_question(data, folder, style));
  return html.tag("</details>\n");
}

void option(Markup& html, std::string_view value, std::string_view words) {
  html.tag("<option value=\"").attribute(value).tag("\">").text(words).tag("</option>");
}

Markup category_filter(const ReportData& data) {
  std::vector<std::string> categories;
  for (const Question& question : data.questions) {
    if (question.category.empty()) continue;
    if (std::find(categories.begin(), categories.end(), question.category) == categories.end()) {
      categories.push_back(question.category);
    }
  }
  Markup html;
  if (categories.size() < 2) return html;
  html.tag("<label>Category <select name=\"category\">");
  option(html, "", "all");
  for (const std::string& category : categories) option(html, category, category);
  return html.tag("</select></label>\n");
}

/// Values are the place of the candidate and the letter of the outcome: "0W".
Markup outcome_filter(const ReportData& data) {
  constexpr std::pair<const char*, const char*> kOutcomes[] = {
      {"W", "won"}, {"T", "tied"}, {"L", "lost"}, {"–", "without a score"}};
  Markup html;
  if (headline_scale(data) != Scale::percent || data.rows.empty()) return html;
  html.tag("<label>Outcome <select name=\"outcome\">");
  option(html, "", "all");
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    html.tag("<optgroup label=\"").attribute(data.rows[i].model.text).tag("\">");
    for (const auto& [letter, words] : kOutcomes) {
      option(html, std::to_string(i) + letter, data.rows[i].model.text + " " + words);
    }
    html.tag("</optgroup>");
  }
  return html.tag("</select></label>\n");
}

/// Only what some question has.
Markup marks_filter(const std::vector<QuestionFolder>& folders) {
  constexpr std::pair<const char*, const char*> kMarks[] = {
      {"moved", "the winner moved with the seat"},   {"judges", "judges disagree"},
      {"repeats", "a judge changed its mind"},       {"unreadable", "a verdict is unreadable"},
      {"missing", "something failed or is missing"}, {"cut-off", "an answer was cut off"}};
  std::set<std::string> present;
  for (const QuestionFolder& folder : folders) {
    for (const std::string& word :
         split(mark_words(marks_of(folder.answers, folder.verdicts)), ' ')) {
      if (!word.empty()) present.insert(word);
    }
  }
  Markup html;
  if (present.empty()) return html;
  html.tag("<label>Trouble <select name=\"mark\">");
  option(html, "", "all");
  for (const auto& [mark, words] : kMarks) {
    if (present.contains(mark)) option(html, mark, words);
  }
  return html.tag("</select></label>\n");
}

/// Hidden until the script shows it: without a script there is nothing that it could do.
Markup filters(const ReportData& data, const std::vector<QuestionFolder>& folders) {
  Markup html;
  html.tag("<form id=\"filters\" hidden>\n");
  html.add(category_filter(data)).add(outcome_filter(data)).add(marks_filter(folders));
  html.tag(
      "<label>Text <input type=\"search\" name=\"text\" placeholder=\"in questions, answers, "
      "verdicts\"></label>\n<button type=\"button\" name=\"unfold\">Unfold those shown</button>\n"
      "<button type=\"button\" name=\"fold\">Fold all</button>\n<output></output>\n</form>\n");
  return html;
}

/// The folder of a question with all its words, read back where they were put away. The folder's
/// own pointers lead into this.
struct WholeFolder {
  QuestionFolder folder;
  std::vector<Whole<Answer>> answers = {};
  std::vector<Whole<Verdict>> verdicts = {};
};

Result<WholeFolder> read_back(const QuestionFolder& lean, const Words* words) {
  WholeFolder whole{.folder = lean};
  for (const Answer* answer : lean.answers) {
    EVENHAND_TRY(auto read, Whole<Answer>::of(*answer, words));
    whole.answers.push_back(std::move(read));
  }
  for (const Verdict* verdict : lean.verdicts) {
    EVENHAND_TRY(auto read, Whole<Verdict>::of(*verdict, words));
    whole.verdicts.push_back(std::move(read));
  }
  for (std::size_t i = 0; i < lean.answers.size(); ++i) {
    whole.folder.answers[i] = &*whole.answers[i];
  }
  for (std::size_t i = 0; i < lean.verdicts.size(); ++i) {
    whole.folder.verdicts[i] = &*whole.verdicts[i];
  }
  return whole;
}

// The markup around each, without its text; measured and rounded up.
constexpr std::size_t kBytesOfGame = 420;
constexpr std::size_t kBytesOfAnswer = 400;
constexpr std::size_t kBytesOfTurn = 300;
constexpr std::size_t kBytesOfQuestion = 700;

/// What a question takes up however short its answers are cut.
std::size_t least_size(const QuestionFolder& folder, TextView view) {
  std::size_t size = kBytesOfQuestion + folder.verdicts.size() * kBytesOfGame;
  for (const Answer* answer : folder.answers) {
    size += kBytesOfAnswer + answer->turns.size() * kBytesOfTurn;
  }
  for (const Turn& turn : folder.question->turns) {
    size += escaped_size(turn.user);
    if (turn.reference) size += prose_size(*turn.reference, view);
  }
  return size;
}

/// Leaves the first questions, as many as the page has room for, and tells the room for the texts
/// of their answers and verdicts, which is a seventh of it at least.
std::size_t keep_what_fits(std::vector<QuestionFolder>& folders, TextView view,
                           std::size_t budget) {
  const std::size_t most = budget / 7 * 6;
  std::size_t used = 0;
  std::size_t kept = 0;
  for (const QuestionFolder& folder : folders) {
    const std::size_t size = least_size(folder, view);
    if (used + size > most) break;
    used += size;
    ++kept;
  }
  folders.resize(kept);
  return budget - used;
}

void add_sizes(const WholeFolder& whole, TextView view, std::vector<std::size_t>& sizes) {
  for (const Whole<Answer>& answer : whole.answers) {
    for (const AnswerTurn& turn : answer->turns) {
      sizes.push_back(prose_size(turn.text, view));
      sizes.push_back(prose_size(turn.reasoning, view));
    }
  }
  for (const Whole<Verdict>& verdict : whole.verdicts) {
    sizes.push_back(prose_size(verdict->judgement, view));
    sizes.push_back(prose_size(verdict->reasoning, view));
  }
}

/// The longest that a text may be so that all of them keep within the budget.
Result<std::size_t> limit_for(const ReportData& data, const std::vector<QuestionFolder>& folders,
                              std::size_t budget) {
  std::vector<std::size_t> sizes;
  for (const QuestionFolder& folder : folders) {
    EVENHAND_TRY(const WholeFolder whole, read_back(folder, data.words.get()));
    add_sizes(whole, data.texts, sizes);
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

Markup introduction(const ReportData& data, std::size_t shown) {
  Markup html;
  html.tag("<section id=\"questions\"><h2>Questions</h2>\n<p class=\"note\">");
  html.text(counted(data.questions.size(), "question"));
  html.tag(
      "; open one to read it. The marks before a question stand for the candidates in the order "
      "of the leaderboard: W won, T tied, L lost, a number is the grade, – no verdict.</p>\n");
  if (shown == data.questions.size()) return html;
  html.tag("<p class=\"failure\">");
  html.text("This page has room for the first " + counted(shown, "question") + ".");
  html.tag(
      " The answers and judgements of all are in answers.jsonl and verdicts.jsonl beside it, what "
      "was asked is in the suite.</p>\n");
  return html;
}

}  // namespace

Result<void> write_html_questions(const ReportData& data, std::size_t budget, const PutText& put) {
  if (data.questions.empty()) return {};
  std::vector<QuestionFolder> folders = folders_of(data);
  const std::size_t text_budget = keep_what_fits(folders, data.texts, budget);
  ProseStyle style{.view = data.texts};
  EVENHAND_TRY(style.limit, limit_for(data, folders, text_budget));
  EVENHAND_OK(put(introduction(data, folders.size()).add(filters(data, folders)).html()));
  for (const QuestionFolder& folder : folders) {
    EVENHAND_TRY(const WholeFolder whole, read_back(folder, data.words.get()));
    EVENHAND_OK(put(question_html(data, whole.folder, style).html()));
  }
  return put("</section>\n");
}

}  // namespace evenhand
