#include "simulate/simulated_model.h"

#include <array>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.h"

namespace evenhand {
namespace {

enum class Whose { candidates, judges, both };
enum class Numbers { any, whole };

struct Parameter {
  std::string_view name;
  Whose whose;
  double SimulatedModel::*field;
  double low;
  double high;
  Numbers numbers = Numbers::any;
};

// Far beyond these, a probability is 0 or 1 in double precision and nothing is simulated any more.
constexpr double kMostLogOdds = 100.0;
// Ten minutes: longer than any client waits.
constexpr double kLongestDelay = 600'000.0;

constexpr std::array kParameters = {
    Parameter{"quality", Whose::candidates, &SimulatedModel::quality, -kMostLogOdds, kMostLogOdds},
    Parameter{"words", Whose::candidates, &SimulatedModel::words, 1, 20'000},
    Parameter{"spread", Whose::candidates, &SimulatedModel::spread, 0, kMostLogOdds},
    Parameter{"noise", Whose::judges, &SimulatedModel::noise, 0, kMostLogOdds},
    Parameter{"length_bias", Whose::judges, &SimulatedModel::length_bias, -kMostLogOdds,
              kMostLogOdds},
    Parameter{"first_bias", Whose::judges, &SimulatedModel::first_bias, -kMostLogOdds,
              kMostLogOdds},
    Parameter{"tie_band", Whose::judges, &SimulatedModel::tie_band, 0, kMostLogOdds},
    Parameter{"unreadable_rate", Whose::judges, &SimulatedModel::unreadable_rate, 0, 1},
    Parameter{"mislabel_rate", Whose::judges, &SimulatedModel::mislabel_rate, 0, 1},
    Parameter{"fickle", Whose::judges, &SimulatedModel::fickle, 0, 1, Numbers::whole},
    Parameter{"refuse_rate", Whose::both, &SimulatedModel::refuse_rate, 0, 1},
    Parameter{"filter_rate", Whose::both, &SimulatedModel::filter_rate, 0, 1},
    Parameter{"truncate_rate", Whose::both, &SimulatedModel::truncate_rate, 0, 1},
    Parameter{"error_rate", Whose::both, &SimulatedModel::error_rate, 0, 1},
    Parameter{"delay_ms", Whose::both, &SimulatedModel::delay_ms, 0, kLongestDelay},
    Parameter{"rate_limit", Whose::both, &SimulatedModel::rate_limit, 0, 1e6},
    Parameter{"reasoning", Whose::both, &SimulatedModel::reasoning, 0, 2, Numbers::whole},
};

constexpr std::string_view kCandidate = "sim-candidate";
constexpr std::string_view kJudge = "sim-judge";
constexpr std::string_view kLabel = "label";

bool belongs_to(const Parameter& parameter, SimulatedRole role) {
  switch (parameter.whose) {
    case Whose::both: return true;
    case Whose::candidates: return role == SimulatedRole::candidate;
    case Whose::judges: return role == SimulatedRole::judge;
  }
  return false;
}

std::vector<std::string> parameter_names(SimulatedRole role) {
  std::vector<std::string> names;
  for (const Parameter& parameter : kParameters) {
    if (belongs_to(parameter, role)) names.emplace_back(parameter.name);
  }
  names.emplace_back(kLabel);
  return names;
}

std::optional<SimulatedRole> role_of(std::string_view base_name) {
  if (base_name == kCandidate) return SimulatedRole::candidate;
  if (base_name == kJudge) return SimulatedRole::judge;
  return std::nullopt;
}

std::string_view base_name_of(SimulatedRole role) {
  return role == SimulatedRole::candidate ? kCandidate : kJudge;
}

const Parameter* find_parameter(std::string_view name, SimulatedRole role) {
  for (const Parameter& parameter : kParameters) {
    if (parameter.name == name && belongs_to(parameter, role)) return &parameter;
  }
  return nullptr;
}

Error no_such(std::string what, std::string hint) {
  return {.kind = ErrorKind::not_found, .what = std::move(what), .hint = std::move(hint)};
}

Result<void> set_parameter(SimulatedModel& model, const std::string& setting) {
  const std::size_t equals = setting.find('=');
  const std::string name = setting.substr(0, equals);
  if (equals != std::string::npos && name == kLabel) return {};
  const Parameter* parameter = find_parameter(name, model.role);
  if (parameter == nullptr) {
    return no_such("'" + name + "' is no parameter of " + std::string(base_name_of(model.role)),
                   did_you_mean(name, parameter_names(model.role)));
  }
  const std::string value = equals == std::string::npos ? "" : setting.substr(equals + 1);
  const std::optional<double> number = parse_number(value);
  const bool fits = number && *number >= parameter->low && *number <= parameter->high &&
                    (parameter->numbers == Numbers::any || std::trunc(*number) == *number);
  if (!fits) {
    const std::string sort = parameter->numbers == Numbers::whole ? "a whole number" : "a number";
    return no_such("'" + value + "' is no value for " + name,
                   "it takes " + sort + " from " + shortest_text(parameter->low) + " to " +
                       shortest_text(parameter->high));
  }
  model.*(parameter->field) = *number;
  return {};
}

}  // namespace

Result<SimulatedModel> parse_simulated_model(std::string_view name) {
  const std::size_t mark = name.find('?');
  const std::string_view base_name = name.substr(0, mark);
  const std::optional<SimulatedRole> role = role_of(base_name);
  if (!role) {
    return no_such("the model '" + valid_utf8(name) + "' does not exist",
                   "known: " + joined(example_model_names(), ", "));
  }
  SimulatedModel model{.role = *role};
  if (mark == std::string_view::npos) return model;
  std::set<std::string> seen;
  for (const std::string& setting : split(name.substr(mark + 1), '&')) {
    const std::string parameter = setting.substr(0, setting.find('='));
    if (!seen.insert(parameter).second) {
      return no_such("'" + parameter + "' is given twice in '" + valid_utf8(name) + "'", "");
    }
    EVENHAND_OK(set_parameter(model, setting));
  }
  return model;
}

std::vector<std::string> example_model_names() {
  return {"sim-candidate", "sim-candidate?quality=0.3&words=180", "sim-judge",
          "sim-judge?noise=1&length_bias=0.8&first_bias=0.2"};
}

}  // namespace evenhand
