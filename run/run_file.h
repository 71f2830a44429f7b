#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "judge/protocol.h"
#include "providers/endpoint.h"

namespace evenhand {

/// Sampling as far as the run file says; the rest is filled in from defaults.
struct SamplingSpec {
  std::optional<double> temperature = {};
  std::optional<double> top_p = {};
  std::optional<int> max_tokens = {};
  std::optional<std::int64_t> seed = {};
  std::vector<std::string> stop = {};
  std::string extra = {};  // a JSON object: fields that are passed on as they are
};

/// A candidate, baseline or judge: a model to be asked, or a file of answers that exist already.
struct ModelSpec {
  ModelId name;
  EndpointId endpoint = {};
  std::string model = {};    // the name the endpoint knows; empty for a file of answers
  std::string answers = {};  // path, as resolved against the run file's folder; empty for a model
  std::optional<std::string> system = {};  // instead of the suite's
  SamplingSpec params = {};
  SourcePlace place = {};

  bool is_asked() const { return answers.empty(); }
};

struct EndpointSpec {
  EndpointId name;
  bool simulated = false;             // served by this very process
  std::uint64_t simulation_seed = 0;  // of the simulated world
  EndpointKind kind = EndpointKind::openai;
  std::string base_url;
  std::string api_key_env;  // name of the environment variable; empty: no key
  std::string api_version;
  int in_flight = 64;
  std::optional<int> requests_per_minute = {};
  std::optional<std::int64_t> tokens_per_minute = {};
  bool allow_clear_text = false;  // a key may go over plain http to another machine
  SourcePlace place = {};
};

/// What the user allows a run to use, over all of its invocations.
struct Budget {
  std::optional<double> cost = {};  // US dollars
  std::optional<std::int64_t> calls = {};
  std::optional<std::int64_t> tokens = {};
};

/// Whom a candidate is compared with, where the protocol compares.
struct Opponents {
  enum class Who { baseline, all, drawn };

  Who who = Who::baseline;
  std::size_t drawn = 0;  // how many other candidates each meets on a question; even
};

/// Which questions a limited run takes: the first, some drawn by the run's seed, or those that
/// AlpacaEval's max_instances takes.
enum class LimitTakes { first, drawn, drawn_as_alpaca_eval };

/// What becomes of questions that an overlay excludes: they are asked, and scores are told with and
/// without them, or they are no part of the run.
enum class Excluded { asked, left_out };

/// "asked", "left_out": the words of run files.
std::string name_of(Excluded excluded);

/// "first", "drawn", "alpaca_eval": the words of run files and reports.
std::string name_of(LimitTakes takes);

/// "baseline", "all", or the number: the words of run files and reports.
std::string name_of(const Opponents& opponents);

/// A run as its file describes it. Paths are resolved; names are checked against each other.
struct RunFile {
  std::string path;
  std::string folder;                       // of the run file; "." for the current one
  std::vector<std::string> overrides = {};  // key=value, laid over the file
  std::string name;
  std::string suite;  // as written: a name or a path
  SourcePlace suite_place = {};
  std::string overlay = {};  // path of a file that excludes or repairs questions; empty: none
  Excluded excluded = Excluded::asked;
  std::optional<ProtocolId> protocol = {};  // else the suite's
  ProtocolOptions protocol_options = {};
  Opponents opponents = {};
  int samples = 1;  // answers that each model is asked for to a question
  std::uint64_t seed = 0;
  std::size_t bootstrap = 1000;           // resamples behind each interval
  std::optional<std::size_t> limit = {};  // only so many questions
  LimitTakes limit_takes = LimitTakes::first;
  std::optional<ModelSpec> baseline = {};
  std::vector<ModelSpec> candidates;
  std::vector<ModelSpec> judges;
  std::map<std::string, EndpointSpec> endpoints;
  Budget budget = {};
  HttpTimeouts timeouts = {};
  RetryPolicy retry = {};
  std::string store = {};                      // where replies are kept; empty: beside this file
  std::string prices = {};                     // path of a price list; empty: none
  std::map<std::string, std::string> prompts;  // template name to path: over the built-in ones
};

/// Reads a run file strictly, with the overrides of `--set key=value` applied first.
Result<RunFile> read_run_file(const FileSystem& files, const std::string& path,
                              const std::vector<std::string>& overrides);

/// Reads a run file for its judges alone: `suite` and `candidates` may be missing, and are not
/// looked at further. Errors: it names no judge.
Result<RunFile> read_judges_file(const FileSystem& files, const std::string& path,
                                 const std::vector<std::string>& overrides);

}  // namespace evenhand
