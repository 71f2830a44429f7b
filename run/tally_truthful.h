#pragma once

#include <optional>

#include "report/report_data.h"
#include "run/evaluation.h"

namespace evenhand {

/// Of a run of the protocol truthful: how much of a candidate's answers judges call true, and how
/// much informative. nullopt for other runs, and where no verdict can be read.
Result<std::optional<TruthfulColumns>> truthful_columns(const RunSetting& setting,
                                                        const Findings& findings,
                                                        const ModelId& model);

}  // namespace evenhand
