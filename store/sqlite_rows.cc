#include "store/sqlite_rows.h"

#include <algorithm>

#include <sqlite3.h>

#include "store/netstrings.h"

namespace evenhand {
namespace {

constexpr const char* kAddRun =
    "INSERT INTO runs(name, first_seen) VALUES(?, ?) ON CONFLICT DO NOTHING";
constexpr const char* kFindRun = "SELECT id FROM runs WHERE name = ?";
constexpr const char* kAddRequest =
    "INSERT INTO requests(key, occasion, endpoint, model, first_seen, body) "
    "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr const char* kFindRequest = "SELECT id FROM requests WHERE key = ?";
constexpr const char* kAddAttempt =
    "INSERT INTO attempts(id, run, request, started, max_output_tokens) VALUES(?, ?, ?, ?, ?)";
constexpr const char* kEndAttempt =
    "UPDATE attempts SET ended = ?, http_status = ?, accepted = ?, error_kind = ?, error = ?, "
    "latency_ms = ?, input_tokens = ?, output_tokens = ?, cost = ?, served_model = ?, notes = ? "
    "WHERE id = ?";
constexpr const char* kAddBody = "INSERT INTO bodies(attempt, raw_body) VALUES(?, ?)";
constexpr const char* kFindState =
    "SELECT ended IS NULL FROM attempts JOIN requests ON requests.id = attempts.request "
    "WHERE attempts.id = ? AND requests.key = ?";
constexpr const char* kAddManifest =
    "INSERT INTO manifests(run, digest, kept, text) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING";

}  // namespace

Result<SqliteRows> SqliteRows::prepare(const SqliteDatabase& database) {
  SqliteRows rows(database);
  const struct {
    SqliteStatement SqliteRows::*statement;
    const char* sql;
  } table[] = {
      {&SqliteRows::add_run_, kAddRun},           {&SqliteRows::find_run_, kFindRun},
      {&SqliteRows::add_request_, kAddRequest},   {&SqliteRows::find_request_, kFindRequest},
      {&SqliteRows::add_attempt_, kAddAttempt},   {&SqliteRows::end_attempt_, kEndAttempt},
      {&SqliteRows::add_body_, kAddBody},         {&SqliteRows::find_state_, kFindState},
      {&SqliteRows::add_manifest_, kAddManifest},
  };
  for (const auto& entry : table) {
    EVENHAND_TRY(rows.*entry.statement, database.prepare(entry.sql));
  }
  return rows;
}

Result<void> SqliteRows::written(int code) const {
  if (code == SQLITE_DONE) return {};
  return database_->error("write to");
}

Result<std::int64_t> SqliteRows::run_named(const std::string& name, std::int64_t now) {
  EVENHAND_OK(written(SqliteQuery(add_run_).text(name).integer(now).step()));
  SqliteQuery query(find_run_);
  if (query.text(name).step() != SQLITE_ROW) return database_->error("read");
  return query.integer_at(0);
}

Result<AttemptId> SqliteRows::largest_attempt() const {
  EVENHAND_TRY(const SqliteStatement statement,
               database_->prepare("SELECT coalesce(max(id), 0) FROM attempts"));
  SqliteQuery query(statement);
  if (query.step() != SQLITE_ROW) return database_->error("read");
  return query.integer_at(0);
}

Result<std::int64_t> SqliteRows::request_of(const AttemptStart& attempt, std::int64_t now) {
  const std::string& key = attempt.key.digest.text;
  SqliteQuery insert(add_request_);
  insert.text(key).text(attempt.occasion).text(attempt.endpoint).text(attempt.model);
  EVENHAND_OK(written(insert.integer(now).blob(attempt.body).step()));
  if (sqlite3_changes(database_->get()) == 1) return sqlite3_last_insert_rowid(database_->get());
  SqliteQuery query(find_request_);
  if (query.text(key).step() != SQLITE_ROW) return database_->error("read");
  return query.integer_at(0);
}

Result<void> SqliteRows::add_attempt(AttemptId id, std::int64_t run, const AttemptStart& attempt,
                                     std::int64_t now) {
  EVENHAND_TRY(const std::int64_t request, request_of(attempt, now));
  SqliteQuery query(add_attempt_);
  query.integer(id).integer(run).integer(request).integer(now).integer(attempt.max_output_tokens);
  return written(query.step());
}

int SqliteRows::update_attempt(AttemptId id, const AttemptEnd& outcome, std::int64_t now,
                               int accepted) {
  const std::string notes = netstrings(outcome.notes);
  SqliteQuery query(end_attempt_);
  query.integer(now).integer(outcome.http_status).integer(accepted);
  if (outcome.error && accepted == 0) {
    query.text(name_of(outcome.error->kind)).blob(outcome.error->what);
  } else {
    query.null().null();
  }
  // Durations come from a steady clock; a negative one would be a caller's mistake, not a fact.
  query.integer(std::max<std::int64_t>(outcome.latency.count(), 0));
  query.integer(outcome.usage.input_tokens).integer(outcome.usage.output_tokens);
  query.real(outcome.cost).blob(outcome.served_model);
  if (notes.empty()) {
    query.null();
  } else {
    query.blob(notes);
  }
  return query.integer(id).step();
}

Result<void> SqliteRows::end_attempt(AttemptId id, const AttemptEnd& outcome, std::int64_t now) {
  int code = update_attempt(id, outcome, now, outcome.accepted ? 1 : 0);
  const bool is_late_duplicate = (code & 0xff) == SQLITE_CONSTRAINT && outcome.accepted;
  if (is_late_duplicate) code = update_attempt(id, outcome, now, 0);
  EVENHAND_OK(written(code));
  return written(SqliteQuery(add_body_).integer(id).blob(outcome.raw_body).step());
}

Result<AttemptState> SqliteRows::state_of(AttemptId id, const RequestKey& key) const {
  SqliteQuery query(find_state_);
  const int code = query.integer(id).text(key.digest.text).step();
  if (code == SQLITE_DONE) return AttemptState::unknown;
  if (code != SQLITE_ROW) return database_->error("read");
  return query.integer_at(0) == 1 ? AttemptState::open : AttemptState::ended;
}

Result<void> SqliteRows::add_manifest(std::int64_t run, const Digest& digest,
                                      const std::string& text, std::int64_t now) {
  return written(
      SqliteQuery(add_manifest_).integer(run).text(digest.text).integer(now).blob(text).step());
}

}  // namespace evenhand
