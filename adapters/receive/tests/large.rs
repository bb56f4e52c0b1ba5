//! Large bodies are verified on a blocking thread, and small ones on the current thread.

#![allow(clippy::unwrap_used, missing_docs)]

use core::cell::Cell;
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use tokio::task::yield_now;
use verihook::providers::GitHub;
use verihook::{Bytes, PlainHead, Rejection, Signer, UnixTime, Verifier};
use verihook_receive::futures_core::Stream;
use verihook_receive::receive;

const SECRET: &str = "a secret that is long enough";

/// A body in chunks that records when it has ended.
struct Chunks<'a> {
    body: Bytes,
    ended: &'a Cell<bool>,
}

impl Stream for Chunks<'_> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.body.is_empty() {
            self.ended.set(true);
            return Poll::Ready(None);
        }
        let length = self.body.len().min(64 * 1024);
        Poll::Ready(Some(Ok(self.body.split_to(length))))
    }
}

/// Receives a body of this length. Returns the rejection, and how often another task ran on this
/// thread between the end of the body and the result.
async fn others_while_verified(length: usize, change: bool) -> (Option<Rejection>, usize) {
    let mut body = vec![b'x'; length];
    let headers =
        Signer::<GitHub>::new(SECRET).unwrap().sign(&body, UnixTime::from_seconds(0)).unwrap();
    if change {
        *body.last_mut().unwrap() ^= 1;
    }
    let (ended, done, turns) = (Cell::new(false), Cell::new(false), Cell::new(0));
    let verifier = Verifier::<GitHub>::new(SECRET).unwrap();
    let chunks = Chunks { body: body.clone().into(), ended: &ended };
    let receiving = async {
        let head = PlainHead::new("POST", "/", &headers);
        let received =
            receive::<_, Bytes, _, _, _>(verifier.clone(), &head, chunks, |never| match *never {});
        let received = received.await;
        done.set(true);
        received.map(|received| assert_eq!(received.into_parts().1, body)).err()
    };
    let others = async {
        while !done.get() {
            turns.set(turns.get() + usize::from(ended.get()));
            yield_now().await;
        }
    };
    let (refusal, ()) = tokio::join!(receiving, others);
    (refusal.and_then(|refusal| refusal.rejection()), turns.get())
}

#[tokio::test]
async fn others_have_their_turn_while_a_large_body_is_verified() {
    let large = 8 * 1024 * 1024;
    let (rejection, turns) = others_while_verified(large, false).await;
    assert_eq!(rejection, None);
    assert!(turns > 0);
    assert_eq!(others_while_verified(large, true).await.0, Some(Rejection::SignatureMismatch));
}

#[tokio::test]
async fn a_small_body_is_verified_where_it_is() {
    assert_eq!(others_while_verified(1024, false).await, (None, 0));
    assert_eq!(others_while_verified(1024, true).await, (Some(Rejection::SignatureMismatch), 0));
}
