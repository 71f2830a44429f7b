#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/answer.h"
#include "base/question.h"
#include "judge/protocol.h"
#include "prompts/prompt_library.h"
#include "run/prices.h"
#include "run/run_file.h"
#include "run/world.h"
#include "simulate/keyed_answer.h"

namespace evenhand {

/// A candidate or the baseline, with the answers that exist already.
struct Participant {
  ModelSpec spec;
  /// Where the spec is a file: [sample][question], as many samples as the file has, and the run
  /// asks for. Else empty.
  std::vector<std::vector<Answer>> answers = {};
};

/// A run, ready to begin: its file understood and everything that it names loaded and checked.
struct RunSetting {
  RunFile file;
  Suite suite;  // cut to the run's limit
  ProtocolId protocol_id;
  std::unique_ptr<PromptLibrary> prompts;   // on the heap: the protocol refers to it
  std::unique_ptr<JudgeProtocol> protocol;  // none where only judges are asked, about questions
  std::vector<Participant> candidates;
  /// Absent where the protocol grades alone, and where candidates meet each other.
  std::optional<Participant> baseline = {};
  PriceList prices;
  SimulatedKeys simulated_keys = {};  // for simulated models, beside those of the suite
  std::vector<std::string> remarks;   // what is odd about the files, in words

  /// Are candidates compared with each other, in place of a baseline?
  bool candidates_meet() const;

  /// Is the baseline put together from those that the suite has for its categories?
  bool compares_by_category() const;

  /// Are participants asked how likely they hold given texts, in place of answers?
  bool asks_likelihoods() const;

  /// All who answer: the candidates in their order, then the baseline.
  std::vector<const Participant*> participants() const;

  /// How many answers a participant gives to a question.
  std::size_t samples_of(const Participant& participant) const;
};

/// The built-in templates, under those of the suite, under those of the run file.
Result<std::unique_ptr<PromptLibrary>> load_prompts(const RunFile& file, const Suite& suite,
                                                    const World& world);

/// Loads what the run file names. Errors are the user's to mend and come before any call.
Result<RunSetting> load_setting(RunFile file, const World& world);

}  // namespace evenhand
