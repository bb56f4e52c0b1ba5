//! Claims and completions, relative to two bare commands of the same database.

use crate::measure::median;
use crate::table::{Goal, Table};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use redis::aio::ConnectionManager;
use rusqlite::{Connection, params};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use verihook_benches::{STORES, TEN_MILLION};
use verihook_idempotency::{
    BodyDigest, Claim, Claimed, Key, MemoryStore, Ownership, PostgresStore, RedisStore,
    SqliteStore, Store,
};
use verihook_servers::{Postgres, Redis};

/// The rounds of a comparison, and the time of a turn in it.
const ROUNDS: usize = 9;
const TURN: Duration = Duration::from_millis(400);

const LEASE: Duration = Duration::from_secs(30);
const RETENTION: Duration = Duration::from_secs(7 * 86_400);

/// The entries of a full store.
const FULL: u64 = 10_000_000;

/// An operation that any number of callers repeat.
type Operation = Arc<dyn Fn(Key) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Measures each store that is there.
pub fn rows(table: &mut Table) {
    let runtime = Runtime::new().expect("a runtime starts");
    memory(table, &runtime);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    sqlite(table, &runtime, folder.path());
    if let Some(server) = Postgres::start() {
        postgres(table, &runtime, &server);
    }
    if let Some(server) = Redis::start() {
        redis(table, &runtime, &server);
    }
}

/// Compares stores that hold ten million deliveries with empty ones. This takes minutes.
pub fn full_rows(table: &mut Table) {
    let runtime = Runtime::new().expect("a runtime starts");
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let [empty, full] = ["empty", "full"].map(|name| folder.path().join(name));
    let stores = [&empty, &full].map(|path| SqliteStore::open(path).expect("the file opens"));
    fill_sqlite(&full);
    full_row(table, &runtime, "SQLite", stores.map(ours));
    if let Some(server) = Postgres::start() {
        let urls = [server.create_database(), server.create_database()];
        let stores = urls.clone().map(|url| {
            runtime.block_on(PostgresStore::connect(&url)).expect("the database is there")
        });
        fill_postgres(&server, &urls[1]);
        full_row(table, &runtime, "PostgreSQL", stores.map(ours));
    }
}

fn memory(table: &mut Table, runtime: &Runtime) {
    // A store that fills up during the measurement would not measure claims.
    let store: Arc<dyn Store> = Arc::new(MemoryStore::with_capacity(4_000_000));
    let time = runtime.block_on(async {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            for _ in 0..100_000 {
                once(&*store, new_key()).await;
            }
            times.push(start.elapsed().as_nanos() as f64 / 100_000.0);
        }
        median(times)
    });
    let what = "memory, claim and complete, in µs";
    table.row(STORES, what, time / 1_000.0, Goal::AtMost(1.0), "");
}

fn sqlite(table: &mut Table, runtime: &Runtime, folder: &Path) {
    let store = ours(SqliteStore::open(folder.join("ours")).expect("the file opens"));
    let bare = BareSqlite::open(&folder.join("bare"));
    let blocking = off_the_runtime(&bare);
    let bare: Operation = Arc::new(move |key| {
        bare.insert(key);
        bare.update(key);
        Box::pin(async {})
    });
    // One connection runs one transaction at a time, however many callers wait.
    let [time, other] = compare(runtime, [(&store, 1), (&bare, 1)]);
    let what = "SQLite, 1 caller";
    table.times_as_fast(STORES, what, [time, other], Goal::AtLeast(0.9));
    let [time, other] = compare(runtime, [(&store, 1), (&blocking, 1)]);
    let what = "SQLite, 1 caller, both off the runtime's threads";
    table.times_as_fast(STORES, what, [time, other], Goal::Shown);
    let [time, other] = compare(runtime, [(&store, 16), (&bare, 1)]);
    let what = "SQLite, 16 callers";
    table.times_as_fast(STORES, what, [time, other], Goal::AtLeast(4.0));
}

/// Runs each bare command where it does not block other tasks, as a server must.
fn off_the_runtime(bare: &BareSqlite) -> Operation {
    let bare = bare.clone();
    Arc::new(move |key| {
        let (insert, update) = (bare.clone(), bare.clone());
        Box::pin(async move {
            let inserted = tokio::task::spawn_blocking(move || insert.insert(key));
            inserted.await.expect("the key is new");
            let updated = tokio::task::spawn_blocking(move || update.update(key));
            updated.await.expect("the row is there");
        })
    })
}

