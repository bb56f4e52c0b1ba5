//! Rejections are explained in the log.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::sync::mpsc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};
use support::{Chunks, Written, deliver, explained, explained_yet, lines, run, settled};
use verihook::providers::{CentrePoint, GitHub, HubSpot, Slack};
use verihook::{Endpoint, Json, Provider, Signer, UnixTime, Verifier, endpoint};
use verihook_receive::RejectionExplainer;

const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";

/// An interval that does not end in a test.
const LONG: Duration = Duration::from_secs(3600);

type Headers = Vec<(&'static str, String)>;

fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).unwrap()
}

fn signed<P: Provider>(body: &[u8], at: UnixTime) -> Headers {
    let signer = Signer::<P>::new(SECRET).unwrap();
    let length = ("content-length", body.len().to_string());
    signer.sign(body, at).unwrap().into_iter().chain([length]).collect()
}

/// A signed request whose body has one newline more than was signed.
fn with_newline<P: Provider>() -> (Headers, Chunks) {
    let mut headers = signed::<P>(b"{\"a\":1}", now());
    headers.retain(|(name, _)| *name != "content-length");
    (headers, Chunks::of(&["{\"a\"", ":1}\n"]))
}

fn watched<P: Provider>() -> Verifier<P> {
    let verifier = Verifier::<P>::new(SECRET).unwrap();
    RejectionExplainer::new(&verifier).secret(SECRET).interval(LONG).start();
    verifier
}

/// Returns the only explanation of this endpoint.
async fn only_one(endpoint: &str) -> String {
    let mut lines = explained(endpoint).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}

async fn post<P: Endpoint>(verifier: &Verifier<P>, (headers, body): (Headers, Chunks)) -> u16 {
    deliver::<P, verihook::Bytes>(verifier, "POST", "/", &headers, body).await
}

endpoint! { Newline: GitHub }

#[test]
fn a_newline_that_was_added_is_certain() {
    run(async {
        let verifier = watched::<Newline>();
        assert_eq!(post(&verifier.clone(), with_newline::<Newline>()).await, 401);
        let line = only_one("Newline").await;
        assert!(
            line.starts_with(
                "WARN verihook message=webhook rejection explained provider=\"github\" \
                 endpoint=\"Newline\" code=body.newline-added certainty=\"certain\" evidence="
            ),
            "{line}"
        );
        assert!(
            line.contains(" remedy=Verify the bytes as they arrived.") && line.ends_with(" more=0")
        );
    });
}

endpoint! { Missing: GitHub }
endpoint! { MissingEndless: GitHub }

/// The head rejects the request, so the body is only drained.
#[test]
fn a_missing_header_field_is_named() {
    run(async {
        assert_eq!(post(&watched::<Missing>(), (vec![], Chunks::of(&["{}"]))).await, 401);
        let line = only_one("Missing").await;
        assert!(line.contains("code=header.missing certainty=\"likely\""), "{line}");
        assert!(line.contains("`x-hub-signature-256`"), "{line}");

        // More than is drained, so the body is not known. If it were, it would be shown as cut.
        let body = Chunks::of(&[&"{".repeat(40_000), "{", &"{".repeat(40_000), "{"]);
        assert_eq!(post(&watched::<MissingEndless>(), (vec![], body)).await, 401);
        let line = only_one("MissingEndless").await;
        assert!(line.contains("code=header.missing certainty=\"likely\""), "{line}");
        assert!(line.ends_with(" more=0"), "{line}");
    });
}

endpoint! { WrongSecret: GitHub }
endpoint! { WithoutSecret: GitHub }

