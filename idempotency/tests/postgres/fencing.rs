//! Handlers that commit their effect and the completion in one transaction.

use super::*;
use std::time::SystemTime;
use verihook::providers::{Buildkite, StandardWebhooks};
use verihook::{Endpoint, PlainHead, Proof as _, Signer, UnixTime, Verifier};
#[cfg(feature = "tokio-postgres")]
use verihook_idempotency::PostgresStore;
#[cfg(feature = "sqlx")]
use verihook_idempotency::SqlxStore;
use verihook_idempotency::{
    Claims, FenceError, Idempotency, IdempotencyBuilder, Lease, MemoryStore, RunningLease,
    Unanswered, Unclaimed,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = b"{}";
const LEASE: Duration = Duration::from_secs(1);

/// How a handler ends after it has completed its delivery.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Commit,
    Rollback,
    /// It commits, and fails then, as if the answer to the commit was lost.
    CommitAndFail,
    /// It rolls back, and fails.
    RollbackAndFail,
}

impl End {
    fn commits(self) -> bool {
        matches!(self, Self::Commit | Self::CommitAndFail)
    }

    fn status(self) -> u16 {
        if matches!(self, Self::Commit | Self::Rollback) { 200 } else { 500 }
    }
}

/// One process of the application.
struct Process<P> {
    driver: Driver,
    url: String,
    verifier: Verifier<P>,
    claims: Claims,
}

impl<P: Endpoint> Process<P> {
    async fn start(driver: Driver, url: &str, verifier: &Verifier<P>) -> Self {
        let builder = match driver {
            #[cfg(feature = "tokio-postgres")]
            Driver::TokioPostgres => {
                Idempotency::builder(PostgresStore::connect(url).await.unwrap())
            }
            #[cfg(feature = "sqlx")]
            Driver::Sqlx => Idempotency::builder(SqlxStore::connect(url).await.unwrap()),
        };
        Self::new(driver, url, builder, verifier)
    }

    fn new(driver: Driver, url: &str, builder: IdempotencyBuilder, verifier: &Verifier<P>) -> Self {
        let idempotency = builder.lease(LEASE).build();
        let (verifier, claims) = idempotency.wrap(verifier.clone()).into_parts();
        Self { driver, url: url.to_owned(), verifier, claims }
    }

    async fn claim(&self, fields: &[(String, String)]) -> Result<RunningLease, Unclaimed> {
        let now = UnixTime::try_from(SystemTime::now()).unwrap();
        let head = PlainHead::new("POST", "/", fields);
        let verified = self.verifier.verify(&head, BODY, now).unwrap();
        let lease = self.claims.claim(verified.delivery(), BODY).await?;
        Ok(lease.expect("it claims"))
    }

    /// Runs a handler that inserts its effect, as a framework would.
    async fn handle(&self, lease: RunningLease, end: End) -> Result<u16, Unanswered> {
        let handler = self.run(lease.lease(), end);
        let handler = async { handler.await.unwrap_or(503) };
        lease.attend(handler, |status| *status).await
    }

    async fn run(&self, lease: Lease, end: End) -> Result<u16, FenceError> {
        match self.driver {
            #[cfg(feature = "tokio-postgres")]
            Driver::TokioPostgres => {
                let mut client = tokio_client(&self.url).await;
                let transaction = client.transaction().await.unwrap();
                transaction.execute("INSERT INTO effects DEFAULT VALUES", &[]).await.unwrap();
                lease.complete_in(&transaction, 200).await?;
                if end.commits() {
                    transaction.commit().await.unwrap();
                } else {
                    transaction.rollback().await.unwrap();
                }
            }
            #[cfg(feature = "sqlx")]
            Driver::Sqlx => {
                use sqlx::Connection as _;
                let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
                let mut transaction = connection.begin().await.unwrap();
                let insert = sqlx::query("INSERT INTO effects DEFAULT VALUES");
                insert.execute(&mut *transaction).await.unwrap();
                lease.complete_in(&mut *transaction, 200).await?;
                if end.commits() {
                    transaction.commit().await.unwrap();
                } else {
                    transaction.rollback().await.unwrap();
                }
            }
        }
        Ok(end.status())
    }

