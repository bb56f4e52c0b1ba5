//! The stores in PostgreSQL, on a real server.

#![cfg(any(feature = "sqlx", feature = "tokio-postgres"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs
)]

mod errors;
mod fencing;
mod locks;
mod outage;
#[path = "../suite/mod.rs"]
mod suite;
mod sweep;
mod tables;

use core::time::Duration;
use std::sync::{Arc, OnceLock};
use verihook_idempotency::{PostgresTables, Store, StoreError};
use verihook_servers::Postgres;

/// A call of a store returns within this time, on a machine that is busy with other tests.
pub(crate) const ABOUT_A_SECOND: Duration = Duration::from_millis(1_500);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Driver {
    #[cfg(feature = "tokio-postgres")]
    TokioPostgres,
    #[cfg(feature = "sqlx")]
    Sqlx,
}

pub(crate) const DRIVERS: &[Driver] = &[
    #[cfg(feature = "tokio-postgres")]
    Driver::TokioPostgres,
    #[cfg(feature = "sqlx")]
    Driver::Sqlx,
];

impl Driver {
    pub(crate) async fn connect(self, url: &str) -> Result<Arc<dyn Store>, StoreError> {
        self.connect_with(url, &PostgresTables::new()).await
    }

    pub(crate) async fn connect_with(
        self,
        url: &str,
        tables: &PostgresTables,
    ) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self {
            #[cfg(feature = "tokio-postgres")]
            Self::TokioPostgres => {
                Arc::new(verihook_idempotency::PostgresStore::connect_with(url, tables).await?)
            }
            #[cfg(feature = "sqlx")]
            Self::Sqlx => {
                Arc::new(verihook_idempotency::SqlxStore::connect_with(url, tables).await?)
            }
        })
    }
}

/// Returns the server that the tests share which leave it running.
pub(crate) fn server() -> Option<&'static Postgres> {
    static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
    SERVER.get_or_init(Postgres::start).as_ref()
}

/// Returns a store in a new database for each driver, and the URL.
pub(crate) async fn stores() -> Vec<(Driver, Arc<dyn Store>, String)> {
    let Some(server) = server() else { return Vec::new() };
    let mut stores = Vec::new();
    for &driver in DRIVERS {
        let url = server.create_database();
        stores.push((driver, driver.connect(&url).await.unwrap(), url));
    }
    stores
}

pub(crate) fn psql(url: &str, sql: &str) -> String {
    server().expect("a store is on the server").psql(url, sql)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stores_keep_the_contract() {
    for (_, store, _) in stores().await {
        suite::contract(store).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stores_answer_as_the_model() {
    for (_, store, _) in stores().await {
        suite::model(store).await;
    }
}

/// With `VERIHOOK_RACE=full`, it takes minutes.
#[tokio::test(flavor = "multi_thread")]
async fn the_stores_have_one_owner_for_each_delivery() {
    let is_full = std::env::var("VERIHOOK_RACE").is_ok_and(|form| form == "full");
    let keys = if is_full { 2_000 } else { 200 };
    for (driver, store, _) in stores().await {
        let begun = std::time::Instant::now();
        suite::race(store, 64, keys).await;
        println!("{driver:?}: 64 claimers of {keys} deliveries in {:?}", begun.elapsed());
    }
}

/// Two drivers, and so two applications, can share the tables.
#[tokio::test(flavor = "multi_thread")]
async fn the_drivers_share_their_tables() {
    let Some(server) = server() else { return };
    let url = server.create_database();
    let (first, last) = (DRIVERS[0], DRIVERS[DRIVERS.len() - 1]);
    let (first, last) = (first.connect(&url).await.unwrap(), last.connect(&url).await.unwrap());
    let claim = suite::own(&*first, suite::long(suite::new_key())).await;
    suite::assert_in_flight(suite::claim(&*last, suite::long(claim.key)).await);
    assert_eq!(suite::complete(&*last, claim, 201).await, verihook_idempotency::Ownership::Held);
    assert_eq!(suite::status(&*first, claim.key).await, Some(201));
}
