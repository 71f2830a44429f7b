#include "run/arena_hard_sheet.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "judge/labels.h"

namespace evenhand {
namespace {

using FoundVerdicts = std::array<std::optional<SeatPreference>, 2>;

/// v0.1 knows five of the ten labels.
bool is_read_backwards(std::string_view label) {
  return label.find('<') != std::string_view::npos || label == "B=A";
}

/// Makes rows of judgements, one file after another.
class SheetMaker {
 public:
  explicit SheetMaker(const ArenaHardOrder& order) : order_(order) {}

  Result<void> read(const FileSystem& files) {
    for (std::size_t judge = 0; judge < order_.judgments.size(); ++judge) {
      judge_ = judge;
      EVENHAND_TRY(const auto paths, json_lines_files(files, order_.judgments[judge]));
      for (const std::string& path : paths) {
        path_ = path;
        EVENHAND_TRY(const SkippedRows skipped,
                     read_arena_hard_judgments(
                         files, path, order_.bad_rows,
                         [&](const ArenaHardJudgment& judgment) { return take(judgment); }));
        bad_ += skipped.count;
        for (const std::string& example : skipped.examples) bad_examples_.push_back(example);
      }
    }
    return {};
  }

  Result<ArenaHardSheet> finish() {
    if (sheet_.models.empty()) return no_judgments();
    const std::set<std::pair<std::size_t, std::size_t>> asked = questions_of_judges_;
    for (ArenaHardTally& model : sheet_.models) model.games_expected = games() * asked.size();
    warn();
    return std::move(sheet_);
  }

 private:
  std::size_t games() const { return order_.games == ArenaHardOrder::Games::both ? 2 : 1; }

  std::string wanted_category() const {
    if (!order_.category.empty()) return order_.category;
    return order_.version == ArenaHardVersion::v2_0 ? "hard_prompt" : "";
  }

  Error error_in(const ArenaHardJudgment& judgment, std::string what, std::string hint = {}) const {
    return {.what = std::move(what),
            .hint = std::move(hint),
            .place = SourcePlace{.file = path_, .line = judgment.line}};
  }

  Result<void> take(const ArenaHardJudgment& judgment) {
    EVENHAND_TRY(const FoundVerdicts verdicts, verdicts_of(judgment));
    if (!judgment.category.empty()) categories_.insert(judgment.category);
    const std::string wanted = wanted_category();
    if (!wanted.empty() && judgment.category != wanted) return {};
    EVENHAND_OK(agree_on_baseline(judgment));
    if (judgment.model == sheet_.baseline) {
      ++of_baseline_itself_;  // one half by definition
      return {};
    }
    const std::size_t question = place_of_question(judgment.question);
    const bool is_new = seen_.emplace(judge_, judgment.model, question).second;
    if (!is_new) {
      return error_in(judgment, "a second judgement of '" + judgment.model.text +
                                    "' on the question '" + judgment.question.text + "'");
    }
    questions_of_judges_.emplace(judge_, question);
    add_rows(verdicts, place_of_model(judgment.model), question);
    return {};
  }

  Result<FoundVerdicts> verdicts_of(const ArenaHardJudgment& judgment) const {
    FoundVerdicts verdicts;
    for (std::size_t game = 0; game < games(); ++game) {
      const std::optional<std::string>& label = judgment.games[game];
      if (!label) continue;
      verdicts[game] = preference_of(*label, five_way_labels());
      if (!verdicts[game]) {
        return error_in(judgment, "unknown verdict '" + *label + "'",
                        "known: A>>B, A>B, A=B, B>A, B>>A, and the same read backwards");
      }
      if (order_.version == ArenaHardVersion::v0_1 && is_read_backwards(*label)) {
        verdicts[game] = std::nullopt;
      }
    }
    return verdicts;
  }

  Result<void> agree_on_baseline(const ArenaHardJudgment& judgment) {
    const ModelId named = judgment.baseline.value_or(
        arena_hard_baseline(judgment.category).value_or(ModelId{"gpt-4-0314"}));
    const ModelId baseline = order_.baseline.empty() ? named : ModelId{order_.baseline};
    if (sheet_.baseline.text.empty()) sheet_.baseline = baseline;
    if (judgment.baseline && *judgment.baseline != sheet_.baseline) {
      return error_in(judgment,
                      "this judgement is against '" + judgment.baseline->text +
                          "', others against '" + sheet_.baseline.text + "'",
                      "score one category at a time, with --category");
    }
    return {};
  }

