//! Forged bodies in flight cannot exhaust the memory of a process.

#![allow(clippy::unwrap_used, missing_docs)]

use core::cell::Cell;
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::rc::Rc;
use std::time::Duration;
use tokio::task::LocalSet;
use verihook::providers::GitHub;
use verihook::{BodyBudget, Bytes, PlainHead, Rejection, Signer, UnixTime, Verifier};
use verihook_receive::futures_core::Stream;
use verihook_receive::{Received, Refusal, receive};

const MIB: usize = 1024 * 1024;

/// A body that stalls after `left` bytes, and counts the bodies that stall.
struct Stalling {
    left: usize,
    stalled: Rc<Cell<usize>>,
}

impl Stream for Stalling {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            self.stalled.set(self.stalled.get() + 1);
            return Poll::Pending;
        }
        let length = self.left.min(64 * 1024);
        self.left -= length;
        Poll::Ready(Some(Ok(vec![b'x'; length].into())))
    }
}

async fn deliver(
    verifier: &Verifier<GitHub>,
    signature: &[(&'static str, String)],
    body: impl Stream<Item = Result<Bytes, Infallible>>,
) -> Result<(), Option<Rejection>> {
    let head = PlainHead::new("POST", "/", signature);
    let received: Result<Received<GitHub, Bytes>, Refusal> =
        receive(verifier.clone(), &head, body, |never| match *never {}).await;
    received.map(|_| ()).map_err(|refusal| refusal.rejection())
}

/// Returns the resident memory in bytes; `None` if the system does not report it.
fn resident() -> Option<usize> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}

/// Forty clients send 24 MiB of a forged body and stall. The bodies in memory stay within the
/// budget, the other requests are rejected, and an ordinary delivery is still verified.
#[tokio::test]
async fn bodies_in_flight_hold_no_more_than_the_budget() {
    let budget = BodyBudget::new(64 * MIB);
    let verifier = Verifier::<GitHub>::builder()
        .secret("a secret that is long enough")
        .body_budget(&budget)
        .build()
        .unwrap();
    let Some(before) = resident() else {
        verihook_conformance::say("ignored: the system does not report the resident memory");
        return;
    };
    let (stalled, refused) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let tasks = LocalSet::new();
    for _ in 0..40 {
        let (verifier, stalled, refused) =
            (verifier.clone(), Rc::clone(&stalled), Rc::clone(&refused));
        tasks.spawn_local(async move {
            let forged = [("x-hub-signature-256", format!("sha256={}", "0".repeat(64)))];
            let body = Stalling { left: 24 * MIB, stalled };
            let received = deliver(&verifier, &forged, body).await;
            assert_eq!(received, Err(Some(Rejection::BodyBudgetSpent)));
            refused.set(refused.get() + 1);
        });
    }
    tasks
        .run_until(async {
            for _ in 0..200 {
                tokio::time::sleep(Duration::from_millis(10)).await;
                if refused.get() == 38 {
                    break;
                }
            }
            assert_eq!(refused.get(), 38, "expected two bodies within the budget");
            assert!(stalled.get() > 2, "expected the rejected bodies to be drained");
            let held = budget.in_use();
            assert!((47 * MIB..=64 * MIB).contains(&held), "{held}");
            let grown = resident().unwrap().saturating_sub(before);
            assert!(grown < 128 * MIB, "{} MiB", grown / MIB);

            let signer = Signer::<GitHub>::new("a secret that is long enough").unwrap();
            let signed = signer.sign(&[b'y'; 10_000], UnixTime::from_seconds(0)).unwrap();
            let body = Whole(Some(vec![b'y'; 10_000].into()));
            assert_eq!(deliver(&verifier, &signed, body).await, Ok(()));
        })
        .await;
    drop(tasks);
    assert_eq!(budget.in_use(), 0, "expected the whole budget to be released");
}

struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
