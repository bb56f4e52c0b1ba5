//! Every adapter handles each delivery once, over real sockets.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use std::cell::Cell;
use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};
use verihook_agreement::once::{Running, Setup, State};

/// A provider that signs the delivery id.
const SIGNED_ID: &str = "standard-webhooks";

fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn setup() -> Setup {
    Setup::new(SIGNED_ID)
}

#[test]
fn a_duplicate_gets_the_first_status_without_a_handler_run() {
    Setup::each(setup, |server| {
        for status in [200, 202, 204] {
            let (id, body) = (format!("id-{status}"), format!("event {status}"));
            let before = server.setup.work.runs();
            for _ in 0..3 {
                assert_eq!(server.deliver(&id, &body), (status, None), "{}", server.adapter);
            }
            assert_eq!(server.setup.work.runs(), before + 1, "{}", server.adapter);
        }
        server.until("nothing is running", |setup| setup.in_flight() == 0);
        assert_eq!(server.setup.store.leases(), 0, "{}", server.adapter);
    });
}

#[test]
fn another_body_under_a_signed_id_is_a_conflict() {
    Setup::each(setup, |server| {
        assert_eq!(server.deliver("one", "event 200").0, 200);
        assert_eq!(server.deliver("one", "other 200"), (422, None), "{}", server.adapter);
        assert_eq!(server.deliver("two", "other 200").0, 200);
        assert_eq!(server.setup.work.runs(), 2, "{}", server.adapter);
    });
}

