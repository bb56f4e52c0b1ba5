//! The fixed clock of tests.

#![allow(clippy::unwrap_used, missing_docs)]

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;
use verihook::providers::Terra;
use verihook::{Bytes, PlainHead, Rejection, Signer, UnixTime, Verifier};
use verihook_conformance::Log;
use verihook_receive::futures_core::Stream;
use verihook_receive::{TestClock, receive};

/// A body in one chunk.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

const RECORDED: UnixTime = UnixTime::from_seconds(12_345_700);

/// Sends the published test of Terra's SDK for Java.
async fn send(secret: &str, body: &'static str) -> Result<(), Rejection> {
    let signature =
        "t=12345678,v1=599aa529690b885a43f184327c582375068d70705b7a471af15e10682c6f5313";
    let headers = [("terra-signature", signature)];
    let head = PlainHead::new("POST", "/", &headers);
    let verifier = Verifier::<Terra>::new(secret).unwrap();
    let body = Whole(Some(Bytes::from(body)));
    let received =
        receive::<_, Bytes, _, _, _>(verifier, &head, body, |_| Rejection::BodyIncomplete).await;
    received.map(|_| ()).map_err(|refusal| refusal.rejection().unwrap())
}

#[tokio::test(flavor = "current_thread")]
async fn a_recorded_delivery_is_verified_at_the_time_of_its_arrival() {
    assert_eq!(send("foo", "{'bar':'baz'}").await, Err(Rejection::TimestampStale));
    let clock = TestClock::at(RECORDED);
    assert_eq!(send("foo", "{'bar':'baz'}").await, Ok(()));
    // Nothing but the clock is different.
    assert_eq!(send("foo", "{'bar':'BAZ'}").await, Err(Rejection::SignatureMismatch));
    assert_eq!(send("bar", "{'bar':'baz'}").await, Err(Rejection::SignatureMismatch));
    drop(clock);
    assert_eq!(send("foo", "{'bar':'baz'}").await, Err(Rejection::TimestampStale));
    for (seconds, rejection) in
        [(12_345_678 + 301, Rejection::TimestampStale), (12_345_000, Rejection::TimestampAhead)]
    {
        let _clock = TestClock::at(UnixTime::from_seconds(seconds));
        assert_eq!(send("foo", "{'bar':'baz'}").await, Err(rejection));
    }
}

/// A request that another thread receives is checked against the system's clock.
#[test]
fn a_fixed_clock_is_that_of_one_thread() {
    let _clock = TestClock::at(RECORDED);
    let other = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(send("foo", "{'bar':'baz'}"))
    });
    assert_eq!(other.join().unwrap(), Err(Rejection::TimestampStale));
}

/// Two clocks that are dropped in any order leave no fixed time behind.
#[tokio::test(flavor = "current_thread")]
async fn no_clock_is_left_behind() {
    let (first, second) = (TestClock::at(RECORDED), TestClock::at(UnixTime::from_seconds(1)));
    drop(first);
    drop(second);
    assert_eq!(send("foo", "{'bar':'baz'}").await, Err(Rejection::TimestampStale));
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = Signer::<Terra>::new("foo").unwrap().sign(b"{}", now).unwrap();
    let head = PlainHead::new("POST", "/", &signed);
    let verifier = Verifier::<Terra>::new("foo").unwrap();
    let body = Whole(Some(Bytes::from("{}")));
    let received =
        receive::<_, Bytes, _, _, _>(verifier, &head, body, |_| Rejection::BodyIncomplete).await;
    assert!(received.is_ok());
}

#[test]
fn a_fixed_clock_is_told() {
    let log = Log::listen();
    let _clock = TestClock::at(RECORDED);
    let told = "WARN verihook message=the clock of this thread is fixed: use `TestClock` only in \
                tests now=12345700";
    assert_eq!(log.told(), [told]);
}
