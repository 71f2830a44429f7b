#include "run/run_file.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "documents/fields.h"
#include "documents/override.h"
#include "documents/readers.h"
#include "judge/protocol.h"
#include "providers/openai_request.h"
#include "run/endpoint_specs.h"
#include "run/verdict_forms.h"

namespace evenhand {
namespace {

constexpr std::int64_t kMaxOutputTokens = 10'000'000;
constexpr double kLongestTimeout = 86'400;  // a day, in seconds

std::string beside(const std::string& folder, const std::string& path) {
  const std::filesystem::path given(path);
  if (given.is_absolute() || folder == ".") return path;
  return (std::filesystem::path(folder) / given).lexically_normal().string();
}

std::uint64_t unsigned_or(const std::optional<std::int64_t>& given, std::uint64_t otherwise) {
  return given ? static_cast<std::uint64_t>(*given) : otherwise;
}

/// Found here, since a server is only asked with them after others have been paid.
Result<std::string> read_extra(const Node& extra) {
  if (extra.map() == nullptr) {
    return error_at(extra, "'extra' must be a map of fields to pass on to the server");
  }
  for (const Member& field : *extra.map()) {
    if (!is_set_by_evenhand(field.key)) continue;
    return Error{.what = "'" + field.key + "' cannot be in 'extra': it is set by evenhand itself",
                 .hint = "temperature, top_p, max_tokens, seed and stop stand in 'params' itself",
                 .place = field.key_place};
  }
  return to_json(extra);
}

Result<SamplingSpec> read_params(const Node& node) {
  Fields fields(node, "params");
  SamplingSpec params;
  params.temperature = fields.number("temperature", 0.0, 10.0);
  params.top_p = fields.number("top_p", 0.0, 1.0);
  if (const auto tokens = fields.integer("max_tokens", 1, kMaxOutputTokens)) {
    params.max_tokens = static_cast<int>(*tokens);
  }
  params.seed = fields.integer("seed");
  params.stop = fields.texts("stop").value_or(std::vector<std::string>{});
  if (const Node* extra = fields.node("extra")) {
    EVENHAND_TRY(params.extra, read_extra(*extra));
  }
  EVENHAND_OK(fields.done());
  return params;
}

/// A model to be asked needs an endpoint and a model; a file of answers needs neither.
std::optional<Error> incomplete_model(const Node& node, const ModelSpec& spec,
                                      const std::string& what) {
  if (!spec.answers.empty() && !spec.model.empty()) {
    return error_at(node, what + " has both 'answers' and 'model'",
                    "'answers' is for answers that exist already, 'model' for a model to be asked");
  }
  if (spec.answers.empty() && spec.model.empty()) {
    return error_at(node, what + " needs 'model' or 'answers'",
                    "'model' with 'endpoint' to ask a model, 'answers' for a file of its answers");
  }
  return std::nullopt;
}

Result<ModelSpec> read_model(const Node& node, const std::string& folder, const std::string& what) {
  Fields fields(node, what);
  ModelSpec spec;
  spec.place = node.place;
  const auto name = fields.text("name");
  spec.endpoint = {fields.text("endpoint").value_or("")};
  spec.model = fields.text("model").value_or("");
  if (const auto answers = fields.text("answers")) spec.answers = beside(folder, *answers);
  spec.system = fields.text("system");
  if (const Node* params = fields.node("params")) {
    EVENHAND_TRY(spec.params, read_params(*params));
  }
  EVENHAND_OK(fields.done());
  if (auto error = incomplete_model(node, spec, what)) return *std::move(error);
  spec.name = {name              ? *name
               : spec.is_asked() ? spec.model
                                 : std::filesystem::path(spec.answers).stem().string()};
  if (trimmed(spec.name.text).empty()) return error_at(node, what + " needs a 'name'");
  return spec;
}

Result<std::vector<ModelSpec>> read_models(const Node& node, const std::string& folder,
                                           const std::string& what) {
  const Node::List* list = node.list();
  if (list == nullptr || list->empty()) {
    return error_at(node,
                    "expected a list with at least one " + what + ", found " + node.described());
  }
  std::vector<ModelSpec> specs;
  std::set<std::string> names;
  for (const Node& entry : *list) {
    EVENHAND_TRY(ModelSpec spec, read_model(entry, folder, "a " + what));
    if (!names.insert(spec.name.text).second) {
      return error_at(entry, "two " + what + "s are called '" + spec.name.text + "'",
                      "give each a 'name' of its own");
    }
    specs.push_back(std::move(spec));
  }
  return specs;
}

Result<Budget> read_budget(const Node* node) {
  Budget budget;
  if (node == nullptr) return budget;
  Fields fields(*node, "a budget");
  budget.cost = fields.number("cost", 0.0);
  budget.calls = fields.integer("calls", 0);
  budget.tokens = fields.integer("tokens", 0);
  EVENHAND_OK(fields.done());
  return budget;
}

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0));
}

