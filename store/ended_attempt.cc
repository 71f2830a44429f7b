#include "store/ended_attempt.h"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "base/text.h"
#include "store/netstrings.h"

namespace evenhand {
namespace {

constexpr std::size_t kFields = 14;

std::string text_of(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : std::string();
}

std::string text_of_cost(std::optional<double> cost) {
  return cost && std::isfinite(*cost) ? shortest_text(*cost) : std::string();
}

std::optional<std::int64_t> integer_in(const std::string& text) {
  const std::optional<long long> number = parse_integer(text);
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

std::optional<Error> error_in(const std::string& kind, const std::string& what) {
  if (kind.empty()) return std::nullopt;
  return Error{.kind = error_kind_named(kind), .what = what};
}

}  // namespace

std::string to_record(const EndedAttempt& attempt) {
  const AttemptEnd& end = attempt.outcome;
  const std::vector<std::string> fields = {
      std::to_string(attempt.id),
      attempt.key.digest.text,
      std::to_string(attempt.ended_ms),
      std::to_string(end.http_status),
      end.raw_body,
      end.accepted ? "1" : "0",
      end.error ? std::string(name_of(end.error->kind)) : std::string(),
      end.error ? end.error->what : std::string(),
      std::to_string(end.latency.count()),
      text_of(end.usage.input_tokens),
      text_of(end.usage.output_tokens),
      text_of_cost(end.cost),
      end.served_model,
      netstrings(end.notes),
  };
  return netstrings(fields);
}

std::optional<EndedAttempt> from_record(std::string_view record) {
  std::optional<std::vector<std::string>> fields = read_netstrings(record);
  if (!fields || fields->size() != kFields) return std::nullopt;
  std::vector<std::string>& field = *fields;
  const auto id = integer_in(field[0]);
  const auto ended_ms = integer_in(field[2]);
  const auto status = integer_in(field[3]);
  const auto latency = integer_in(field[8]);
  auto notes = read_netstrings(field[13]);
  const bool status_fits = status && *status >= 0 && *status <= std::numeric_limits<int>::max();
  if (!id || !ended_ms || !status_fits || !latency || !notes) return std::nullopt;
  return EndedAttempt{.id = *id,
                      .key = {{std::move(field[1])}},
                      .ended_ms = *ended_ms,
                      .outcome = {.http_status = static_cast<int>(*status),
                                  .raw_body = std::move(field[4]),
                                  .accepted = field[5] == "1",
                                  .error = error_in(field[6], field[7]),
                                  .latency = std::chrono::milliseconds(*latency),
                                  .usage = {.input_tokens = integer_in(field[9]),
                                            .output_tokens = integer_in(field[10])},
                                  .cost = parse_number(field[11]),
                                  .served_model = std::move(field[12]),
                                  .notes = std::move(*notes)}};
}

ErrorKind error_kind_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(ErrorKind::empty_reply); ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    if (name_of(kind) == name) return kind;
  }
  return ErrorKind::internal;
}

}  // namespace evenhand
