#include "run/resolved.h"

#include <filesystem>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "documents/node.h"
#include "run/requests.h"
#include "run/verdict_forms.h"

namespace evenhand {
namespace {

/// A text as a quoted scalar: JSON's quoting is YAML's.
std::string in_quotes(std::string_view text) { return to_json(Node{.value = Node::Text(text)}); }

/// Lines of YAML, two blanks a level.
class YamlLines {
 public:
  void line(int level, const std::string& text) {
    lines_ += std::string(static_cast<std::size_t>(level) * 2, ' ') + text + "\n";
  }
  void text(int level, const std::string& key, std::string_view value) {
    line(level, key + ": " + in_quotes(value));
  }
  void number(int level, const std::string& key, double value) {
    line(level, key + ": " + shortest_text(value));
  }
  void count(int level, const std::string& key, long long value) {
    line(level, key + ": " + std::to_string(value));
  }

  const std::string& lines() const { return lines_; }

 private:
  std::string lines_;
};

/// Where a path leads, from wherever the file is read.
std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

enum class Temperature { fixed, by_question };

void write_params(YamlLines& yaml, int level, const Sampling& sampling, Temperature temperature) {
  yaml.line(level, "params:");
  if (temperature == Temperature::fixed) {
    yaml.number(level + 1, "temperature", sampling.temperature);
  } else {
    yaml.line(level + 1,
              "# temperature: each question's own, else " + shortest_text(sampling.temperature));
  }
  yaml.number(level + 1, "top_p", sampling.top_p);
  yaml.count(level + 1, "max_tokens", sampling.max_output_tokens);
  if (sampling.seed) yaml.count(level + 1, "seed", *sampling.seed);
  if (!sampling.stop.empty()) yaml.line(level + 1, "stop:");
  for (const std::string& stop : sampling.stop) yaml.line(level + 2, "- " + in_quotes(stop));
  if (!sampling.extra.empty()) yaml.line(level + 1, "extra: " + sampling.extra);
}

/// `level` is that of the keys.
void write_answerer(YamlLines& yaml, const ModelSpec& spec, int level) {
  yaml.text(level, "name", spec.name.text);
  if (!spec.is_asked()) return yaml.text(level, "answers", absolute(spec.answers));
  yaml.text(level, "endpoint", spec.endpoint.text);
  yaml.text(level, "model", spec.model);
  if (spec.system) yaml.text(level, "system", *spec.system);
  write_params(yaml, level, answer_sampling(spec, Question{}),
               spec.params.temperature ? Temperature::fixed : Temperature::by_question);
}

void write_participants(YamlLines& yaml, const RunSetting& setting) {
  if (setting.compares_by_category()) {
    yaml.line(0, "# baseline: those that the suite has for its categories");
  } else if (setting.baseline) {
    yaml.line(0, "baseline:");
    write_answerer(yaml, setting.baseline->spec, 1);
  }
  yaml.line(0, "candidates:");
  for (const ModelSpec& spec : setting.file.candidates) {
    yaml.line(1, "-");
    write_answerer(yaml, spec, 2);
  }
  if (!setting.file.judges.empty()) yaml.line(0, "judges:");
  for (const ModelSpec& judge : setting.file.judges) {
    yaml.line(1, "-");
    yaml.text(2, "name", judge.name.text);
    yaml.text(2, "endpoint", judge.endpoint.text);
    yaml.text(2, "model", judge.model);
    write_params(yaml, 2, judge_sampling(setting, judge), Temperature::fixed);
  }
}

void write_endpoint(YamlLines& yaml, const EndpointSpec& spec) {
  yaml.line(1, in_quotes(spec.name.text) + ":");
  if (spec.simulated) {
    yaml.line(2, "simulated: {seed: " + std::to_string(spec.simulation_seed) + "}");
  } else {
    yaml.text(2, "type", spec.kind == EndpointKind::azure ? "azure" : "openai");
    yaml.text(2, "base_url", spec.base_url);
    if (!spec.api_key_env.empty()) yaml.text(2, "api_key_env", spec.api_key_env);
    if (!spec.api_version.empty()) yaml.text(2, "api_version", spec.api_version);
    if (spec.allow_clear_text) yaml.line(2, "allow_clear_text: true");
  }
  yaml.count(2, "in_flight", spec.in_flight);
  if (spec.requests_per_minute) yaml.count(2, "requests_per_minute", *spec.requests_per_minute);
  if (spec.tokens_per_minute) yaml.count(2, "tokens_per_minute", *spec.tokens_per_minute);
}

void write_budget(YamlLines& yaml, const Budget& budget) {
  if (!budget.cost && !budget.calls && !budget.tokens) return;
  yaml.line(0, "budget:");
  if (budget.cost) yaml.number(1, "cost", *budget.cost);
  if (budget.calls) yaml.count(1, "calls", *budget.calls);
  if (budget.tokens) yaml.count(1, "tokens", *budget.tokens);
}

double seconds(std::chrono::milliseconds duration) {
  return static_cast<double>(duration.count()) / 1000.0;
}

void write_patience(YamlLines& yaml, const RunFile& file) {
  yaml.line(0, "timeouts:");
  yaml.number(1, "connect", seconds(file.timeouts.connect));
  yaml.number(1, "idle", seconds(file.timeouts.idle));
  yaml.number(1, "total", seconds(file.timeouts.total));
  yaml.line(0, "retry:");
  yaml.count(1, "attempts", file.retry.max_attempts);
  yaml.number(1, "outage", seconds(file.retry.longest_outage));
}

void write_protocol(YamlLines& yaml, const RunSetting& setting) {
  const ProtocolOptions& options = setting.file.protocol_options;
  yaml.text(0, "protocol", setting.protocol_id.text);
  yaml.line(0, "seats: " + std::string(name_of(options.seats)));
  yaml.line(0, "verdicts: " + verdicts_text(options));
  if (setting.protocol_id.text == "multiple_choice") {
    yaml.line(0, "extract: " + std::string(name_of(options.extraction_used())));
  }
  yaml.line(0, "seed: " + std::to_string(setting.file.seed));
  yaml.line(0, "opponents: " + name_of(setting.file.opponents));
  yaml.count(0, "samples", setting.file.samples);
  yaml.count(0, "repeats", options.repeats);
  yaml.count(0, "bootstrap", static_cast<long long>(setting.file.bootstrap));
  if (!setting.file.limit) return;
  yaml.count(0, "limit", static_cast<long long>(*setting.file.limit));
  yaml.line(0, "limit_takes: " + name_of(setting.file.limit_takes));
}

std::string header(const RunSetting& setting, const std::string& version, const Digest& prompts) {
  return "# The run as evenhand " + version + " understood it: every default spelled out.\n" +
         "# suite: " + setting.suite.id.text + ", version " + setting.suite.version + ", " +
         std::to_string(setting.suite.questions.size()) + " questions\n" +
         "# sha256 of the suite:   " + setting.suite.digest.text + "\n" +
         "# sha256 of the prompts: " + prompts.text + "\n";
}

/// Over the words of answers that came from a file, so that a changed file is noticed.
Digest digest_of_answers(const Participant& participant) {
  Digester digester;
  for (const std::vector<Answer>& answers : participant.answers) {
    for (const Answer& answer : answers) {
      digester.add(answer.question.text).add(answer.failure ? answer.failure->reason : "");
      for (const AnswerTurn& turn : answer.turns) digester.add(turn.text);
    }
  }
  return digester.finish();
}

}  // namespace

Result<Digest> prompts_digest(const RunSetting& setting) {
  return setting.prompts->digest_of(setting.protocol->templates());
}

Result<std::string> resolved_run_file(const RunSetting& setting, const std::string& version) {
  EVENHAND_TRY(const Digest prompts, prompts_digest(setting));
  YamlLines yaml;
  yaml.text(0, "name", setting.file.name);
  yaml.text(0, "suite", absolute(setting.suite.folder));
  if (!setting.file.overlay.empty()) yaml.text(0, "overlay", absolute(setting.file.overlay));
  if (setting.file.excluded != Excluded::asked) {
    yaml.text(0, "excluded", name_of(setting.file.excluded));
  }
  write_protocol(yaml, setting);
  write_participants(yaml, setting);
  yaml.line(0, "endpoints:");
  for (const auto& [name, spec] : setting.file.endpoints) write_endpoint(yaml, spec);
  write_budget(yaml, setting.file.budget);
  write_patience(yaml, setting.file);
  if (!setting.file.store.empty()) yaml.text(0, "store", setting.file.store);
  if (!setting.file.prices.empty()) yaml.text(0, "prices", absolute(setting.file.prices));
  if (!setting.file.prompts.empty()) yaml.line(0, "prompts:");
  for (const auto& [name, path] : setting.file.prompts)
    yaml.text(1, in_quotes(name), absolute(path));

  std::string text = header(setting, version, prompts);
  for (const Participant* participant : setting.participants()) {
    if (participant->spec.is_asked()) continue;
    text += "# sha256 of the answers of " + in_quotes(participant->spec.name.text) + ": " +
            digest_of_answers(*participant).text + "\n";
  }
  return text + yaml.lines();
}

}  // namespace evenhand