#[test]
fn a_wrong_secret_is_reported_only_if_the_secrets_are_known() {
    run(async {
        let headers = |body: &[u8]| {
            Signer::<GitHub>::new("another secret of that endpoint")
                .unwrap()
                .sign(body, now())
                .unwrap()
        };
        let sent = || (headers(b"{}"), Chunks::of(&["{}"]));
        assert_eq!(post(&watched::<WrongSecret>(), sent()).await, 401);
        let line = only_one("WrongSecret").await;
        assert!(line.contains("code=secret.wrong certainty=\"likely\""), "{line}");

        let verifier = Verifier::<WithoutSecret>::new(SECRET).unwrap();
        RejectionExplainer::new(&verifier).interval(Duration::ZERO).start();
        let cut = (headers(b"{\"a\":1}"), Chunks::of(&["{\"a\""]));
        for (number, sent) in (1..).zip([sent(), with_newline::<WithoutSecret>(), cut]) {
            assert_eq!(post(&verifier, sent).await, 401);
            assert_eq!(explained("WithoutSecret").await.len(), number);
        }
        let lines = explained("WithoutSecret").await;
        assert!(lines.iter().all(|line| !line.contains("code=secret.")), "{lines:?}");
        assert!(lines[2].contains("code=body.truncated certainty=\"likely\""), "{lines:?}");
    });
}

endpoint! { Stale: Slack }
endpoint! { StaleUnsigned: Slack }

#[test]
fn a_stale_timestamp_is_certain_if_the_signature_is_right() {
    run(async {
        let sent = || {
            let then = UnixTime::from_seconds(now().seconds() - 4000);
            (signed::<Slack>(b"{}", then), Chunks::of(&["{}"]))
        };
        assert_eq!(post(&watched::<Stale>(), sent()).await, 401);
        let line = only_one("Stale").await;
        assert!(line.contains("code=time.stale certainty=\"certain\""), "{line}");

        let verifier = Verifier::<StaleUnsigned>::new(SECRET).unwrap();
        RejectionExplainer::new(&verifier).start();
        assert_eq!(post(&verifier, sent()).await, 401);
        let line = only_one("StaleUnsigned").await;
        assert!(line.contains("code=time.stale certainty=\"likely\""), "{line}");
    });
}

endpoint! { Tolerant: Slack }

/// The verifier's own tolerance applies, and not the provider's.
#[test]
fn the_tolerance_of_the_endpoint_applies() {
    run(async {
        let verifier =
            Verifier::<Tolerant>::builder().secret(SECRET).tolerance(LONG).build().unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).start();
        let (mut headers, _) = with_newline::<Slack>();
        headers = Signer::<Slack>::new(SECRET)
            .unwrap()
            .sign(b"{}", UnixTime::from_seconds(now().seconds() - 3000))
            .unwrap()
            .into_iter()
            .chain(headers.into_iter().filter(|(name, _)| !name.starts_with("x-slack")))
            .collect();
        assert_eq!(post(&verifier, (headers, Chunks::of(&["{}\n"]))).await, 401);
        let line = only_one("Tolerant").await;
        assert!(line.contains("code=body.newline-added") && line.ends_with("more=0"), "{line}");
    });
}

endpoint! { Method: GitHub }
endpoint! { Coded: GitHub }
endpoint! { Large: GitHub }
endpoint! { LargeUndeclared: GitHub }

#[test]
fn other_rejections_by_the_head_are_explained() {
    run(async {
        let headers = signed::<GitHub>(b"{}", now());
        let body = || Chunks::of(&["{}"]);
        let verifier = watched::<Method>();
        let status = deliver::<_, verihook::Bytes>(&verifier, "PUT", "/", &headers, body()).await;
        assert_eq!(status, 405);
        let line = only_one("Method").await;
        assert!(line.contains("code=method certainty=\"certain\""), "{line}");

        let coded = [&headers[..], &[("content-encoding", "br".to_owned())]].concat();
        assert_eq!(post(&watched::<Coded>(), (coded, body())).await, 415);
        let line = only_one("Coded").await;
        assert!(line.contains("code=body.decompressed certainty=\"certain\""), "{line}");

        let small = |verifier: verihook::VerifierBuilder<_>| verifier.secret(SECRET).body_limit(1);
        let verifier = small(Verifier::<Large>::builder()).build().unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).start();
        assert_eq!(post(&verifier, (headers.clone(), body())).await, 413);
        let line = only_one("Large").await;
        let evidence = "evidence=the body exceeds the limit: the limit is 1 bytes remedy=";
        assert!(
            line.contains("code=other certainty=\"certain\"") && line.contains(evidence),
            "{line}"
        );

        let verifier =
            Verifier::<LargeUndeclared>::builder().secret(SECRET).body_limit(1).build().unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).start();
        assert_eq!(post(&verifier, (headers[..1].to_vec(), body())).await, 413);
        let line = only_one("LargeUndeclared").await;
        assert!(line.contains(evidence), "{line}");
    });
}

