#include "run/setting.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "base/numpy_random.h"
#include "base/rng.h"
#include "base/text.h"
#include "documents/readers.h"
#include "formats/answers_file.h"
#include "formats/match_answers.h"
#include "providers/openai_request.h"
#include "suites/overlay.h"
#include "suites/suite_loader.h"

namespace evenhand {

std::vector<const Participant*> RunSetting::participants() const {
  std::vector<const Participant*> all;
  for (const Participant& candidate : candidates) all.push_back(&candidate);
  if (baseline) all.push_back(&*baseline);
  return all;
}

bool RunSetting::candidates_meet() const {
  return protocol->needs_baseline() && file.opponents.who != Opponents::Who::baseline;
}

bool RunSetting::compares_by_category() const {
  return protocol->needs_baseline() && !candidates_meet() && !file.baseline &&
         !suite.category_baselines.empty();
}

bool RunSetting::asks_likelihoods() const {
  const std::vector<Question>& questions = suite.questions;
  return !questions.empty() && !protocol->continuations(questions.front()).empty();
}

std::size_t RunSetting::samples_of(const Participant& participant) const {
  return participant.spec.is_asked() ? static_cast<std::size_t>(file.samples)
                                     : participant.answers.size();
}

namespace {

Result<Suite> load_named_suite(const RunFile& file, const World& world) {
  auto folder = find_suite(world.files, world.shelf, file.suite, file.folder);
  if (!folder) {
    folder.error().place = file.suite_place;
    return std::move(folder.error());
  }
  return load_suite(world.files, *folder);
}

/// Places of the questions that a run is cut to, in the order of the suite.
std::vector<std::size_t> places_within(const RunFile& file, std::size_t questions) {
  constexpr std::uint32_t kSeedOfAlpacaEval = 123;
  std::vector<std::size_t> order(questions);
  std::iota(order.begin(), order.end(), std::size_t{0});
  switch (file.limit_takes) {
    case LimitTakes::first: break;
    case LimitTakes::drawn: {
      Rng rng = Rng::for_purpose(file.seed, "questions of a limited run");
      for (std::size_t i = questions; i-- > 1;) std::swap(order[i], order[rng.below(i + 1)]);
      break;
    }
    case LimitTakes::drawn_as_alpaca_eval:
      order = NumpyRandom(kSeedOfAlpacaEval).permutation(questions);
      break;
  }
  order.resize(*file.limit);
  std::sort(order.begin(), order.end());
  return order;
}

template <class T>
void keep_only(std::vector<T>& items, const std::vector<std::size_t>& places) {
  std::vector<T> kept;
  for (const std::size_t place : places) kept.push_back(std::move(items[place]));
  items = std::move(kept);
}

/// The same of a run whose suite is whole yet; nullopt: it asks all of them.
std::optional<std::vector<std::size_t>> places_asked(const RunSetting& setting) {
  const std::size_t questions = setting.suite.questions.size();
  if (!setting.file.limit || *setting.file.limit >= questions) return std::nullopt;
  return places_within(setting.file, questions);
}

/// Only some questions, where the run says so; answers from files are cut alike, after they were
/// matched with the whole suite.
void cut_to_limit(RunSetting& setting) {
  Suite& suite = setting.suite;
  const auto places = places_asked(setting);
  if (!places) return;
  keep_only(suite.questions, *places);
  // A part of a suite is another suite: its numbers must not be taken for the whole one's.
  suite.digest.text +=
      "/" + name_of(setting.file.limit_takes) + " " + std::to_string(*setting.file.limit);
  if (setting.file.limit_takes == LimitTakes::drawn) {
    suite.digest.text += " by seed " + std::to_string(setting.file.seed);
  }
  const auto cut = [&](Participant& participant) {
    for (std::vector<Answer>& answers : participant.answers) keep_only(answers, *places);
  };
  for (Participant& candidate : setting.candidates) cut(candidate);
  if (setting.baseline) cut(*setting.baseline);
}

Result<Participant> load_participant(const ModelSpec& spec, RunSetting& setting,
                                     const World& world) {
  Participant participant{.spec = spec};
  if (spec.is_asked()) return participant;
  if (setting.asks_likelihoods()) {
    return Error{.what = "'" + spec.name.text + "' has 'answers', and the protocol '" +
                         setting.protocol_id.text + "' asks models for log probabilities",
                 .hint =
                     "give it 'endpoint' and 'model'; 'evenhand score truthfulqa' reads log "
                     "probabilities that exist already",
                 .place = spec.place};
  }
  EVENHAND_TRY(const AnswersFile answers, read_answers(world.files, spec.answers));
  EVENHAND_TRY(MatchedAnswers matched,
               match_answers(setting.suite.questions, answers,
                             {.model = spec.name,
                              .samples = static_cast<std::size_t>(setting.file.samples),
                              .asked = places_asked(setting)}));
  for (const std::string& remark : matched.remarks) {
    setting.remarks.push_back(spec.name.text + ": " + remark);
  }
  participant.answers = std::move(matched.samples);
  return participant;
}

/// The baseline that a category of the suite is compared with.
const SuiteBaseline* baseline_within(const Suite& suite, const std::string& category) {
  const auto own = suite.category_baselines.find(category);
  if (own != suite.category_baselines.end()) return &own->second;
  return suite.baseline ? &*suite.baseline : nullptr;
}

/// Names all of a suite's baselines: "MODEL (category), MODEL (category)". Their files are no file
/// that a run could name.
ModelSpec spec_of_baselines(const Suite& suite) {
  std::vector<std::string> names;
  std::vector<std::string> files;
  for (const std::string& category : suite.categories) {
    const SuiteBaseline* baseline = baseline_within(suite, category);
    if (baseline == nullptr) continue;
    names.push_back(baseline->name.text + " (" + category + ")");
    files.push_back((std::filesystem::path(suite.folder) / baseline->answers).string());
  }
  return {.name = {joined(names, ", ")}, .answers = joined(files, ", ")};
}

std::vector<std::size_t> places_of_category(const Suite& suite, const std::string& category) {
  std::vector<std::size_t> places;
  for (std::size_t q = 0; q < suite.questions.size(); ++q) {
    if (suite.questions[q].category == category) places.push_back(q);
  }
  return places;
}

/// Which of some places, counted among themselves, are asked.
std::optional<std::vector<std::size_t>> asked_among(const std::vector<std::size_t>& places,
                                                    const RunSetting& setting) {
  const auto asked = places_asked(setting);
  if (!asked) return std::nullopt;
  std::vector<std::size_t> among;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (std::binary_search(asked->begin(), asked->end(), places[i])) among.push_back(i);
  }
  return among;
}

/// Puts in the answers of one category's baseline.
Result<void> answer_category(const std::vector<std::size_t>& places, const SuiteBaseline& from,
                             RunSetting& setting, const World& world, Participant& baseline) {
  const auto path = std::filesystem::path(setting.suite.folder) / from.answers;
  EVENHAND_TRY(const AnswersFile file, read_answers(world.files, path.string()));
  std::vector<Question> questions;
  for (const std::size_t place : places) questions.push_back(setting.suite.questions[place]);
  EVENHAND_TRY(MatchedAnswers matched,
               match_answers(questions, file,
                             {.model = baseline.spec.name, .asked = asked_among(places, setting)}));
  for (const std::string& remark : matched.remarks) {
    setting.remarks.push_back(from.name.text + ": " + remark);
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    baseline.answers.front()[places[i]] = std::move(matched.samples.front()[i]);
  }
  return {};
}

/// One participant that answers each category as the suite's baseline for it does.
Result<Participant> load_category_baselines(RunSetting& setting, const World& world) {
  const Suite& suite = setting.suite;
  Participant baseline{.spec = spec_of_baselines(suite), .answers = {{}}};
  for (const Question& question : suite.questions) {
    baseline.answers.front().push_back(
        {.question = question.id,
         .model = baseline.spec.name,
         .failure = Failure{ErrorKind::not_found, "the suite has no baseline for its category"}});
  }
  for (const std::string& category : suite.categories) {
    const std::vector<std::size_t> places = places_of_category(suite, category);
    const SuiteBaseline* from = baseline_within(suite, category);
    if (from != nullptr && !places.empty()) {
      EVENHAND_OK(answer_category(places, *from, setting, world, baseline));
    } else if (!places.empty()) {
      setting.remarks.push_back("the suite has no baseline for '" + category + "'");
    }
  }
  return baseline;
}

/// The run's baseline, else the one that the suite brings along.
std::optional<ModelSpec> baseline_of(const RunFile& file, const Suite& suite) {
  if (file.baseline) return file.baseline;
  if (!suite.baseline) return std::nullopt;
  const auto path = std::filesystem::path(suite.folder) / suite.baseline->answers;
  return ModelSpec{.name = suite.baseline->name, .answers = path.string()};
}

/// Behind a question that does not lead up to an answer, the likelihood of one means little.
void check_cues(RunSetting& setting) {
  const auto lacks_cue = [&](const Question& question) {
    const std::string_view words = trimmed(question.turns.back().user);
    return !words.ends_with(':') && !words.ends_with("\xEF\xBC\x9A");  // U+FF1A, a wide colon
  };
  const std::vector<Question>& questions = setting.suite.questions;
  if (!setting.asks_likelihoods()) return;
  const auto lacking = std::count_if(questions.begin(), questions.end(), lacks_cue);
  if (lacking == 0) return;
  setting.remarks.push_back(counted(static_cast<std::size_t>(lacking), "question") +
                            " without a cue at the end, such as 'Answer:': an option behind it is "
                            "likely for other reasons");
}

/// Judges where the protocol asks some, and questions that it can rule on.
Result<void> check_protocol(RunSetting& setting) {
  const std::string& name = setting.protocol_id.text;
  if (setting.protocol->needs_judges() && setting.file.judges.empty()) {
    return Error{.what = "the protocol '" + name + "' asks judges, and the run names none",
                 .hint = "add 'judges: [{endpoint: ..., model: ...}]'",
                 .place = SourcePlace{.file = setting.file.path}};
  }
  if (!setting.protocol->needs_judges() && !setting.file.judges.empty()) {
    setting.remarks.push_back("no judge is asked: the protocol '" + name +
                              "' holds answers against the suite's key");
    setting.file.judges.clear();
  }
  if (setting.file.protocol_options.extraction && name != "multiple_choice") {
    return Error{
        .what = "'extract' is for the protocol 'multiple_choice', this run's is '" + name + "'",
        .place = SourcePlace{.file = setting.file.path}};
  }
  for (const Question& question : setting.suite.questions) {
    const auto objection = setting.protocol->objection_to(question);
    if (!objection) continue;
    return Error{.what = "question '" + question.id.text + "' does not suit the protocol '" + name +
                         "': it " + *objection,
                 .place = question.place};
  }
  return {};
}

Result<void> check_opponents(RunSetting& setting) {
  if (setting.candidates.size() < 2) {
    return Error{.what = "'opponents' compares candidates with each other, and the run has one",
                 .hint = "add candidates, or compare with a baseline: 'opponents: baseline'",
                 .place = SourcePlace{.file = setting.file.path}};
  }
  if (setting.file.baseline) {
    setting.remarks.push_back("the baseline '" + setting.file.baseline->name.text +
                              "' is not used: candidates meet each other; list it among them to "
                              "have it judged");
  }
  return {};
}

Result<void> load_baseline(RunSetting& setting, const World& world) {
  if (setting.candidates_meet()) return check_opponents(setting);
  if (!setting.protocol->needs_baseline()) {
    if (setting.file.baseline) {
      setting.remarks.push_back("the baseline '" + setting.file.baseline->name.text +
                                "' is not used: the protocol '" + setting.protocol_id.text +
                                "' grades each answer alone");
    }
    return {};
  }
  if (setting.compares_by_category()) {
    EVENHAND_TRY(setting.baseline, load_category_baselines(setting, world));
    return {};
  }
  const auto spec = baseline_of(setting.file, setting.suite);
  if (!spec) {
    return Error{.what = "the protocol '" + setting.protocol_id.text +
                         "' compares with a baseline, "
                         "and the run names none",
                 .hint =
                     "add 'baseline: {name: ..., answers: FILE}' or '{name: ..., endpoint: ..., "
                     "model: ...}', or choose 'protocol: graded'",
                 .place = SourcePlace{.file = setting.file.path}};
  }
  EVENHAND_TRY(setting.baseline, load_participant(*spec, setting, world));
  return {};
}

/// The overlays of the suite, which is applied, and of the run.
Result<void> lay_over_suite(RunSetting& setting, const World& world) {
  Suite& suite = setting.suite;
  if (!setting.file.overlay.empty()) {
    EVENHAND_TRY(const OverlayFile overlay, read_overlay(world.files, setting.file.overlay));
    EVENHAND_TRY(const std::string done, apply_overlay(world.files, overlay, suite));
    setting.remarks.push_back(done + " (" + setting.file.overlay + ")");
  }
  if (setting.file.excluded == Excluded::asked || suite.excluded.empty()) return {};
  setting.remarks.push_back(counted(suite.excluded.size(), "question") + " left out");
  return leave_out_excluded(world.files, suite);
}

/// The run file's own protocol was looked at when it was read: one that does not exist is the
/// suite's.
Result<std::unique_ptr<JudgeProtocol>> protocol_of(const RunSetting& setting) {
  const std::vector<std::string> names = protocol_names();
  const std::string& name = setting.protocol_id.text;
  const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
  auto protocol =
      make_protocol(setting.protocol_id, *setting.prompts, setting.file.protocol_options);
  if (!protocol && !is_known) {
    const auto place = std::filesystem::path(setting.suite.folder) / "suite.yaml";
    protocol.error().place = SourcePlace{.file = place.string()};
  }
  return protocol;
}

/// A text that is scored is asked for otherwise than a chat, with more fields that are ours. Those
/// of every chat were refused when the run file was read.
Result<void> check_extra(const RunSetting& setting) {
  if (!setting.asks_likelihoods()) return {};
  for (const Participant* participant : setting.participants()) {
    const ModelSpec& spec = participant->spec;
    if (!spec.is_asked() || spec.params.extra.empty()) continue;
    EVENHAND_TRY(const Node extra, read_json(spec.params.extra, setting.file.path));
    for (const Member& field : *extra.map()) {
      if (!is_set_by_evenhand_when_scoring(field.key)) continue;
      return Error{.what = "'" + field.key + "' cannot be in 'extra' of '" + spec.name.text +
                           "': the protocol '" + setting.protocol_id.text + "' sets it itself",
                   .place = spec.place};
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<PromptLibrary>> load_prompts(const RunFile& file, const Suite& suite,
                                                    const World& world) {
  EVENHAND_TRY(PromptLibrary library, PromptLibrary::load(world.files, world.prompts_folder));
  for (const auto& [name, path] : suite.prompts) {
    EVENHAND_OK(
        library.add(world.files, name, (std::filesystem::path(suite.folder) / path).string()));
  }
  for (const auto& [name, path] : file.prompts) {
    EVENHAND_OK(library.add(world.files, name, path));
  }
  return std::make_unique<PromptLibrary>(std::move(library));
}

Result<RunSetting> load_setting(RunFile file, const World& world) {
  RunSetting setting{.file = std::move(file)};
  EVENHAND_TRY(setting.suite, load_named_suite(setting.file, world));
  EVENHAND_OK(lay_over_suite(setting, world));
  setting.protocol_id = setting.file.protocol.value_or(setting.suite.protocol);
  EVENHAND_TRY(setting.prompts, load_prompts(setting.file, setting.suite, world));
  EVENHAND_TRY(setting.protocol, protocol_of(setting));
  EVENHAND_OK(check_protocol(setting));
  for (const ModelSpec& spec : setting.file.candidates) {
    EVENHAND_TRY(Participant candidate, load_participant(spec, setting, world));
    setting.candidates.push_back(std::move(candidate));
  }
  EVENHAND_OK(load_baseline(setting, world));
  EVENHAND_OK(check_extra(setting));
  cut_to_limit(setting);
  check_cues(setting);
  if (!setting.file.prices.empty()) {
    EVENHAND_TRY(setting.prices, PriceList::load(world.files, setting.file.prices));
  }
  return setting;
}

}  // namespace evenhand
