#include "store/sqlite_reader.h"

#include <memory>
#include <utility>

#include <sqlite3.h>

#include "store/ended_attempt.h"
#include "store/netstrings.h"

namespace evenhand {
namespace {

constexpr const char* kFind =
    "SELECT attempts.id, raw_body, latency_ms, input_tokens, output_tokens, cost, notes "
    "FROM requests JOIN attempts ON attempts.request = requests.id AND attempts.accepted = 1 "
    "JOIN bodies ON bodies.attempt = attempts.id WHERE requests.key = ?";
constexpr const char* kBody = "SELECT raw_body FROM bodies WHERE attempt = ?";
// may_be_paid_for(), of attempts.
const std::string kMayBePaidFor =
    "(accepted OR http_status BETWEEN 200 AND 299 OR http_status IN (504, 524) "
    "OR error_kind IN ('timed_out', 'broken_off'))";
// A failure before the accepted reply is history.
const std::string kLastFailure =
    "SELECT error_kind, error, " + kMayBePaidFor +
    ", input_tokens, output_tokens FROM attempts "
    "WHERE request = (SELECT id FROM requests WHERE key = ?1) AND error_kind IS NOT NULL "
    "AND id > coalesce((SELECT id FROM attempts WHERE accepted = 1 "
    "AND request = (SELECT id FROM requests WHERE key = ?1)), 0) ORDER BY id DESC LIMIT 1";
// Of attempts, in the order of Spend. Servers may count whatever they like: no sum of up to 2^23
// attempts leaves 64 bits.
const std::string kSums =
    "SELECT count(*), count(*) - count(ended), "
    "coalesce(sum(cost IS NULL AND " +
    kMayBePaidFor +
    "), 0), "
    "coalesce(sum((input_tokens IS NULL OR output_tokens IS NULL) AND " +
    kMayBePaidFor +
    "), 0), total(cost), "
    "coalesce(sum(min(max(input_tokens, 0), 1099511627776)), 0), "
    "coalesce(sum(min(max(output_tokens, 0), 1099511627776)), 0), "
    "coalesce(sum(CASE WHEN cost IS NULL THEN min(max(input_tokens, 0), 1099511627776) END), 0), "
    "coalesce(sum(CASE WHEN cost IS NULL THEN min(max(output_tokens, 0), 1099511627776) END), 0) ";
constexpr const char* kOfRun = "FROM attempts WHERE run = (SELECT id FROM runs WHERE name = ?)";
constexpr const char* kOfRunByRole =
    ", substr(occasion, 1, instr(occasion || '/', '/') - 1) AS role, model "
    "FROM attempts JOIN requests ON requests.id = attempts.request "
    "WHERE attempts.run = (SELECT id FROM runs WHERE name = ?) "
    "GROUP BY role, model ORDER BY role, model";
const std::string kUnknownUse =
    "SELECT requests.model, count(*), sum(length(CAST(requests.body AS BLOB))), "
    "sum(max(attempts.max_output_tokens, 0)) "
    "FROM attempts JOIN requests ON requests.id = attempts.request "
    "WHERE attempts.run = (SELECT id FROM runs WHERE name = ?) AND (attempts.ended IS NULL OR (" +
    kMayBePaidFor +
    " AND (input_tokens IS NULL OR output_tokens IS NULL))) "
    "GROUP BY requests.model ORDER BY requests.model";

constexpr int kSumColumns = 9;

Spend spend_in(const SqliteQuery& query) {
  return {.attempts = query.integer_at(0),
          .unfinished = query.integer_at(1),
          .unknown_cost = query.integer_at(2),
          .unknown_tokens = query.integer_at(3),
          .cost = query.optional_real_at(4).value_or(0.0),
          .input_tokens = query.integer_at(5),
          .output_tokens = query.integer_at(6),
          .unpriced_input_tokens = query.integer_at(7),
          .unpriced_output_tokens = query.integer_at(8)};
}

}  // namespace

Result<std::unique_ptr<SqliteReader>> SqliteReader::open(const std::string& path, SqliteMode mode) {
  EVENHAND_TRY(SqliteDatabase database, SqliteDatabase::open(path, mode));
  std::unique_ptr<SqliteReader> reader(new SqliteReader(std::move(database)));
  EVENHAND_TRY(reader->find_, reader->database_.prepare(kFind));
  EVENHAND_TRY(reader->body_, reader->database_.prepare(kBody));
  EVENHAND_TRY(reader->last_failure_, reader->database_.prepare(kLastFailure));
  EVENHAND_TRY(reader->spend_, reader->database_.prepare(kSums + kOfRun));
  EVENHAND_TRY(reader->role_spend_, reader->database_.prepare(kSums + kOfRunByRole));
  EVENHAND_TRY(reader->unknown_use_, reader->database_.prepare(kUnknownUse));
  return reader;
}

Result<std::optional<StoredReply>> SqliteReader::find(const RequestKey& key) {
  SqliteQuery query(find_);
  const int code = query.text(key.digest.text).step();
  if (code == SQLITE_DONE) return std::optional<StoredReply>();
  if (code != SQLITE_ROW) return database_.error("read");
  std::optional<std::vector<std::string>> notes = read_netstrings(query.bytes_at(6));
  if (!notes) {
    return Error{.kind = ErrorKind::corrupt_store,
                 .what = "store " + database_.path() + " is damaged: notes of attempt " +
                         std::to_string(query.integer_at(0)) + " are unreadable"};
  }
  return std::optional<StoredReply>({.attempt = query.integer_at(0),
                                     .raw_body = query.bytes_at(1),
                                     .latency = std::chrono::milliseconds(query.integer_at(2)),
                                     .usage = {.input_tokens = query.optional_integer_at(3),
                                               .output_tokens = query.optional_integer_at(4)},
                                     .cost = query.optional_real_at(5),
                                     .notes = std::move(*notes)});
}

Result<std::string> SqliteReader::body_of(AttemptId attempt) {
  SqliteQuery query(body_);
  const int code = query.integer(attempt).step();
  if (code == SQLITE_ROW) return query.bytes_at(0);
  if (code != SQLITE_DONE) return database_.error("read");
  return Error{
      .kind = ErrorKind::not_found,
      .what = "store " + database_.path() + " has no reply of attempt " + std::to_string(attempt)};
}

Result<std::optional<Failure>> SqliteReader::last_failure(const RequestKey& key) {
  SqliteQuery query(last_failure_);
  const int code = query.text(key.digest.text).step();
  if (code == SQLITE_DONE) return std::optional<Failure>();
  if (code != SQLITE_ROW) return database_.error("read");
  return std::optional<Failure>(
      {.kind = error_kind_named(query.bytes_at(0)),
       .reason = query.bytes_at(1),
       .use = {.may_be_paid_for = query.integer_at(2) != 0,
               .usage = {.input_tokens = query.optional_integer_at(3),
                         .output_tokens = query.optional_integer_at(4)}}});
}

Result<RunSpend> SqliteReader::spend(const std::string& run) {
  SqliteQuery query(spend_);
  if (query.text(run).step() != SQLITE_ROW) return database_.error("read");
  RunSpend spend{.all = spend_in(query)};
  EVENHAND_TRY(spend.by_role, spend_by_role(run));
  EVENHAND_TRY(spend.unknown, unknown_use(run));
  return spend;
}

Result<std::vector<RoleSpend>> SqliteReader::spend_by_role(const std::string& run) {
  SqliteQuery query(role_spend_);
  std::vector<RoleSpend> rows;
  int code = query.text(run).step();
  for (; code == SQLITE_ROW; code = query.step()) {
    rows.push_back({.role = query.bytes_at(kSumColumns),
                    .model = query.bytes_at(kSumColumns + 1),
                    .spend = spend_in(query)});
  }
  if (code != SQLITE_DONE) return database_.error("read");
  return rows;
}

Result<std::vector<UnknownUse>> SqliteReader::unknown_use(const std::string& run) {
  SqliteQuery query(unknown_use_);
  std::vector<UnknownUse> rows;
  int code = query.text(run).step();
  for (; code == SQLITE_ROW; code = query.step()) {
    rows.push_back({.model = query.bytes_at(0),
                    .calls = query.integer_at(1),
                    .body_bytes = query.integer_at(2),
                    .max_output_tokens = query.integer_at(3)});
  }
  if (code != SQLITE_DONE) return database_.error("read");
  return rows;
}

}  // namespace evenhand