endpoint! { Broken: GitHub }

#[test]
fn a_body_that_breaks_off_is_not_taken_for_the_body_that_was_signed() {
    run(async {
        let headers = signed::<GitHub>(b"{\"a\":1}", now());
        let body = Chunks::of(&["{\"a\""]).broken();
        assert_eq!(post(&watched::<Broken>(), (headers, body)).await, 400);
        let line = only_one("Broken").await;
        assert!(line.contains("code=other certainty=\"certain\""), "{line}");
        assert!(line.contains("evidence=the body is incomplete"), "{line}");
    });
}

endpoint! { Huge: GitHub }

/// Only a part of the body is kept, and it is not taken for the whole.
#[test]
fn a_body_of_more_than_a_mebibyte_is_not_searched() {
    run(async {
        let builder = Verifier::<Huge>::builder().secret(SECRET).body_limit(4 * 1024 * 1024);
        let verifier = builder.build().unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).interval(Duration::ZERO).start();
        for (chunks, code) in [(16, "body.newline-added"), (17, "other")] {
            let body = format!("\"{}\"\n", "x".repeat(chunks * 64 * 1024 - 3));
            let headers = Signer::<GitHub>::new(SECRET).unwrap();
            let headers = headers.sign(body.trim_end().as_bytes(), now()).unwrap();
            let parts: Vec<&str> = body
                .as_bytes()
                .chunks(64 * 1024)
                .map(|part| str::from_utf8(part).unwrap())
                .collect();
            assert_eq!(post(&verifier, (headers, Chunks::of(&parts))).await, 401);
            let last = explained("Huge").await.pop().unwrap();
            assert!(last.contains(&format!(" code={code} ")), "{chunks}: {last}");
        }
        assert_eq!(explained("Huge").await.len(), 2);
    });
}

endpoint! { Crowded: GitHub }

#[test]
fn few_requests_are_recorded_at_a_time() {
    run(async {
        let verifier = watched::<Crowded>();
        let stalled =
            || post(&verifier, (signed::<GitHub>(b"{}", now()), Chunks::of(&["{"]).stalled()));
        let mut waiting: Vec<_> = (0..16).map(|_| Box::pin(stalled())).collect();
        for request in &mut waiting {
            let poll = std::future::poll_fn(|context| Poll::Ready(request.as_mut().poll(context)));
            assert!(poll.await.is_pending());
        }
        assert_eq!(post(&verifier, with_newline::<Crowded>()).await, 401);
        assert_eq!(explained("Crowded").await, [""; 0]);
        waiting.pop();
        assert_eq!(post(&verifier, with_newline::<Crowded>()).await, 401);
        only_one("Crowded").await;
    });
}

endpoint! { Limited: GitHub }

/// A request that is not explained, because the last explanation is too recent, leaves no event.
#[test]
fn an_interval_has_one_explanation() {
    run(async {
        let verifier = watched::<Limited>();
        post(&verifier, with_newline::<Limited>()).await;
        explained("Limited").await;
        for _ in 0..5 {
            post(&verifier, with_newline::<Limited>()).await;
        }
        // Another explainer of the same verifier replaces the first one, and its interval.
        RejectionExplainer::new(&verifier).interval(Duration::ZERO).start();
        post(&verifier, (vec![], Chunks::of(&["{}"]))).await;
        let lines = explained("Limited").await;
        assert!(lines[0].contains("code=body.newline-added"), "{lines:?}");
        assert!(lines[1].contains("code=header.missing"), "{lines:?}");
    });
}