    fn effects(&self) -> String {
        psql(&self.url, "SELECT count(*) FROM effects")
    }
}

#[cfg(feature = "tokio-postgres")]
async fn tokio_client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Returns two processes of one application for each driver.
async fn processes<P: Endpoint>(verifier: &Verifier<P>) -> Vec<(Process<P>, Process<P>)> {
    let Some(server) = server() else { return Vec::new() };
    let mut processes = Vec::new();
    for &driver in DRIVERS {
        let url = server.create_database();
        psql(&url, "CREATE TABLE effects (n serial)");
        let start = || Process::start(driver, &url, verifier);
        processes.push((start().await, start().await));
    }
    processes
}

fn standard() -> Verifier<StandardWebhooks> {
    Verifier::new(SECRET).unwrap()
}

fn fields(id: &str) -> Vec<(String, String)> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id).sign(BODY, now).unwrap();
    signed.into_iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn is_done(claimed: &Result<RunningLease, Unclaimed>) -> bool {
    matches!(claimed, Err(Unclaimed::Done { status: 200 }))
}

#[tokio::test(flavor = "multi_thread")]
async fn effect_and_completion_happen_together_or_not_at_all() {
    for (process, other) in processes(&standard()).await {
        let fields = fields("one");
        for end in [End::RollbackAndFail, End::Rollback] {
            let lease = process.claim(&fields).await.unwrap();
            let answer = process.handle(lease, end).await;
            match end {
                // A handler that returns 200 without a commit did nothing: the sender retries.
                End::Rollback => assert!(matches!(answer, Err(Unanswered::Lost { .. }))),
                _ => assert_eq!(answer, Ok(500)),
            }
            assert_eq!(process.effects(), "0", "{end:?}");
        }
        let lease = other.claim(&fields).await.expect("it was released");
        assert_eq!(other.handle(lease, End::Commit).await, Ok(200));
        assert!(is_done(&process.claim(&fields).await));
        assert_eq!(process.effects(), "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_was_lost_counts() {
    for (process, other) in processes(&standard()).await {
        let fields = fields("one");
        let lease = process.claim(&fields).await.unwrap();
        assert_eq!(process.handle(lease, End::CommitAndFail).await, Ok(500));
        assert!(is_done(&other.claim(&fields).await), "it is not handled again");
        assert_eq!(process.effects(), "1");
    }
}

/// The first process is stopped before its handler runs, or inside the transaction.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_was_replaced_changes_nothing() {
    for (process, other) in processes(&standard()).await {
        let fields = fields("one");
        let stopped = process.claim(&fields).await.unwrap();
        tokio::time::sleep(LEASE + Duration::from_millis(50)).await;
        let lease = other.claim(&fields).await.expect("the lease ran out");
        // Before the other one commits, and after.
        let early = process.run(stopped.lease(), End::Commit).await;
        assert!(matches!(early, Err(FenceError::Lost)), "{early:?}");
        assert_eq!(other.handle(lease, End::Commit).await, Ok(200));
        let late = process.run(stopped.lease(), End::Commit).await;
        assert!(matches!(late, Err(FenceError::Lost)), "{late:?}");
        assert_eq!(process.effects(), "1", "{:?}", process.driver);
        drop(stopped);
        assert!(is_done(&process.claim(&fields).await));
    }
}

/// A stricter transaction sees the row as it was, and the database reports a conflict.
#[tokio::test(flavor = "multi_thread")]
async fn a_stricter_transaction_loses_too() {
    for (process, other) in processes(&standard()).await {
        for level in ["REPEATABLE READ", "SERIALIZABLE"] {
            let fields = fields(&level.replace(' ', "-"));
            let stopped = process.claim(&fields).await.unwrap();
            let begin = format!("BEGIN ISOLATION LEVEL {level}");
            let take_over = async {
                tokio::time::sleep(LEASE + Duration::from_millis(50)).await;
                let lease = other.claim(&fields).await.expect("the lease ran out");
                assert_eq!(other.handle(lease, End::Commit).await, Ok(200));
            };
            let result = match process.driver {
                #[cfg(feature = "tokio-postgres")]
                Driver::TokioPostgres => {
                    let mut client = tokio_client(&process.url).await;
                    client.batch_execute(&begin.replace("BEGIN", SESSION)).await.unwrap();
                    let transaction = client.transaction().await.unwrap();
                    transaction.query("SELECT * FROM effects", &[]).await.unwrap();
                    take_over.await;
                    stopped.lease().complete_in(&transaction, 200).await
                }
                #[cfg(feature = "sqlx")]
                Driver::Sqlx => {
                    use sqlx::Connection as _;
                    let mut connection = sqlx::PgConnection::connect(&process.url).await.unwrap();
                    let begin = sqlx::AssertSqlSafe(begin);
                    let mut transaction = connection.begin_with(begin).await.unwrap();
                    let select = sqlx::query("SELECT * FROM effects");
                    select.fetch_all(&mut *transaction).await.unwrap();
                    take_over.await;
                    stopped.lease().complete_in(&mut transaction, 200).await
                }
            };
            assert!(matches!(result, Err(FenceError::Lost)), "{level}: {result:?}");
        }
    }
}

#[cfg(feature = "tokio-postgres")]
const SESSION: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION";

#[tokio::test(flavor = "multi_thread")]
async fn a_fence_that_cannot_work_is_refused() {
    for (process, _) in processes(&standard()).await {
        let memory = Idempotency::builder(MemoryStore::new());
        let memory = Process::new(process.driver, &process.url, memory, &standard());
        let lease = memory.claim(&fields("one")).await.unwrap();
        let refused = memory.run(lease.lease(), End::Commit).await;
        assert!(matches!(refused, Err(FenceError::NotSql)), "{refused:?}");
        assert!(refused.unwrap_err().to_string().contains("by returning 200 to 299"));

        let lease = process.claim(&fields("one")).await.unwrap();
        psql(&process.url, "ALTER TABLE verihook_deliveries RENAME TO renamed");
        let refused = process.run(lease.lease(), End::Commit).await;
        psql(&process.url, "ALTER TABLE renamed RENAME TO verihook_deliveries");
        assert!(matches!(refused, Err(FenceError::Database(_))), "{refused:?}");
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("verihook_deliveries\" does not exist"), "{error}");
        for status in [0, 199, 300, 500, u16::MAX] {
            struct Unused;
            impl verihook_idempotency::FencedTransaction for Unused {
                async fn execute(
                    self,
                    _: verihook_idempotency::Statement<'_>,
                ) -> Result<u64, FenceError> {
                    panic!("it is not executed")
                }
            }
            let refused = lease.lease().complete_in(Unused, status).await;
            assert!(matches!(refused, Err(FenceError::WrongStatus(wrong)) if wrong == status));
        }
        assert_eq!(process.effects(), "0");
    }
}