  std::size_t place_of_question(const QuestionId& question) {
    const auto [place, is_new] = place_of_question_.emplace(question, sheet_.questions.size());
    if (is_new) sheet_.questions.push_back(question);
    return place->second;
  }

  std::size_t place_of_model(const ModelId& model) {
    const auto [place, is_new] = place_of_model_.emplace(model, sheet_.models.size());
    if (is_new) sheet_.models.push_back({.model = model});
    return place->second;
  }

  void add_rows(const FoundVerdicts& verdicts, std::size_t model, std::size_t question) {
    ArenaHardTally& tally = sheet_.models[model];
    std::size_t readable = 0;
    for (std::size_t game = 0; game < games(); ++game) readable += verdicts[game] ? 1U : 0U;
    tally.games_unparsed += games() - readable;
    if (readable < games()) ++tally.null_judgments;
    switch (order_.version) {
      case ArenaHardVersion::v0_1:
        for (std::size_t game = 0; game < games(); ++game) {
          add_row(verdicts[game], game, {.model = model, .question = question});
        }
        return;
      case ArenaHardVersion::v2_0:
        if (readable < games()) return;
        for (std::size_t game = games(); game-- > 0;) {
          add_row(verdicts[game], game, {.model = model, .question = question});
        }
        return;
    }
  }

  /// In the first game the baseline is A, in the second the model.
  void add_row(const std::optional<SeatPreference>& verdict, std::size_t game, ArenaHardRow row) {
    if (!verdict) return;
    ArenaHardTally& tally = sheet_.models[row.model];
    row.share = game == 0 ? 1.0 - verdict->first_share : verdict->first_share;
    row.count = verdict->margin == Margin::clear ? order_.weight : 1;
    ++tally.games_judged;
    tally.rows += row.count;
    sheet_.rows.push_back(row);
  }

  Error no_judgments() const {
    const std::vector<std::string> known(categories_.begin(), categories_.end());
    const std::string wanted = wanted_category();
    return {.what = wanted.empty() || known.empty()
                        ? "no judgements"
                        : "no judgements of the category '" + wanted + "'",
            .hint = known.empty() ? "" : did_you_mean(wanted, known),
            .place = SourcePlace{.file = order_.judgments.front()}};
  }

  void warn() {
    sheet_.category = wanted_category();
    std::size_t nulls = 0;
    for (const ArenaHardTally& model : sheet_.models) nulls += model.null_judgments;
    if (nulls > 0) {
      sheet_.warnings.push_back(
          counted(nulls, "judgement") + " with a game without a verdict; left out: " +
          (order_.version == ArenaHardVersion::v2_0 ? "both games" : "that game"));
    }
    if (of_baseline_itself_ > 0) {
      sheet_.warnings.push_back("left out: " + counted(of_baseline_itself_, "judgement") +
                                " of the baseline '" + sheet_.baseline.text +
                                "' against itself, which is one half by definition");
    }
    if (bad_ > 0) {
      sheet_.warnings.push_back("skipped: " + counted(bad_, "row") + " that cannot be read, as " +
                                joined(bad_examples_, "; "));
    }
  }