endpoint! { Again: GitHub }

#[test]
fn after_the_interval_the_next_rejection_is_explained() {
    run(async {
        let interval = Duration::from_millis(250);
        let verifier = Verifier::<Again>::new(SECRET).unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).interval(interval).start();
        let begin = Instant::now();
        let mut sent = 0;
        while explained("Again").await.len() < 2 {
            post(&verifier, with_newline::<Again>()).await;
            sent += 1;
            assert!(begin.elapsed() < Duration::from_secs(60), "expected a second explanation");
        }
        assert!(begin.elapsed() >= interval && sent > 1, "{:?}, {sent} sent", begin.elapsed());
    });
}

endpoint! { Twice: GitHub }

#[test]
fn another_verifier_of_the_endpoint_is_not_explained() {
    run(async {
        let other = Verifier::<Twice>::new(SECRET).unwrap();
        let verifier = watched::<Twice>();
        for _ in 0..3 {
            assert_eq!(post(&other, (vec![], Chunks::of(&["{}"]))).await, 401);
        }
        // If one of those had been explained, this one would not be.
        assert_eq!(post(&verifier, with_newline::<Twice>()).await, 401);
        let lines = explained("Twice").await;
        assert!(lines.len() == 1 && lines[0].contains("code=body.newline-added"), "{lines:?}");
    });
}

endpoint! { Accepted: CentrePoint }

#[test]
fn genuine_requests_handshakes_and_payloads_are_not_explained() {
    run(async {
        let verifier = watched::<Accepted>();
        let headers = signed::<CentrePoint>(b"{}", now());
        assert_eq!(post(&verifier, (headers.clone(), Chunks::of(&["{", "}"]))).await, 200);
        let handshake = vec![
            ("x-actigraph-event", "validation".to_owned()),
            ("x-actigraph-hook-secret", "1d3ad7a1".to_owned()),
        ];
        assert_eq!(post(&verifier, (handshake, Chunks::of(&[]))).await, 200);
        let body = Chunks::of(&["{}"]);
        assert_eq!(deliver::<_, Json<u32>>(&verifier, "POST", "/", &headers, body).await, 422);
        // If one of those had been explained, this one would not be.
        assert_eq!(post(&verifier, with_newline::<CentrePoint>()).await, 401);
        let lines = explained("Accepted").await;
        assert!(lines.len() == 1 && lines[0].contains("code=body.newline-added"), "{lines:?}");
    });
}

endpoint! { Prompt: GitHub }

/// The only thread for explanations is busy, and the answer is there all the same.
#[test]
fn the_answer_does_not_wait_for_the_explanation() {
    run(async {
        let (release, released) = mpsc::channel::<()>();
        let busy = tokio::task::spawn_blocking(move || released.recv());
        let verifier = Verifier::<Prompt>::new(SECRET).unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).interval(Duration::ZERO).start();
        assert_eq!(post(&verifier, with_newline::<Prompt>()).await, 401);
        // An explanation is waiting already, and there is one at a time.
        for _ in 0..3 {
            assert_eq!(post(&verifier, (vec![], Chunks::of(&["{}"]))).await, 401);
        }
        assert_eq!(explained_yet("Prompt"), [""; 0]);
        release.send(()).unwrap();
        busy.await.unwrap().unwrap();
        let line = only_one("Prompt").await;
        assert!(line.contains("code=body.newline-added"), "{line}");
    });
}

endpoint! { Secretive: GitHub }