Result<HttpTimeouts> read_timeouts(const Node* node) {
  HttpTimeouts timeouts;
  if (node == nullptr) return timeouts;
  Fields fields(*node, "timeouts");
  // A timeout of less than ten milliseconds is a slip, most likely a unit other than seconds.
  constexpr double kShortest = 0.01;
  if (const auto s = fields.number("connect", kShortest, kLongestTimeout)) {
    timeouts.connect = milliseconds_of(*s);
  }
  if (const auto s = fields.number("idle", kShortest, kLongestTimeout)) {
    timeouts.idle = milliseconds_of(*s);
  }
  if (const auto s = fields.number("total", kShortest, kLongestTimeout)) {
    timeouts.total = milliseconds_of(*s);
  }
  EVENHAND_OK(fields.done());
  return timeouts;
}

Result<RetryPolicy> read_retry(const Node* node) {
  RetryPolicy retry;
  if (node == nullptr) return retry;
  Fields fields(*node, "retry");
  if (const auto n = fields.integer("attempts", 1, 100)) {
    retry.max_attempts = static_cast<int>(*n);
  }
  if (const auto s = fields.number("outage", 0.0, kLongestTimeout)) {
    retry.longest_outage = milliseconds_of(*s);
  }
  EVENHAND_OK(fields.done());
  return retry;
}

Result<std::map<std::string, std::string>> read_prompts(const Node* node,
                                                        const std::string& folder) {
  std::map<std::string, std::string> prompts;
  if (node == nullptr) return prompts;
  if (node->map() == nullptr) {
    return error_at(*node, "'prompts' must be a map of template names to files");
  }
  for (const Member& member : *node->map()) {
    EVENHAND_TRY(const std::string path, as_text(member.value));
    prompts.emplace(member.key, beside(folder, path));
  }
  return prompts;
}

Result<Seats> seats_named(const Node& whole, const std::string& name) {
  if (name == "both") return Seats::both;
  if (name == "drawn") return Seats::drawn;
  if (name == "alpaca_eval") return Seats::drawn_as_alpaca_eval;
  return error_at(whole, "unknown seats '" + name + "'",
                  did_you_mean(name, std::vector<std::string>{"both", "drawn", "alpaca_eval"}));
}

Result<Extraction> read_extraction(const Node& node) {
  EVENHAND_TRY(const std::string name, as_text(node));
  const auto extraction = extraction_named(name);
  if (extraction) return *extraction;
  return error_at(node, "unknown 'extract' '" + name + "'", did_you_mean(name, extraction_names()));
}

Result<void> read_limit(Fields& fields, RunFile& run) {
  if (const auto n = fields.integer("limit", 1)) run.limit = static_cast<std::size_t>(*n);
  const Node* takes = fields.node("limit_takes");
  if (takes == nullptr) return {};
  EVENHAND_TRY(const std::string told, as_text(*takes));
  std::vector<std::string> names;
  for (const LimitTakes known :
       {LimitTakes::first, LimitTakes::drawn, LimitTakes::drawn_as_alpaca_eval}) {
    names.push_back(name_of(known));
    if (names.back() != told) continue;
    run.limit_takes = known;
    return {};
  }
  return error_at(*takes, "unknown 'limit_takes' '" + told + "'", did_you_mean(told, names));
}

Result<void> read_overlay_keys(Fields& fields, RunFile& run) {
  if (const auto overlay = fields.text("overlay")) run.overlay = beside(run.folder, *overlay);
  const Node* excluded = fields.node("excluded");
  if (excluded == nullptr) return {};
  EVENHAND_TRY(const std::string told, as_text(*excluded));
  const std::vector<std::string> names = {name_of(Excluded::asked), name_of(Excluded::left_out)};
  if (told != names[0] && told != names[1]) {
    return error_at(*excluded, "unknown 'excluded' '" + told + "'", did_you_mean(told, names));
  }
  run.excluded = told == names[0] ? Excluded::asked : Excluded::left_out;
  return {};
}