fn postgres(table: &mut Table, runtime: &Runtime, server: &Postgres) {
    let url = server.create_database();
    let store = runtime.block_on(PostgresStore::connect(&url)).expect("the database is there");
    let store = ours(store);
    let bare = runtime.block_on(bare_postgres(&url));
    for callers in [1, 16] {
        let [time, other] = compare(runtime, [(&store, callers), (&bare, callers)]);
        let what = format!("PostgreSQL, {callers} {}", noun(callers));
        table.times_as_fast(STORES, what, [time, other], Goal::AtLeast(0.9));
    }
}

fn redis(table: &mut Table, runtime: &Runtime, server: &Redis) {
    let url = server.url();
    let store = ours(runtime.block_on(RedisStore::connect(&url)).expect("the server is there"));
    let bare = runtime.block_on(bare_redis(&url));
    for callers in [1, 16] {
        let [time, other] = compare(runtime, [(&store, callers), (&bare, callers)]);
        let what = format!("Redis, {callers} {}", noun(callers));
        table.times_as_fast(STORES, what, [time, other], Goal::AtLeast(0.75));
    }
}

fn full_row(table: &mut Table, runtime: &Runtime, name: &str, [empty, full]: [Operation; 2]) {
    let [time, other] = compare(runtime, [(&full, 16), (&empty, 16)]);
    let what = format!("{name}, 16 callers");
    table.times_as_fast(TEN_MILLION, what, [time, other], Goal::AtLeast(0.8));
}

const fn noun(callers: usize) -> &'static str {
    if callers == 1 { "caller" } else { "callers" }
}

/// Claims and completes.
fn ours(store: impl Store) -> Operation {
    let store: Arc<dyn Store> = Arc::new(store);
    Arc::new(move |key| {
        let store = Arc::clone(&store);
        Box::pin(async move { once(&*store, key).await })
    })
}

async fn once(store: &dyn Store, key: Key) {
    let claim = Claim::new(key, BodyDigest::ANY, LEASE, RETENTION);
    let claimed = store.claim(claim).await.expect("the store answers");
    assert_eq!(claimed, Claimed::New);
    let completed = store.complete(key, claim.owner, 200).await.expect("the store answers");
    assert_eq!(completed, Ownership::Held);
}

/// The two statements that a store cannot do without, each in a transaction of its own.
#[derive(Clone)]
struct BareSqlite(Arc<Mutex<Connection>>);

impl BareSqlite {
    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("the file opens");
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE bare (key BLOB PRIMARY KEY, digest BLOB, owner BLOB, status INTEGER,
                     lease_until INTEGER, expires INTEGER) STRICT, WITHOUT ROWID;
                 CREATE INDEX bare_expires ON bare (expires);",
            )
            .expect("the table is created");
        Self(Arc::new(Mutex::new(connection)))
    }

    fn insert(&self, key: Key) {
        let values = params![key.as_bytes(), [0_u8; 32], [0_u8; 16], i64::MAX];
        self.execute("INSERT INTO bare VALUES (?1, ?2, ?3, NULL, ?4, ?4)", values);
    }

    fn update(&self, key: Key) {
        let values = params![key.as_bytes()];
        self.execute("UPDATE bare SET owner = NULL, status = 200 WHERE key = ?1", values);
    }

    fn execute(&self, text: &str, values: impl rusqlite::Params) {
        let connection = self.0.lock().expect("no caller panicked");
        let mut statement = connection.prepare_cached(text).expect("the statement is valid");
        assert_eq!(statement.execute(values).expect("the file is writable"), 1);
    }
}

async fn bare_postgres(url: &str) -> Operation {
    let config = url.parse().expect("the URL is valid");
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config, tokio_postgres::NoTls, recycling);
    let pool = Pool::builder(manager).max_size(4).build().expect("the pool has a size");
    let client = pool.get().await.expect("the database is there");
    client
        .batch_execute(
            "CREATE TABLE bare (key bytea PRIMARY KEY, digest bytea, owner bytea, status smallint,
                 lease_until timestamptz, expires timestamptz) WITH (fillfactor = 85);
             CREATE INDEX bare_expires ON bare (expires);",
        )
        .await
        .expect("the table is created");
    drop(client);
    Arc::new(move |key| {
        let pool = pool.clone();
        Box::pin(async move {
            bare_postgres_command(
                &pool,
                BARE_INSERT,
                &[&&key.as_bytes()[..], &&[0_u8; 32][..], &&[0_u8; 16][..]],
            )
            .await;
            bare_postgres_command(&pool, BARE_UPDATE, &[&&key.as_bytes()[..]]).await;
        })
    })
}

