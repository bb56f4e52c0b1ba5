//! The stores: real servers, and a file.

use crate::cluster::Failure;
use crate::serve::Flaw;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::task::block_in_place;
use verihook_servers::{Postgres, Redis};

/// A kind of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// The memory of one process.
    Memory,
    /// A Redis server.
    Redis,
    /// A PostgreSQL server.
    Postgres,
    /// An SQLite file.
    Sqlite,
}

/// How a store is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Its server was stopped in order.
    Stopped,
    /// Its server was killed.
    Killed,
    /// Its server accepts connections and does not answer.
    Paused,
    /// Another process holds the only lock for writing.
    Locked,
}

impl Kind {
    /// All kinds.
    pub(crate) const ALL: [Self; 4] = [Self::Memory, Self::Redis, Self::Postgres, Self::Sqlite];

    /// Returns the name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Redis => "redis",
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }

    /// Returns `true` if effects are committed together with the completion.
    pub(crate) const fn is_fenced(self) -> bool {
        matches!(self, Self::Postgres | Self::Sqlite)
    }

    /// Returns the share of this store in a number that is split between the three shared stores.
    pub(crate) const fn share<T: Copy>(self, [redis, postgres, sqlite]: [T; 3]) -> T {
        match self {
            Self::Memory | Self::Redis => redis,
            Self::Postgres => postgres,
            Self::Sqlite => sqlite,
        }
    }

    /// Returns the ways in which the store can be away.
    pub(crate) const fn absences(self) -> &'static [Absence] {
        match self {
            Self::Memory => &[],
            Self::Redis | Self::Postgres => &[Absence::Stopped, Absence::Paused, Absence::Killed],
            Self::Sqlite => &[Absence::Locked],
        }
    }
}

/// An empty store, and where the effects of its servers go.
#[derive(Debug)]
pub(crate) struct Backend {
    kind: Kind,
    folder: TempDir,
    running: Running,
}

#[derive(Debug)]
enum Running {
    Memory,
    Redis(Redis),
    Postgres { server: Postgres, url: String },
    Sqlite { lock: Option<rusqlite::Connection> },
}

impl Backend {
    /// Starts a store. Returns `None` if its server is not installed.
    pub(crate) fn start(kind: Kind) -> Result<Option<Self>, Failure> {
        let folder = tempfile::tempdir()?;
        let running = match kind {
            Kind::Memory => Running::Memory,
            Kind::Redis => match block_in_place(|| Redis::options().append_only().start()) {
                Some(server) => Running::Redis(server),
                None => return Ok(None),
            },
            Kind::Postgres => match block_in_place(Postgres::start) {
                Some(server) => {
                    let url = server.create_database();
                    server.psql(&url, EFFECTS);
                    Running::Postgres { server, url }
                }
                None => return Ok(None),
            },
            Kind::Sqlite => Running::Sqlite { lock: None },
        };
        let backend = Self { kind, folder, running };
        if kind == Kind::Sqlite {
            let connection = backend.sqlite()?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.execute_batch(EFFECTS)?;
        }
        Ok(Some(backend))
    }

    /// Empties the store for the next promise.
    pub(crate) fn reset(self) -> Result<Self, Failure> {
        match self.running {
            Running::Postgres { server, .. } => {
                let url = server.create_database();
                server.psql(&url, EFFECTS);
                let running = Running::Postgres { server, url };
                Ok(Self { kind: self.kind, folder: tempfile::tempdir()?, running })
            }
            _ => Self::start(self.kind)?.ok_or_else(|| "the server is gone".into()),
        }
    }

    /// Returns the kind.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the URL for the servers.
    pub(crate) fn store_url(&self) -> String {
        match &self.running {
            Running::Memory => "memory".to_owned(),
            Running::Redis(server) => server.url(),
            Running::Postgres { url, .. } => url.clone(),
            Running::Sqlite { .. } => format!("sqlite:{}", self.file("store.sqlite").display()),
        }
    }

    /// Returns the file of the effects, unless they go into the store.
    pub(crate) fn effects_file(&self, flaw: Option<Flaw>) -> Option<PathBuf> {
        // An effect in the store cannot happen while the store is away.
        let is_apart = !self.kind.is_fenced() || flaw == Some(Flaw::FailOpen);
        is_apart.then(|| self.file("effects"))
    }

