//! What every store must do, as tests that run on any of them.
//!
//! A test file of a store includes this one with `#[path = "suite/mod.rs"] mod suite;`, needs
//! `#[tokio::test(flavor = "multi_thread")]`, and calls [`contract`], [`model`] and [`race`].
//!
//! Stores have real clocks. So each lease and each retention is either [`LONG`], which does not end
//! during a test, or [`SHORT`], after which the test waits for [`SHORT_IS_OVER`].

#![allow(dead_code, unused_imports, reason = "a test file need not call all of it")]

mod contract;
mod model;
mod race;

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use verihook_idempotency::{BodyDigest, Claim, Claimed, Key, Ownership, Store};

pub(crate) use contract::contract;
pub(crate) use model::model;
pub(crate) use race::race;

pub(crate) const LONG: Duration = Duration::from_secs(3_600);
pub(crate) const SHORT: Duration = Duration::from_millis(1);
pub(crate) const SHORT_IS_OVER: Duration = Duration::from_millis(6);

/// Returns a key that no other test has used, on this store or another.
pub(crate) fn new_key() -> Key {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut bytes: [u8; 32] = rand::random();
    bytes[24..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Key::from_bytes(bytes)
}

pub(crate) fn body(text: &str) -> BodyDigest {
    BodyDigest::of(text.as_bytes())
}

/// Returns a claim that does not end during the test.
pub(crate) fn long(key: Key) -> Claim {
    Claim::new(key, body("body"), LONG, LONG * 2)
}

/// Returns a claim with a lease that ends after [`SHORT`].
pub(crate) fn short(key: Key) -> Claim {
    Claim::new(key, body("body"), SHORT, LONG * 2)
}

/// Waits until what began before, and was [`SHORT`], has ended.
pub(crate) async fn until_over() {
    tokio::time::sleep(SHORT_IS_OVER).await;
}

pub(crate) async fn claim(store: &dyn Store, claim: Claim) -> Claimed {
    store.claim(claim).await.expect("a claim is answered")
}

/// Claims, and requires that the caller owns the delivery.
pub(crate) async fn own(store: &dyn Store, new: Claim) -> Claim {
    assert_eq!(claim(store, new).await, Claimed::New);
    new
}

pub(crate) async fn renew(store: &dyn Store, claim: Claim, lease: Duration) -> Ownership {
    store.renew(claim.key, claim.owner, lease).await.expect("a renewal is answered")
}

pub(crate) async fn complete(store: &dyn Store, claim: Claim, status: u16) -> Ownership {
    store.complete(claim.key, claim.owner, status).await.expect("a completion is answered")
}

pub(crate) async fn release(store: &dyn Store, claim: Claim) -> Ownership {
    store.release(claim.key, claim.owner).await.expect("a release is answered")
}

pub(crate) async fn status(store: &dyn Store, key: Key) -> Option<u16> {
    store.status(key).await.expect("a read is answered")
}

/// Sweeps until the store has nothing left to remove.
pub(crate) async fn sweep(store: &dyn Store) {
    for _ in 0..10_000 {
        if !store.sweep().await.expect("a sweep is answered") {
            return;
        }
    }
    panic!("a sweep does not end");
}

/// Requires that another owner holds the delivery, with the rest of a lease of [`LONG`].
pub(crate) fn assert_in_flight(claimed: Claimed) {
    let Claimed::InFlight { retry_after } = claimed else { panic!("not in flight: {claimed:?}") };
    assert!(
        retry_after <= LONG + Duration::from_millis(1),
        "longer than the lease: {retry_after:?}"
    );
    assert!(retry_after > LONG - Duration::from_secs(600), "not the rest of it: {retry_after:?}");
}