/// An unsigned id can be replaced in a captured request, so the content has a mark of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_under_another_id_is_done_after_a_commit_whose_answer_was_lost() {
    let signed = Signer::<Buildkite>::new("a token that is long enough").unwrap();
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = signed.sign(BODY, now).unwrap();
    let fields = |id: &str| -> Vec<(String, String)> {
        let signed = signed.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        signed.chain([("x-buildkite-request".to_owned(), id.to_owned())]).collect()
    };
    let verifier = Verifier::<Buildkite>::new("a token that is long enough").unwrap();
    for (process, other) in processes(&verifier).await {
        for end in [End::RollbackAndFail, End::Rollback] {
            let lease = process.claim(&fields("one")).await.unwrap();
            let _ = process.handle(lease, end).await;
            let replayed = process.claim(&fields("two")).await.expect("both marks were released");
            assert_eq!(process.handle(replayed, End::RollbackAndFail).await, Ok(500));
        }
        let lease = process.claim(&fields("one")).await.unwrap();
        assert_eq!(process.handle(lease, End::CommitAndFail).await, Ok(500));
        for id in ["one", "two"] {
            assert!(is_done(&other.claim(&fields(id)).await), "{:?}: {id}", process.driver);
        }
        assert_eq!(process.effects(), "1");
    }
}