const BARE_INSERT: &str = "INSERT INTO bare VALUES ($1, $2, $3, NULL, \
                           clock_timestamp() + interval '30 s', clock_timestamp() + interval '7 d')";
const BARE_UPDATE: &str = "UPDATE bare SET owner = NULL, status = 200 WHERE key = $1";

async fn bare_postgres_command(
    pool: &Pool,
    text: &str,
    values: &[&(dyn tokio_postgres::types::ToSql + Sync)],
) {
    let client = pool.get().await.expect("the database is there");
    let statement = client.prepare_cached(text).await.expect("the statement is valid");
    assert_eq!(client.execute(&statement, values).await.expect("the database answers"), 1);
}

async fn bare_redis(url: &str) -> Operation {
    let client = redis::Client::open(url).expect("the URL is valid");
    let manager = ConnectionManager::new(client).await.expect("the server is there");
    Arc::new(move |key| {
        let mut manager = manager.clone();
        Box::pin(async move {
            // As long as the value of a store: an owner, a digest and two times.
            let value = [b'x'; 64];
            let retention = RETENTION.as_millis() as u64;
            let mut set = redis::cmd("SET");
            set.arg(key.as_bytes()).arg(&value).arg("NX").arg("PX").arg(retention);
            let () = set.query_async(&mut manager).await.expect("the server answers");
            let mut set = redis::cmd("SET");
            set.arg(key.as_bytes()).arg(&value).arg("KEEPTTL");
            let () = set.query_async(&mut manager).await.expect("the server answers");
        })
    })
}

/// Returns the median time of an operation in nanoseconds, for each of two. They take turns, in
/// alternating order.
fn compare(runtime: &Runtime, operations: [(&Operation, usize); 2]) -> [f64; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for turn in 0..2 {
            let which = (round + turn) % 2;
            let (operation, callers) = operations[which];
            let time = runtime.block_on(repeat(operation, callers));
            // The first round warms up.
            if round > 0 {
                times[which].push(time);
            }
        }
    }
    times.map(median)
}

/// Returns the time of an operation in nanoseconds, if so many callers repeat it.
async fn repeat(operation: &Operation, callers: usize) -> f64 {
    let start = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let operation = Arc::clone(operation);
            tokio::spawn(async move {
                let mut count = 0_u64;
                while start.elapsed() < TURN {
                    operation(new_key()).await;
                    count += 1;
                }
                count
            })
        })
        .collect();
    let mut count = 0;
    for caller in callers {
        count += caller.await.expect("the operation succeeds");
    }
    start.elapsed().as_nanos() as f64 / count as f64
}

/// Returns a key that has not been used, spread like a digest.
fn new_key() -> Key {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    Key::from_bytes(*BodyDigest::of(&[&SEED[..], &count.to_be_bytes()].concat()).as_bytes())
}

const SEED: &[u8] = b"a key of a benchmark";

fn fill_sqlite(path: &Path) {
    let connection = Connection::open(path).expect("the file opens");
    // In the order of the keys, so that the tree grows at its end.
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;
             INSERT INTO verihook_deliveries (key, body, owner, status, lease_until, expires)
             WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {FULL})
             SELECT randomblob(32) AS key, zeroblob(32), NULL, 200, 0, 9000000000000000
             FROM counted ORDER BY key;
             PRAGMA wal_checkpoint(TRUNCATE);"
        ))
        .expect("there is room for the rows");
}

fn fill_postgres(server: &Postgres, url: &str) {
    server.psql(
        url,
        &format!(
            "INSERT INTO verihook_deliveries (key, digest, owner, status, lease_until, expires)
             SELECT sha256(int8send(n)), sha256(int8send(n)), NULL, 200, now(), now() + interval '7 d'
             FROM generate_series(1, {FULL}) n ORDER BY 1"
        ),
    );
    server.psql(url, "VACUUM ANALYZE verihook_deliveries");
    server.psql(url, "CHECKPOINT");
}
