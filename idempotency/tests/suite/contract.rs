//! The contract of [`Store`], one rule a function.

use super::*;
use std::sync::Arc;

/// Tests each rule of the contract once.
pub(crate) async fn contract(store: Arc<dyn Store>) {
    let store = &*store;
    done_returns_the_status(store).await;
    other_bodies_conflict(store).await;
    any_body_is_one_body(store).await;
    released_is_new(store).await;
    late_owners_hold_until_they_are_replaced(store).await;
    replaced_owners_have_lost(store).await;
    renewed_leases_last(store).await;
    retention_ends(store).await;
    retention_counts_from_the_claim(store).await;
    huge_durations_are_accepted(store).await;
    strangers_change_nothing(store).await;
}

async fn done_returns_the_status(store: &dyn Store) {
    for done in [200, 202, 204, 299] {
        let owner = own(store, long(new_key())).await;
        assert_eq!(status(store, owner.key).await, None, "in flight is not done");
        assert_in_flight(claim(store, long(owner.key)).await);
        assert_eq!(complete(store, owner, done).await, Ownership::Held);
        assert_eq!(claim(store, long(owner.key)).await, Claimed::Done { status: done });
        assert_eq!(claim(store, short(owner.key)).await, Claimed::Done { status: done });
        assert_eq!(status(store, owner.key).await, Some(done));
        assert_eq!(complete(store, owner, 200).await, Ownership::Lost, "it is done");
        assert_eq!(renew(store, owner, LONG).await, Ownership::Lost, "it is done");
        assert_eq!(release(store, owner).await, Ownership::Lost, "it is done");
        assert_eq!(status(store, owner.key).await, Some(done), "the first status stays");
    }
}

async fn other_bodies_conflict(store: &dyn Store) {
    let other = |key| Claim::new(key, body("another body"), LONG, LONG * 2);
    let in_flight = own(store, long(new_key())).await;
    assert_eq!(claim(store, other(in_flight.key)).await, Claimed::Conflict, "in flight");
    assert_eq!(complete(store, in_flight, 200).await, Ownership::Held, "after a conflict");
    assert_eq!(claim(store, other(in_flight.key)).await, Claimed::Conflict, "done");
    assert_eq!(claim(store, long(in_flight.key)).await, Claimed::Done { status: 200 });

    let late = own(store, short(new_key())).await;
    until_over().await;
    assert_eq!(claim(store, other(late.key)).await, Claimed::Conflict, "lease run out");
    assert_eq!(renew(store, late, LONG).await, Ownership::Held, "a conflict replaces no owner");

    assert_eq!(release(store, late).await, Ownership::Held);
    own(store, other(late.key)).await;
}

async fn any_body_is_one_body(store: &dyn Store) {
    let any = |key, lease| Claim::new(key, BodyDigest::ANY, lease, LONG * 2);
    let owner = own(store, any(new_key(), SHORT)).await;
    until_over().await;
    let owner = own(store, any(owner.key, LONG)).await;
    assert_in_flight(claim(store, any(owner.key, LONG)).await);
    assert_eq!(complete(store, owner, 200).await, Ownership::Held);
    assert_eq!(claim(store, any(owner.key, LONG)).await, Claimed::Done { status: 200 });
}

async fn released_is_new(store: &dyn Store) {
    let first = own(store, long(new_key())).await;
    assert_eq!(release(store, first).await, Ownership::Held);
    assert_eq!(release(store, first).await, Ownership::Lost, "it was released");
    assert_eq!(complete(store, first, 200).await, Ownership::Lost, "it was released");
    assert_eq!(renew(store, first, LONG).await, Ownership::Lost, "it was released");
    assert_eq!(status(store, first.key).await, None);
    let second = own(store, long(first.key)).await;
    assert_eq!(complete(store, first, 200).await, Ownership::Lost, "another owner has it");
    assert_eq!(complete(store, second, 201).await, Ownership::Held);
    assert_eq!(status(store, first.key).await, Some(201));
}

async fn late_owners_hold_until_they_are_replaced(store: &dyn Store) {
    let [completes, releases, renews] = [short(new_key()), short(new_key()), short(new_key())];
    for claim in [completes, releases, renews] {
        own(store, claim).await;
    }
    until_over().await;
    assert_eq!(complete(store, completes, 200).await, Ownership::Held);
    assert_eq!(claim(store, long(completes.key)).await, Claimed::Done { status: 200 });
    assert_eq!(release(store, releases).await, Ownership::Held);
    own(store, long(releases.key)).await;
    assert_eq!(renew(store, renews, LONG).await, Ownership::Held);
    assert_in_flight(claim(store, long(renews.key)).await);
}