Result<Opponents> read_opponents(const Node* node) {
  using Who = Opponents::Who;
  if (node == nullptr) return Opponents{};
  EVENHAND_TRY(const std::string told, as_text(*node));
  if (told == "baseline") return Opponents{};
  if (told == "all") return Opponents{.who = Who::all};
  const auto number = parse_integer(told);
  if (!number) {
    return error_at(*node, "unknown opponents '" + told + "'",
                    "'baseline', 'all', or how many other candidates each meets on a question");
  }
  if (*number < 2 || *number % 2 != 0) {
    return error_at(*node, "'opponents' must be an even number, found " + told,
                    "each candidate meets half of them on either side of a ring, so that every "
                    "question's games connect all candidates");
  }
  return Opponents{.who = Who::drawn, .drawn = static_cast<std::size_t>(*number)};
}

Result<ProtocolId> read_protocol_id(const Node& node) {
  EVENHAND_TRY(const std::string name, as_text(node));
  const std::vector<std::string> names = protocol_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return ProtocolId{name};
  return error_at(node, "unknown protocol '" + name + "'", did_you_mean(name, names));
}

Result<void> read_protocol(Fields& fields, RunFile& run) {
  if (const Node* protocol = fields.node("protocol")) {
    EVENHAND_TRY(run.protocol, read_protocol_id(*protocol));
  }
  const Node* seats = fields.node("seats");
  if (seats != nullptr) {
    EVENHAND_TRY(const std::string name, as_text(*seats));
    EVENHAND_TRY(run.protocol_options.seats, seats_named(*seats, name));
  }
  const Node* verdicts = fields.node("verdicts");
  if (verdicts != nullptr) {
    EVENHAND_TRY(run.protocol_options, with_verdicts(*verdicts, run.protocol_options));
  }
  if (const Node* extract = fields.node("extract")) {
    EVENHAND_TRY(run.protocol_options.extraction, read_extraction(*extract));
  }
  EVENHAND_TRY(run.opponents, read_opponents(fields.node("opponents")));
  run.samples = static_cast<int>(fields.integer("samples", 1, 100).value_or(1));
  run.protocol_options.repeats = static_cast<int>(fields.integer("repeats", 1, 100).value_or(1));
  run.seed = unsigned_or(fields.integer("seed", 0), 0);
  run.protocol_options.seed = run.seed;
  return {};
}

/// What a run file must name: who answers, or only who judges.
enum class Needs { candidates, judges };

Result<void> read_participants(Fields& fields, Needs needs, RunFile& run) {
  if (const Node* baseline = fields.node("baseline")) {
    EVENHAND_TRY(run.baseline, read_model(*baseline, run.folder, "the baseline"));
  }
  const Node* candidates =
      needs == Needs::candidates ? fields.required_node("candidates") : fields.node("candidates");
  if (candidates != nullptr) {
    EVENHAND_TRY(run.candidates, read_models(*candidates, run.folder, "candidate"));
  }
  if (const Node* judges = fields.node("judges")) {
    EVENHAND_TRY(run.judges, read_models(*judges, run.folder, "judge"));
  }
  return {};
}

Result<void> read_means(Fields& fields, RunFile& run) {
  EVENHAND_TRY(run.endpoints, read_endpoints(fields.node("endpoints")));
  EVENHAND_TRY(run.budget, read_budget(fields.node("budget")));
  EVENHAND_TRY(run.timeouts, read_timeouts(fields.node("timeouts")));
  EVENHAND_TRY(run.retry, read_retry(fields.node("retry")));
  EVENHAND_TRY(run.prompts, read_prompts(fields.node("prompts"), run.folder));
  if (const auto store = fields.text("store")) run.store = beside(run.folder, *store);
  if (const auto prices = fields.text("prices")) run.prices = beside(run.folder, *prices);
  return {};
}

/// Every endpoint that is named must exist; a single one need not be named.
Result<void> assign_endpoint(ModelSpec& spec,
                             const std::map<std::string, EndpointSpec>& endpoints) {
  if (!spec.is_asked()) return {};
  if (spec.endpoint.text.empty() && endpoints.size() == 1) {
    spec.endpoint = {endpoints.begin()->first};
    return {};
  }
  std::vector<std::string> names;
  names.reserve(endpoints.size());
  for (const auto& [name, endpoint] : endpoints) names.push_back(name);
  if (spec.endpoint.text.empty()) {
    return Error{.what = "'" + spec.name.text + "' does not say which endpoint to ask",
                 .hint = "endpoint: one of " + joined(names, ", "),
                 .place = spec.place};
  }
  if (!endpoints.contains(spec.endpoint.text)) {
    return Error{
        .what = "unknown endpoint '" + spec.endpoint.text + "' of '" + spec.name.text + "'",
        .hint = did_you_mean(spec.endpoint.text, names),
        .place = spec.place};
  }
  return {};
}