#[test]
fn no_event_shows_a_secret_a_signature_or_a_body() {
    run(async {
        let secret = "Canary-0f9e8d7c6b5a4-Secret";
        let verifier = Verifier::<Secretive>::new(secret).unwrap();
        let explainer =
            RejectionExplainer::new(&verifier).secret(secret).secret(format!("{secret}\n"));
        assert!(!format!("{explainer:?}").contains(secret));
        explainer.interval(Duration::ZERO).start();
        let body = "{\"canary\":\"0f9e8d7c6b5a4-Body\"}";
        let signer = Signer::<GitHub>::new(secret).unwrap();
        let mut signature = signer.sign(body.as_bytes(), now()).unwrap().remove(0).1;
        let digits = signature.split_off("sha256=".len());
        let field = |name, value: String| vec![(name, value)];
        let requests = [
            (field("x-hub-signature-256", format!("sha256={digits}")), format!("{body}\n")),
            (field("x-hub-signature-256", format!("sha256={digits}")), body.replace(':', ": ")),
            (field("x-hub-signature-256", format!("sha256={}", "0".repeat(64))), body.to_owned()),
            (field("x-hub-signature-256", digits.clone()), body.to_owned()),
            (field("x-hub-signature-256", format!("sha256={}", &digits[..60])), body.to_owned()),
            (field("x-hub-signature-256", secret.to_owned()), body.to_owned()),
            (field("x-hub-signature", format!("sha1={digits}")), body.to_owned()),
            (field("x-signature-256", format!("sha256={digits}")), body.to_owned()),
        ];
        for (number, (headers, body)) in (1..).zip(requests) {
            assert_eq!(post(&verifier, (headers, Chunks::of(&[&body]))).await, 401);
            let told = explained("Secretive").await;
            assert_eq!(told.len(), number, "{told:?}");
        }
        for line in lines() {
            for canary in [secret, "0f9e8d7c6b5a4", &digits[..16], &digits[48..]] {
                assert!(!line.contains(canary), "{line}");
            }
        }
    });
}

endpoint! { ByUrl: HubSpot }

#[test]
fn the_arrival_path_of_the_endpoint_is_known() {
    run(async {
        let url = "https://hooks.example.com/api/hook";
        let builder = Verifier::<ByUrl>::builder().secret(SECRET).public_url(url);
        let verifier = builder.arrival_path("/hook").build().unwrap();
        RejectionExplainer::new(&verifier).secret(SECRET).start();
        let signer =
            Signer::<ByUrl>::new(SECRET).unwrap().public_url(format!("{url}?a=1")).unwrap();
        let headers = signer.sign(b"{}", now()).unwrap();
        let send = async |body| {
            let body = Chunks::of(&[body]);
            deliver::<_, verihook::Bytes>(&verifier, "POST", "/hook?a=1", &headers, body).await
        };
        assert_eq!(send("{}").await, 200);
        assert_eq!(send("{}\n").await, 401);
        let line = only_one("ByUrl").await;
        assert!(line.contains("code=body.newline-added certainty=\"certain\""), "{line}");
        assert!(line.ends_with("more=0"), "{line}");
    });
}

endpoint! { Spanned: GitHub }

/// An application whose subscriber is not the process's own sees the event, in its request's span.
#[test]
fn the_event_belongs_to_the_subscriber_and_the_span_of_the_request() {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false);
    let subscriber = subscriber.with_writer(move || writer.clone()).finish();
    run(async {
        let _own = tracing::subscriber::set_default(subscriber);
        let verifier = watched::<Spanned>();
        // It is entered while the future is polled, as `tower-http` does.
        let span = tracing::info_span!("request", number = 7).entered();
        assert_eq!(post(&verifier, with_newline::<Spanned>()).await, 401);
        drop(span);
        settled().await;
    });
    let text = written.text();
    let line = text.lines().find(|line| line.contains("webhook rejection explained"));
    assert!(line.unwrap().contains(" WARN request{number=7}: verihook: "), "{text}");
    assert_eq!(explained_yet("Spanned"), [""; 0]);
}
