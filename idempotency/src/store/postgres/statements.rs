//! The SQL of a store in PostgreSQL, as data.

use std::sync::Arc;

/// The table of the deliveries.
pub(super) const DELIVERIES: &str = "verihook_deliveries";

/// The table that holds the version of the schema.
pub(super) const META: &str = "verihook_meta";

/// The version of the tables.
pub(super) const VERSION: i64 = 1;

/// The verdicts of [`Statements::look_up`].
pub(super) const DONE: i64 = 1;
pub(super) const IN_FLIGHT: i64 = 2;
pub(super) const CONFLICT: i64 = 3;

/// The number of rows that one sweep removes.
pub(super) const BATCH: u64 = 1_000;

/// The statements, with the names of the tables.
#[derive(Debug)]
pub(super) struct Statements {
    /// Claims a delivery: key, digest, owner, lease and retention in microseconds. Changes one row
    /// if it is new.
    pub(super) claim: Arc<str>,
    /// Returns what keeps a claim from being new, as a verdict, and the status or the rest of the
    /// lease in microseconds: key, digest.
    pub(super) look_up: Arc<str>,
    /// Extends a lease: key, owner, lease in microseconds.
    pub(super) renew: Arc<str>,
    /// Completes a delivery: key, owner, status.
    pub(super) complete: Arc<str>,
    /// Forgets a delivery: key, owner.
    pub(super) release: Arc<str>,
    /// Returns the status of a delivery: key.
    pub(super) status: Arc<str>,
    /// Removes some entries whose retention is over.
    pub(super) sweep: Arc<str>,
}

impl Statements {
    /// Creates the statements for the tables in a schema, whose name is quoted.
    ///
    /// They use `clock_timestamp()`, because `now()` is the beginning of the transaction, and a
    /// claim may have waited since then.
    pub(super) fn new(schema: &str) -> Self {
        let table = format!("{schema}.{DELIVERIES}");
        let blocking = format!(
            "FROM {table} WHERE key = $1 AND expires > clock_timestamp() \
             AND (digest <> $2 OR status IS NOT NULL OR lease_until > clock_timestamp())"
        );
        // Reads first: a repetition then locks nothing, waits for no transaction, and writes
        // nothing, not even to the log. The insert decides. Its row can be newer than the snapshot
        // of the read.
        let claim = format!(
            "INSERT INTO {table} AS known (key, digest, owner, lease_until, expires) \
             SELECT $1, $2, $3, \
               clock_timestamp() + $4::bigint * interval '1 microsecond', \
               clock_timestamp() + $5::bigint * interval '1 microsecond' \
             WHERE NOT EXISTS (SELECT {blocking}) \
             ON CONFLICT (key) DO UPDATE SET \
               digest = excluded.digest, owner = excluded.owner, status = NULL, \
               lease_until = excluded.lease_until, expires = excluded.expires \
             WHERE known.expires <= clock_timestamp() OR (known.status IS NULL \
               AND known.lease_until <= clock_timestamp() AND known.digest = excluded.digest)"
        );
        let rest = "ceil(extract(epoch FROM lease_until - clock_timestamp()) * 1000000)";
        let look_up = format!(
            "SELECT CASE WHEN digest <> $2 THEN {CONFLICT} WHEN status IS NOT NULL THEN {DONE} \
               ELSE {IN_FLIGHT} END::bigint, \
               CASE WHEN status IS NULL THEN {rest} ELSE status END::bigint {blocking}"
        );
        let renew = format!(
            "UPDATE {table} \
             SET lease_until = clock_timestamp() + $3::bigint * interval '1 microsecond' \
             WHERE key = $1 AND owner = $2"
        );
        // `expires` is in an index and stays as it is, so the new version of the row goes into the
        // same page.
        let complete =
            format!("UPDATE {table} SET owner = NULL, status = $3 WHERE key = $1 AND owner = $2");
        let release = format!("DELETE FROM {table} WHERE key = $1 AND owner = $2");
        let status = format!(
            "SELECT status::bigint, NULL::bigint FROM {table} \
             WHERE key = $1 AND expires > clock_timestamp()"
        );
        // `now()`, because the index cannot be searched for a value that changes. Several processes
        // sweep one table, so each skips the rows of the others.
        let sweep = format!(
            "DELETE FROM {table} WHERE ctid = ANY (ARRAY( \
               SELECT ctid FROM {table} WHERE expires <= now() \
               ORDER BY expires LIMIT {BATCH} FOR UPDATE SKIP LOCKED))"
        );
        Self {
            claim: claim.into(),
            look_up: look_up.into(),
            renew: renew.into(),
            complete: complete.into(),
            release: release.into(),
            status: status.into(),
            sweep: sweep.into(),
        }
    }
}

/// Returns the statements that create the tables in a schema, whose name is quoted.
pub(super) fn definition(schema: &str) -> String {
    // The free part of each page takes the row that a completion writes.
    format!(
        "CREATE TABLE IF NOT EXISTS {schema}.{DELIVERIES} (
    key bytea PRIMARY KEY,
    digest bytea NOT NULL,
    owner bytea,
    status smallint,
    lease_until timestamptz NOT NULL,
    expires timestamptz NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX IF NOT EXISTS {DELIVERIES}_expires ON {schema}.{DELIVERIES} (expires);
CREATE TABLE IF NOT EXISTS {schema}.{META} (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO {schema}.{META} (name, value) VALUES ('schema', {VERSION}) ON CONFLICT DO NOTHING;
"
    )
}