/// Without any endpoint, OpenAI's variables serve: see the run file in docs.
void add_default_endpoint(RunFile& run) {
  if (!run.endpoints.empty()) return;
  run.endpoints.emplace("openai", EndpointSpec{.name = {"openai"}});
}

Result<void> check_names(RunFile& run) {
  add_default_endpoint(run);
  for (ModelSpec& spec : run.candidates) EVENHAND_OK(assign_endpoint(spec, run.endpoints));
  for (ModelSpec& spec : run.judges) {
    if (!spec.is_asked()) {
      return Error{.what = "judge '" + spec.name.text + "' has 'answers'",
                   .hint = "a judge is asked: give it 'endpoint' and 'model'",
                   .place = spec.place};
    }
    EVENHAND_OK(assign_endpoint(spec, run.endpoints));
  }
  if (!run.baseline) return {};
  for (const ModelSpec& spec : run.candidates) {
    if (spec.name != run.baseline->name) continue;
    return Error{.what = "candidate and baseline are both called '" + spec.name.text + "'",
                 .hint = "give each a 'name' of its own",
                 .place = spec.place};
  }
  return assign_endpoint(*run.baseline, run.endpoints);
}

/// Else the file's. A name that is there and empty is a slip, such as a variable of a shell that is
/// not set.
Result<std::string> read_name(Fields& fields, const std::string& path) {
  if (fields.node("name") != nullptr) return fields.required_text("name");
  const Node& whole = fields.whole();
  if (whole.find("name") == nullptr) return std::filesystem::path(path).stem().string();
  const auto key = std::find_if(whole.map()->begin(), whole.map()->end(),
                                [](const Member& member) { return member.key == "name"; });
  return Error{.what = "'name' must not be blank", .place = key->key_place};
}

Result<RunFile> read_file(const FileSystem& files, const std::string& path,
                          const std::vector<std::string>& overrides, Needs needs) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxSettingsFile));
  EVENHAND_TRY(Node root, read_yaml(contents, path));
  for (const std::string& assignment : overrides) EVENHAND_OK(apply_override(root, assignment));

  RunFile run;
  run.path = path;
  run.overrides = overrides;
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  run.folder = parent.empty() ? "." : parent.string();
  Fields fields(root, "the run file");
  EVENHAND_TRY(run.name, read_name(fields, path));
  run.suite = needs == Needs::candidates ? fields.required_text("suite")
                                         : fields.text("suite").value_or("");
  if (const Node* suite = root.find("suite")) run.suite_place = suite->place;
  EVENHAND_OK(read_overlay_keys(fields, run));
  EVENHAND_OK(read_protocol(fields, run));
  if (const auto n = fields.integer("bootstrap", 100, 1'000'000)) {
    run.bootstrap = static_cast<std::size_t>(*n);
  }
  EVENHAND_OK(read_limit(fields, run));
  EVENHAND_OK(read_participants(fields, needs, run));
  EVENHAND_OK(read_means(fields, run));
  EVENHAND_OK(fields.done());
  EVENHAND_OK(check_names(run));
  return run;
}

}  // namespace

std::string name_of(LimitTakes takes) {
  switch (takes) {
    case LimitTakes::first: return "first";
    case LimitTakes::drawn: return "drawn";
    case LimitTakes::drawn_as_alpaca_eval: return "alpaca_eval";
  }
  check_failed("a known LimitTakes", __FILE__, __LINE__);
}

std::string name_of(Excluded excluded) {
  switch (excluded) {
    case Excluded::asked: return "asked";
    case Excluded::left_out: return "left_out";
  }
  check_failed("a known Excluded", __FILE__, __LINE__);
}

std::string name_of(const Opponents& opponents) {
  switch (opponents.who) {
    case Opponents::Who::baseline: return "baseline";
    case Opponents::Who::all: return "all";
    case Opponents::Who::drawn: return std::to_string(opponents.drawn);
  }
  check_failed("a known Opponents::Who", __FILE__, __LINE__);
}

Result<RunFile> read_run_file(const FileSystem& files, const std::string& path,
                              const std::vector<std::string>& overrides) {
  return read_file(files, path, overrides, Needs::candidates);
}

Result<RunFile> read_judges_file(const FileSystem& files, const std::string& path,
                                 const std::vector<std::string>& overrides) {
  EVENHAND_TRY(RunFile run, read_file(files, path, overrides, Needs::judges));
  if (!run.judges.empty()) return run;
  return Error{.what = "the file names no judge",
               .hint = "add 'judges: [{endpoint: ..., model: ...}]'",
               .place = SourcePlace{.file = path}};
}

}  // namespace evenhand