  const ArenaHardOrder& order_;
  ArenaHardSheet sheet_;
  std::size_t judge_ = 0;
  std::string path_;
  std::map<QuestionId, std::size_t> place_of_question_;
  std::map<ModelId, std::size_t> place_of_model_;
  std::set<std::tuple<std::size_t, ModelId, std::size_t>> seen_;
  std::set<std::pair<std::size_t, std::size_t>> questions_of_judges_;
  std::set<std::string> categories_;
  std::size_t of_baseline_itself_ = 0;
  std::size_t bad_ = 0;
  std::vector<std::string> bad_examples_;
};

Result<const ArenaHardAnswers*> answers_of(const FormsOfModels& forms, const ModelId& model) {
  const auto found = forms.find(model);
  if (found != forms.end()) return &found->second;
  std::vector<std::string> known;
  for (const auto& [name, answers] : forms) known.push_back(name.text);
  return Error{.kind = ErrorKind::not_found,
               .what = "style control needs the answers of '" + model.text + "'",
               .hint = did_you_mean(model.text, known)};
}

Result<const AnswerForm*> form_of(const ArenaHardAnswers& answers, const QuestionId& question) {
  const auto found = answers.forms.find(question);
  if (found != answers.forms.end()) return &found->second;
  return Error{
      .kind = ErrorKind::not_found,
      .what = "no answer of '" + answers.model.text + "' to the question '" + question.text + "'",
      .place = SourcePlace{.file = answers.path}};
}

/// Both answers behind a row.
struct BothForms {
  const AnswerForm* model = nullptr;
  const AnswerForm* baseline = nullptr;
};

Result<std::vector<BothForms>> both_forms(const ArenaHardSheet& sheet, const FormsOfModels& forms) {
  EVENHAND_TRY(const ArenaHardAnswers* const of_baseline, answers_of(forms, sheet.baseline));
  std::vector<BothForms> all;
  all.reserve(sheet.rows.size());
  for (const ArenaHardRow& row : sheet.rows) {
    EVENHAND_TRY(const ArenaHardAnswers* const of_model,
                 answers_of(forms, sheet.models[row.model].model));
    const QuestionId& question = sheet.questions[row.question];
    BothForms both;
    EVENHAND_TRY(both.model, form_of(*of_model, question));
    EVENHAND_TRY(both.baseline, form_of(*of_baseline, question));
    all.push_back(both);
  }
  return all;
}

enum class LengthUnit { tokens, characters };

FormValues values_of(const AnswerForm& form, LengthUnit unit) {
  const bool in_tokens = unit == LengthUnit::tokens && form.tokens;
  return {in_tokens ? *form.tokens : form.characters, form.headers, form.lists, form.bold};
}

}  // namespace

Result<ArenaHardSheet> read_arena_hard_sheet(const FileSystem& files, const ArenaHardOrder& order) {
  SheetMaker maker(order);
  EVENHAND_OK(maker.read(files));
  return maker.finish();
}

Result<FormsOfModels> read_forms(const FileSystem& files, const ArenaHardOrder& order) {
  FormsOfModels forms;
  if (order.answers.empty()) return forms;
  EVENHAND_TRY(const auto paths, json_lines_files(files, order.answers));
  for (const std::string& path : paths) {
    EVENHAND_TRY(ArenaHardAnswers answers, read_arena_hard_answers(files, path, order.bad_rows));
    const ModelId model = answers.model;
    const auto [place, is_new] = forms.emplace(model, std::move(answers));
    if (!is_new) {
      return Error{.what = "two files of answers of '" + model.text + "': " + place->second.path +
                           " and " + path};
    }
  }
  return forms;
}

Result<FormedRows> formed_rows(const ArenaHardSheet& sheet, const FormsOfModels& forms,
                               ArenaHardVersion version) {
  EVENHAND_TRY(const std::vector<BothForms> both, both_forms(sheet, forms));
  const bool has_tokens = std::all_of(both.begin(), both.end(), [](const BothForms& pair) {
    return pair.model->tokens && pair.baseline->tokens;
  });
  const LengthUnit unit = has_tokens ? LengthUnit::tokens : LengthUnit::characters;
  const bool is_old = version == ArenaHardVersion::v0_1;
  FormedRows formed;
  if (!has_tokens) {
    formed.warnings.push_back(
        "lengths are in characters: not every answer says how many tokens it has");
  }
  for (std::size_t i = 0; i < both.size(); ++i) {
    formed.rows.push_back({.row = sheet.rows[i],
                           .form = form_difference(
                               values_of(*both[i].model, unit), values_of(*both[i].baseline, unit),
                               is_old ? FormDifference::of_counts : FormDifference::of_densities)});
  }
  standardize(formed.rows, is_old ? Deviation::of_population : Deviation::of_sample);
  return formed;
}

}  // namespace evenhand