async fn replaced_owners_have_lost(store: &dyn Store) {
    let first = own(store, short(new_key())).await;
    until_over().await;
    let second = own(store, long(first.key)).await;
    assert_eq!(complete(store, first, 200).await, Ownership::Lost);
    assert_eq!(release(store, first).await, Ownership::Lost);
    assert_eq!(renew(store, first, SHORT).await, Ownership::Lost);
    until_over().await;
    assert_in_flight(claim(store, long(first.key)).await);
    assert_eq!(status(store, first.key).await, None);
    assert_eq!(complete(store, second, 204).await, Ownership::Held);
    assert_eq!(complete(store, first, 200).await, Ownership::Lost);
    assert_eq!(status(store, first.key).await, Some(204));
}

async fn renewed_leases_last(store: &dyn Store) {
    let owner = own(store, long(new_key())).await;
    assert_eq!(renew(store, owner, SHORT).await, Ownership::Held, "it can also be shortened");
    until_over().await;
    let owner = own(store, short(owner.key)).await;
    assert_eq!(renew(store, owner, LONG).await, Ownership::Held);
    until_over().await;
    assert_in_flight(claim(store, long(owner.key)).await);
}

async fn retention_ends(store: &dyn Store) {
    let brief = |key, text| Claim::new(key, body(text), SHORT, SHORT);
    let done = own(store, brief(new_key(), "body")).await;
    let _ = store.complete(done.key, done.owner, 200).await.expect("a completion is answered");
    let in_flight = own(store, brief(new_key(), "body")).await;
    until_over().await;
    for key in [done.key, in_flight.key] {
        assert_eq!(status(store, key).await, None, "absent");
        own(store, brief(key, "another body")).await;
    }
    until_over().await;
    sweep(store).await;
    for key in [done.key, in_flight.key] {
        assert_eq!(status(store, key).await, None, "swept");
        own(store, long(key)).await;
    }
    sweep(store).await;
    for key in [done.key, in_flight.key] {
        assert_in_flight(claim(store, long(key)).await);
    }
}

/// The completion of a claim, and a claim that takes over, leave or set the retention.
async fn retention_counts_from_the_claim(store: &dyn Store) {
    let lease = Duration::from_millis(1_500);
    let owner = own(store, Claim::new(new_key(), body("body"), SHORT, lease)).await;
    assert_eq!(complete(store, owner, 200).await, Ownership::Held);
    assert_eq!(status(store, owner.key).await, Some(200));
    let taken = own(store, Claim::new(new_key(), body("body"), SHORT, lease)).await;
    until_over().await;
    let taken = own(store, long(taken.key)).await;
    assert_eq!(complete(store, taken, 200).await, Ownership::Held);
    tokio::time::sleep(lease + SHORT_IS_OVER).await;
    assert_eq!(status(store, owner.key).await, None, "a completion does not extend it");
    assert_eq!(status(store, taken.key).await, Some(200), "a new claim sets it");
}

async fn huge_durations_are_accepted(store: &dyn Store) {
    for huge in [Duration::from_secs(100 * 365 * 86_400), Duration::MAX] {
        let owner = own(store, Claim::new(new_key(), body("body"), huge, huge)).await;
        let claimed = claim(store, long(owner.key)).await;
        assert!(matches!(claimed, Claimed::InFlight { retry_after } if retry_after > LONG));
        assert_eq!(renew(store, owner, huge).await, Ownership::Held);
        sweep(store).await;
        assert_eq!(complete(store, owner, 200).await, Ownership::Held);
        assert_eq!(status(store, owner.key).await, Some(200));
    }
}

async fn strangers_change_nothing(store: &dyn Store) {
    let stranger = long(new_key());
    assert_eq!(status(store, stranger.key).await, None);
    assert_eq!(renew(store, stranger, LONG).await, Ownership::Lost, "absent");
    assert_eq!(complete(store, stranger, 200).await, Ownership::Lost, "absent");
    assert_eq!(release(store, stranger).await, Ownership::Lost, "absent");
    own(store, long(stranger.key)).await;
    assert_eq!(renew(store, stranger, SHORT).await, Ownership::Lost, "another owner");
    assert_eq!(complete(store, stranger, 200).await, Ownership::Lost, "another owner");
    assert_eq!(release(store, stranger).await, Ownership::Lost, "another owner");
    assert_eq!(status(store, stranger.key).await, None);
    until_over().await;
    assert_in_flight(claim(store, long(stranger.key)).await);
}
