#pragma once

#include <optional>

#include "report/report_data.h"
#include "run/evaluation.h"

namespace evenhand {

/// Of a run whose candidates tell how likely they hold each option: TruthfulQA's MC1, MC2 and MC3,
/// means over the questions that have a log probability for every option, samples averaged first.
/// nullopt for other runs, and where no question has them.
std::optional<LikelihoodColumns> likelihood_columns(const RunSetting& setting,
                                                    const Findings& findings,
                                                    std::size_t candidate);

}  // namespace evenhand