/// A repetition while the handler runs, which neither waits nor runs.
#[test]
fn a_delivery_in_progress_is_to_be_retried() {
    Setup::each(setup, |server| {
        let server = &*server;
        thread::scope(|scope| {
            let first = scope.spawn(|| server.deliver("one", "event 201 800"));
            server.until("the handler runs", |setup| setup.work.runs() == 1);
            let begun = Instant::now();
            let (status, retry_after) = server.deliver("one", "event 201 800");
            assert!(begun.elapsed() < millis(500), "{}: it waited", server.adapter);
            assert_eq!(status, 503, "{}", server.adapter);
            assert!(retry_after.is_some_and(|seconds| (1..=60).contains(&seconds)));
            assert_eq!(first.join().unwrap(), (201, None), "{}", server.adapter);
        });
        assert_eq!(server.deliver("one", "event 201 800"), (201, None), "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 1, "{}", server.adapter);
    });
}

#[test]
fn a_failure_and_a_panic_release_the_delivery() {
    Setup::each(setup, |server| {
        for status in [301, 400, 404, 500, 502] {
            let (id, body) = (format!("id-{status}"), format!("event {status}"));
            assert_eq!(server.deliver(&id, &body), (status, None), "{}", server.adapter);
            assert_eq!(server.deliver(&id, &body), (status, None), "{}", server.adapter);
        }
        assert_eq!(server.setup.work.runs(), 10, "{}", server.adapter);
        assert_eq!(server.deliver("panic", "event panic"), (500, None), "{}", server.adapter);
        assert_eq!(server.deliver("panic", "event panic"), (500, None), "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 12, "{}: it is handled again", server.adapter);
        server.until("nothing is running", |setup| setup.in_flight() == 0);
        assert_eq!(server.setup.store.leases(), 0, "{}", server.adapter);
    });
}

#[test]
fn a_rejected_request_does_not_touch_the_store() {
    Setup::each(setup, |server| {
        let genuine = server.setup.delivery("one", "event 200");
        let mut cut = genuine.clone();
        cut.pop();
        let without_signature: Vec<u8> = {
            let text = String::from_utf8(genuine.clone()).unwrap();
            let lines = text.split("\r\n").filter(|line| !line.starts_with("webhook-signature"));
            lines.collect::<Vec<_>>().join("\r\n").into_bytes()
        };
        let as_get = [b"GET".as_slice(), &genuine[4..]].concat();
        for (request, status) in [
            (server.setup.forgery("one", "event 200"), 401),
            (without_signature, 401),
            (as_get, 405),
        ] {
            assert_eq!(server.send(request).0, status, "{}", server.adapter);
        }
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(&cut).unwrap();
        drop(stream);
        assert_eq!(server.setup.store.calls(), 0, "{}", server.adapter);
        assert_eq!(server.send(genuine).0, 200, "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 1, "{}", server.adapter);
        assert!(server.setup.store.calls() > 0, "{}", server.adapter);
    });
}

/// The sender is told to retry before it gives up, and the retry has the status of the handler.
///
/// Rocket deviates: its handlers borrow the request, so the answer waits for them.
#[test]
fn an_acknowledgement_has_a_deadline() {
    let make = || setup().acknowledge_within(millis(300));
    Setup::each(make, |server| {
        let begun = Instant::now();
        let (status, retry_after) = server.deliver("one", "event 202 900");
        let waited = begun.elapsed();
        if server.adapter == "rocket" {
            assert!(status == 202 && waited >= millis(900), "deviates no longer: {status}");
        } else {
            assert_eq!(status, 503, "{}", server.adapter);
            assert!(retry_after.is_some_and(|seconds| seconds >= 1), "{}", server.adapter);
            assert!((millis(300)..millis(850)).contains(&waited), "{}: {waited:?}", server.adapter);
        }
        server.until("it finishes", |setup| setup.work.finished("event") == 1);
        server.until("nothing is running", |setup| setup.in_flight() == 0);
        assert_eq!(server.deliver("one", "event 202 900"), (202, None), "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 1, "{}", server.adapter);
    });
}

/// Connections end with FIN or RST at random moments: in the head, in the body, before and while
/// the handler runs. Each delivery is then retried until it is acknowledged.
#[test]
fn a_client_that_leaves_leaves_no_claim_behind() {
    const DELIVERIES: usize = 150;
    Setup::each(setup, |server| {
        let server = &*server;
        thread::scope(|scope| {
            for first in 0..4 {
                scope.spawn(move || {
                    let mut random = fastrand::Rng::with_seed(first as u64);
                    for number in (first..DELIVERIES).step_by(4) {
                        leave(server, number, &mut random);
                    }
                });
            }
        });
        until_quiet(server);
        assert_eq!(server.setup.store.leases(), 0, "{}", server.adapter);
        let early = server.setup.work.runs();
        println!("{}: {early} of {DELIVERIES} handlers ran", server.adapter);
        assert!((DELIVERIES / 10..DELIVERIES).contains(&early), "{}: {early}", server.adapter);
        for number in 0..DELIVERIES {
            let request = numbered(server, number);
            assert_eq!(server.send(request), (200, None), "{}: {number}", server.adapter);
            let finished = server.setup.work.finished(&format!("event-{number}"));
            assert_eq!(finished, 1, "{}: {number}", server.adapter);
        }
        assert_eq!(server.setup.work.runs(), DELIVERIES, "{}", server.adapter);
    });
}

/// Waits until no handler runs or has begun for a while: the server may not have read yet what the
/// last clients sent before they left.
fn until_quiet(server: &Running) {
    let seen = Cell::new((0, Instant::now()));
    server.until("nothing begins", |setup| {
        let runs = setup.work.runs();
        if runs != seen.get().0 || setup.in_flight() > 0 {
            seen.set((runs, Instant::now()));
        }
        seen.get().1.elapsed() >= millis(500)
    });
}

fn numbered(server: &Running, number: usize) -> Vec<u8> {
    let time = number % 12;
    server.setup.delivery(&number.to_string(), &format!("event-{number} 200 {time}"))
}

/// Sends a delivery or a part of it, waits, and closes or resets the connection.
fn leave(server: &Running, number: usize, random: &mut fastrand::Rng) {
    let request = numbered(server, number);
    let sent = if random.u8(0..4) == 0 { random.usize(0..request.len()) } else { request.len() };
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.write_all(&request[..sent]).unwrap();
    thread::sleep(millis(random.u64(0..14)));
    if random.bool() {
        // A socket that is closed with a linger time of zero sends RST instead of FIN.
        socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    }
}

#[test]
fn a_store_that_hangs_or_fails_is_answered_within_a_second() {
    Setup::each(setup, |server| {
        for state in [State::Hangs, State::Fails] {
            server.setup.store.set(state);
            let begun = Instant::now();
            let (status, retry_after) = server.deliver("one", "event 200");
            let waited = begun.elapsed();
            assert_eq!(status, 503, "{}: {state:?}", server.adapter);
            assert!(retry_after.is_some_and(|seconds| seconds >= 1), "{}", server.adapter);
            assert!(waited < millis(1000), "{}: {state:?}: {waited:?}", server.adapter);
            assert_eq!(server.setup.work.runs(), 0, "{}: {state:?}", server.adapter);
        }
        server.setup.store.set(State::Works);
        // The claim that hung takes effect late, and is released.
        server.until("nothing is claimed", |setup| setup.store.leases() == 0);
        server.until("it is handled", |_| server.deliver("one", "event 200").0 == 200);
        assert_eq!(server.setup.work.runs(), 1, "{}", server.adapter);
    });
}

#[test]
fn a_store_that_fails_lets_deliveries_pass_only_by_a_setting() {
    let make = || Setup::with(SIGNED_ID, |builder| builder.dangerously_handle_unclaimed());
    Setup::each(make, |server| {
        server.setup.store.set(State::Fails);
        assert_eq!(server.deliver("one", "event 200"), (200, None), "{}", server.adapter);
        assert_eq!(server.deliver("one", "event 200"), (200, None), "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 2, "{}: handled again", server.adapter);
        assert_eq!(server.send(server.setup.forgery("one", "event 200")).0, 401);
        server.setup.store.set(State::Works);
        assert_eq!(server.deliver("one", "event 200"), (200, None), "{}", server.adapter);
        assert_eq!(server.deliver("one", "event 200"), (200, None), "{}", server.adapter);
        assert_eq!(server.setup.work.runs(), 3, "{}: once more, then claimed", server.adapter);
    });
}

/// GitHub does not sign the delivery id: it can be replaced in a captured request, so it must not
/// suppress another delivery.
#[test]
fn an_unsigned_id_alone_suppresses_nothing() {
    Setup::each(
        || Setup::new("github"),
        |server| {
            let runs = || server.setup.work.runs();
            assert_eq!(server.deliver("one", "event 202"), (202, None), "{}", server.adapter);
            assert_eq!(server.deliver("one", "other 201"), (201, None), "{}", server.adapter);
            assert_eq!(runs(), 2, "{}: same id, other body", server.adapter);
            assert_eq!(server.deliver("two", "event 202"), (202, None), "{}", server.adapter);
            assert_eq!(runs(), 3, "{}: other id, same body", server.adapter);
            assert_eq!(server.deliver("one", "event 202"), (202, None), "{}", server.adapter);
            assert_eq!(server.deliver("one", "other 201"), (201, None), "{}", server.adapter);
            assert_eq!(runs(), 3, "{}: same id, same body", server.adapter);
        },
    );
}

/// Handlers run detached from their connections, so a graceful shutdown does not wait for them, and
/// the drain does. One client waits for its answer, the other one has left.
#[test]
fn handlers_finish_when_the_server_stops() {
    Setup::each(setup, |server| {
        let request = server.setup.delivery("left", "left 200 1200");
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(&request).unwrap();
        server.until("the handler runs", |setup| setup.work.runs() == 1);
        drop(stream);
        let (address, setup) = (server.address, server.setup.clone());
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                let request = setup.delivery("waits", "waits 202 700");
                verihook_conformance::wire::exchange(
                    address,
                    &[verihook_conformance::wire::Step::Send(request)],
                )
            });
            server.until("both handlers run", |setup| setup.work.runs() == 2);
            let drained = server.stop();
            assert!(drained.is_complete(), "{}: {drained:?}", server.adapter);
            let answers = waits.join().unwrap();
            assert_eq!(answers.first().map(|one| one.status), Some(202), "{}", server.adapter);
        });
        assert_eq!(setup.work.finished("left"), 1, "{}", server.adapter);
        assert_eq!(setup.work.finished("waits"), 1, "{}", server.adapter);
        assert_eq!(setup.store.leases(), 0, "{}", server.adapter);
    });
}
