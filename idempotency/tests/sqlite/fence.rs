//! Effects in the same file, committed together with the completion of their delivery.

use super::suite::{LONG, claim, long, own, short, status, until_over};
use super::*;
use rusqlite::TransactionBehavior::Immediate;
use verihook_idempotency::{Claim, Claimed, Ownership, Store as _};

/// Runs the transaction of a handler. Returns `true` if it was committed.
fn handle(connection: &mut Connection, store: &SqliteStore, claim: Claim) -> bool {
    let transaction = connection.transaction_with_behavior(Immediate).unwrap();
    transaction.execute("INSERT INTO orders (id) VALUES (?1)", [claim.key.as_bytes()]).unwrap();
    let sql = store.completion().unwrap();
    let parameters = (claim.key.as_bytes(), claim.owner.as_bytes(), 201_i16);
    let is_owned = transaction.execute(sql, parameters).unwrap() == 1;
    if is_owned {
        transaction.commit().unwrap();
    } else {
        transaction.rollback().unwrap();
    }
    is_owned
}

fn orders(connection: &Connection) -> i64 {
    connection.query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap()
}

fn with_orders(file: &File) -> Connection {
    let connection = file.connection();
    connection.execute_batch("CREATE TABLE orders (id BLOB NOT NULL)").unwrap();
    connection
}

#[tokio::test]
async fn the_owner_commits_its_effect_with_the_completion() {
    let file = File::new();
    let (mut connection, store) = (with_orders(&file), file.store());
    let owner = own(&*store, long(suite::new_key())).await;
    assert!(handle(&mut connection, &store, owner));
    assert_eq!(status(&*store, owner.key).await, Some(201));
    assert_eq!(claim(&*store, long(owner.key)).await, Claimed::Done { status: 201 });
    assert_eq!(suite::complete(&*store, owner, 200).await, Ownership::Lost, "it is done");
    assert!(!handle(&mut connection, &store, owner), "a second time");
    assert_eq!(orders(&connection), 1);
}

#[tokio::test]
async fn a_late_owner_commits_unless_it_was_replaced() {
    let file = File::new();
    let (mut connection, store) = (with_orders(&file), file.store());
    let late = own(&*store, short(suite::new_key())).await;
    let replaced = own(&*store, short(suite::new_key())).await;
    until_over().await;
    let owner = own(&*store, long(replaced.key)).await;
    assert!(handle(&mut connection, &store, late));
    assert!(!handle(&mut connection, &store, replaced));
    assert_eq!(orders(&connection), 1, "the effect of the replaced owner is rolled back");
    assert!(handle(&mut connection, &store, owner));
    assert_eq!(orders(&connection), 2);
}

/// Owners that overlap: each delivery is claimed with a lease that ends, handled by all its owners,
/// and has one effect.
#[tokio::test(flavor = "multi_thread")]
async fn racing_owners_have_one_effect() {
    let file = File::new();
    let (connection, store) = (with_orders(&file), file.store());
    let mut claims = Vec::new();
    for _ in 0..50 {
        let key = suite::new_key();
        for _ in 0..4 {
            claims.push(own(&*store, short(key)).await);
            until_over().await;
        }
    }
    let mut handlers = Vec::new();
    for part in claims.chunks(25) {
        let (part, store, mut connection) = (part.to_vec(), Arc::clone(&store), file.connection());
        handlers.push(std::thread::spawn(move || {
            let mut committed = part;
            committed.retain(|claim| handle(&mut connection, &store, *claim));
            committed
        }));
    }
    let committed: Vec<_> =
        handlers.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert_eq!(committed.len(), 50);
    assert_eq!(orders(&connection), 50);
    for last in claims.chunks(4).map(|owners| owners[3]) {
        assert!(committed.iter().any(|claim| claim.owner == last.owner), "the last owner");
        assert_eq!(
            claim(&*store, Claim::new(last.key, last.body, LONG, LONG)).await,
            Claimed::Done { status: 201 }
        );
    }
}