    /// Returns the file of the servers' log.
    pub(crate) fn log(&self) -> PathBuf {
        self.file("log")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the number of effects of each delivery.
    pub(crate) async fn effects(&self) -> Result<BTreeMap<String, u64>, Failure> {
        let in_file = std::fs::read_to_string(self.file("effects")).unwrap_or_default();
        let mut deliveries: Vec<String> = in_file.lines().map(str::to_owned).collect();
        const SELECT: &str = "SELECT delivery FROM effects";
        match &self.running {
            Running::Memory | Running::Redis(_) => {}
            Running::Postgres { url, .. } => {
                let rows = postgres(url).await?.query(SELECT, &[]).await?;
                deliveries.extend(rows.iter().map(|row| row.get::<_, String>(0)));
            }
            Running::Sqlite { .. } => {
                let connection = self.sqlite()?;
                let mut statement = connection.prepare(SELECT)?;
                for delivery in statement.query_map([], |row| row.get(0))? {
                    deliveries.push(delivery?);
                }
            }
        }
        let mut effects = BTreeMap::new();
        for delivery in deliveries {
            *effects.entry(delivery).or_default() += 1;
        }
        Ok(effects)
    }

    /// Returns the number of deliveries in the store that have an owner, even if its lease has
    /// ended.
    pub(crate) async fn pending(&self) -> Result<u64, Failure> {
        const COUNT: &str = "SELECT count(*) FROM verihook_deliveries WHERE status IS NULL";
        match &self.running {
            Running::Memory => Ok(0),
            Running::Redis(server) => pending_in_redis(&server.url()).await,
            Running::Postgres { url, .. } => {
                let row = postgres(url).await?.query_one(COUNT, &[]).await?;
                Ok(u64::try_from(row.get::<_, i64>(0))?)
            }
            Running::Sqlite { .. } => {
                let count: i64 = self.sqlite()?.query_row(COUNT, [], |row| row.get(0))?;
                Ok(u64::try_from(count)?)
            }
        }
    }

    /// Takes the store away.
    pub(crate) fn leave(&mut self, absence: Absence) -> Result<(), Failure> {
        let lock = if absence == Absence::Locked { Some(self.sqlite()?) } else { None };
        block_in_place(|| match &mut self.running {
            Running::Memory => {}
            Running::Redis(server) => match absence {
                Absence::Killed => server.kill(),
                Absence::Paused => server.pause(),
                _ => server.stop(),
            },
            Running::Postgres { server, .. } => match absence {
                Absence::Killed => server.kill(),
                Absence::Paused => server.pause(),
                _ => server.stop(),
            },
            Running::Sqlite { lock: held } => *held = lock,
        });
        if let Running::Sqlite { lock: Some(lock) } = &self.running {
            block_in_place(|| lock.execute_batch("BEGIN IMMEDIATE"))?;
        }
        Ok(())
    }

    /// Returns the effects that the servers can know of while the store is away.
    pub(crate) async fn readable(
        &self,
        absence: Absence,
    ) -> Result<BTreeMap<String, u64>, Failure> {
        match absence {
            Absence::Locked => self.effects().await,
            _ => Ok(BTreeMap::new()),
        }
    }

    /// Brings the store back.
    pub(crate) fn come_back(&mut self, absence: Absence) {
        block_in_place(|| match &mut self.running {
            Running::Memory => {}
            Running::Redis(server) if absence == Absence::Paused => server.resume(),
            Running::Redis(server) => server.restart(),
            Running::Postgres { server, .. } if absence == Absence::Paused => server.resume(),
            Running::Postgres { server, .. } => server.restart(),
            // The transaction is rolled back.
            Running::Sqlite { lock } => *lock = None,
        });
    }

    fn sqlite(&self) -> Result<rusqlite::Connection, Failure> {
        let connection = rusqlite::Connection::open(self.file("store.sqlite"))?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        Ok(connection)
    }
}

/// Without a unique key, so that a doubled effect can be counted.
const EFFECTS: &str = "CREATE TABLE effects (delivery text NOT NULL)";

async fn postgres(url: &str) -> Result<tokio_postgres::Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    // It ends with the client.
    tokio::spawn(connection);
    Ok(client)
}

async fn pending_in_redis(url: &str) -> Result<u64, Failure> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let mut pending = 0;
    let mut cursor = 0_u64;
    loop {
        let (next, keys): (u64, Vec<Vec<u8>>) = redis::cmd("SCAN")
            .arg(cursor)
            .arg("COUNT")
            .arg(1000)
            .query_async(&mut connection)
            .await?;
        if !keys.is_empty() {
            let values: Vec<Option<Vec<u8>>> =
                redis::cmd("MGET").arg(keys).query_async(&mut connection).await?;
            pending += values.iter().flatten().filter(|value| value.starts_with(b"P")).count();
        }
        cursor = next;
        if cursor == 0 {
            return Ok(pending as u64);
        }
    }
}
