#pragma once

#include <cstddef>

#include "base/chat.h"
#include "run/setting.h"

namespace evenhand {

/// Who is asked: the endpoint's base URL without a slash at its end, which makes no difference to
/// what is sent, or "simulated:<seed>" for one inside this process, whose port is another each
/// time.
std::string endpoint_identity(const EndpointSpec& endpoint);

/// Defaults, under what a run file says.
Sampling laid_over(Sampling defaults, const SamplingSpec& spec);

/// What a judge is sampled with: the protocol's needs, under what the run file says.
Sampling judge_sampling(const RunSetting& setting, const ModelSpec& judge);

/// What a candidate or baseline is sampled with; the temperature is the question's, else 0.7,
/// where the run file says nothing.
Sampling answer_sampling(const ModelSpec& spec, const Question& question);

/// How many requests an answer takes: one for each turn of the question, or for each text whose
/// log probability the protocol asks for.
std::size_t requests_for(const JudgeProtocol& protocol, const Question& question);

/// The request for one turn of an answer; `so_far` holds the turns before it. Each attempt after
/// the first (0) is made at a temperature 0.15 higher, as EQ-Bench does. Of a protocol with
/// continuations, the request for the next one's log probability.
ChatRequest answer_request(const RunSetting& setting, const Participant& participant,
                           const Question& question, const Answer& so_far, int attempt = 0);

/// The request that puts a game to its judge.
ChatRequest judge_request(const RunSetting& setting, const ModelSpec& judge, const Exhibit& exhibit,
                          const Game& game);

}  // namespace evenhand
