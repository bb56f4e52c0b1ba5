//! The log of verified webhooks, handshakes and weak secrets.

#![allow(clippy::unwrap_used, missing_docs)]

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;
use verihook::providers::{CentrePoint, GitHub};
use verihook::{
    Any, Bytes, Json, PlainHead, Rejection, SecretPolicy, Signer, SigningSecret, UnixTime, Verifier,
};
use verihook_conformance::{Canary, Log};
use verihook_receive::futures_core::Stream;
use verihook_receive::secrets::{SecretPlace, StoredSecrets};
use verihook_receive::{Refusal, receive};

verihook::endpoint! {
    /// A second endpoint of GitHub.
    pub Billing: GitHub
}

/// A body in one chunk.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

fn body() -> Whole {
    Whole(Some(Bytes::from("{}")))
}

fn broken(_: &std::io::Error) -> Rejection {
    Rejection::BodyIncomplete
}

#[tokio::test(flavor = "current_thread")]
async fn during_a_rotation_the_log_names_the_secret_that_fitted() {
    let verifier = Verifier::<GitHub>::builder()
        .secret(SigningSecret::new("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a").named("2026-11"))
        .secret(SigningSecret::new("zW3nTzD7vC0sQe8rJbXuLf5ayGh1pMqk").named("2026-08"))
        .build()
        .unwrap();
    let log = Log::listen();
    for secret in ["zW3nTzD7vC0sQe8rJbXuLf5ayGh1pMqk", "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a"] {
        let now = UnixTime::try_from(SystemTime::now()).unwrap();
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", now).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        receive::<_, Bytes, _, _, _>(verifier.clone(), &head, body(), broken).await.unwrap();
    }
    let told = log.told();
    let line = |secret| {
        format!(
            "DEBUG verihook message=webhook verified provider=\"github\" endpoint=\"github\" secret=\"{secret}\""
        )
    };
    assert_eq!(told, [line("2026-08"), line("2026-11")]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_handshake_is_told_and_is_no_warning() {
    let verifier = Verifier::<CentrePoint>::new("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a").unwrap();
    let headers = [("x-actigraph-event", "validation"), ("x-actigraph-hook-secret", "1d3ad7a1")];
    let head = PlainHead::new("POST", "/", &headers);
    let log = Log::listen();
    let refusal =
        receive::<_, Bytes, _, _, _>(verifier.clone(), &head, body(), broken).await.unwrap_err();
    assert_eq!((refusal.answer().status(), refusal.rejection(), refusal.kind()), (200, None, None));
    assert_eq!(
        log.told(),
        [
            "INFO verihook message=webhook handshake answered provider=\"centrepoint\" endpoint=\"centrepoint\""
        ]
    );
}

#[test]
fn weak_secrets_are_told_when_a_verifier_is_built() {
    let log = Log::listen();
    let rules = SecretPolicy::warning();
    let strong = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
    Verifier::<CentrePoint>::builder().secret(strong).secret_policy(&rules).build().unwrap();
    assert_eq!(log.told(), [""; 0]);
    Verifier::<GitHub>::builder()
        .secret(SigningSecret::new("passw0rd").named("old"))
        .secret(strong)
        .secret_policy(&rules)
        .build()
        .unwrap();
    Verifier::<GitHub>::new("hunter-seeker").unwrap();
    let line = |secret, weakness| {
        format!(
            "WARN verihook message=weak signing secret provider=\"github\" endpoint=\"github\" secret=\"{secret}\" \
             weakness={weakness}"
        )
    };
    let told = [
        line("old", "is predictable: generate a random one"),
        line("secret 2", "is also used by endpoint `centrepoint`"),
        line("secret 1", "has 13 characters: expected at least 30"),
    ];
    assert_eq!(log.told(), told);
}

#[test]
fn weak_secrets_are_told_when_they_are_read_again() {
    let path = std::env::temp_dir().join(format!("verihook-log-{}", std::process::id()));
    std::fs::write(&path, "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a\n").unwrap();
    let stored = StoredSecrets::<GitHub>::read([SecretPlace::file(&path).named("file")]).unwrap();
    std::fs::write(&path, "changeme\n").unwrap();
    let log = Log::listen();
    stored.reload().unwrap();
    std::fs::remove_file(&path).unwrap();
    let told = "WARN verihook message=weak signing secret endpoint=\"\" secret=\"file\" weakness=is predictable: generate a random one";
    assert_eq!(log.told(), [told]);
}

/// The fields of a rejection are a contract: `docs/watch.md` lists them, and alerts depend on them.
#[tokio::test(flavor = "current_thread")]
async fn a_rejection_is_told_with_its_fields() {
    let secret = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
    let begin = "WARN verihook message=webhook rejected provider=\"github\" endpoint=\"github\"";
    let verifier = Verifier::<GitHub>::builder().secret(secret).body_limit(2).build().unwrap();
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = |secret| {
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", now).unwrap();
        headers.into_iter().chain([("content-length", "2".to_owned())]).collect::<Vec<_>>()
    };
    let form = "expected `x-hub-signature-256: sha256=<hex>`";
    let cases = [
        (signed("another secret"), "status=401 code=SignatureMismatch reason=signature mismatch".to_owned()),
        (
            vec![("x-gitlab-token", "t".to_owned())],
            format!(
                "status=401 code=MissingField reason=`x-hub-signature-256` is missing or incomplete detail={form}; \
                 the request has the header fields of `gitlab`"
            ),
        ),
        (
            vec![("x-hub-signature-256", "sha256=zz".to_owned())],
            format!("status=401 code=MalformedField reason=`x-hub-signature-256` is malformed detail={form}"),
        ),
        (
            vec![("content-length", "3".to_owned())],
            "status=413 code=BodyTooLarge reason=the body exceeds the limit detail=the limit is 2 bytes".to_owned(),
        ),
        (
            signed(secret),
            "status=422 code=Payload reason=the verified body is not the JSON that the handler expects, at \
             line 1 column 0: invalid type: map, expected u32"
                .to_owned(),
        ),
    ];
    let log = Log::listen();
    for (headers, told) in cases {
        let before = log.told().len();
        let head = PlainHead::new("POST", "/", &headers);
        receive::<_, Json<u32>, _, _, _>(verifier.clone(), &head, body(), broken)
            .await
            .unwrap_err();
        let warnings: Vec<_> =
            log.told().into_iter().skip(before).filter(|line| line.starts_with("WARN")).collect();
        assert_eq!(warnings, [format!("{begin} {told}")]);
    }
}

#[test]
fn an_endpoint_without_a_verifier_is_named() {
    let log = Log::listen();
    let _ = Refusal::not_configured::<Billing>("`app_data(verifier)`");
    let _ = Refusal::not_configured::<Any>("`app_data(verifier)`");
    let reason = "status=500 code=NotConfigured reason=the application has no verifier for this endpoint: register one";
    let line = |provider, endpoint, name| {
        format!(
            "WARN verihook message=webhook rejected provider=\"{provider}\" endpoint=\"{endpoint}\" \
             {reason} detail=no `Verifier<{name}>` is registered: add it with `app_data(verifier)`"
        )
    };
    assert_eq!(log.told(), [line("github", "Billing", "Billing"), line("", "", "Any")]);
}

/// Neither the log at `TRACE` nor a refusal contains a secret, whatever the outcome of a request.
#[tokio::test(flavor = "current_thread")]
async fn no_outcome_shows_a_secret() {
    let canary = Canary::new("Canary-0f9e8d7c6b5a4-Secret");
    let log = Log::listen();
    let secret = canary.secret();
    let verifier = Verifier::<GitHub>::builder()
        .secret(secret)
        .require_header("authorization", secret)
        .build()
        .unwrap();
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", now).unwrap();
    let signature = signed[0].1.clone();
    for (authorization, signature) in [
        (secret.to_owned(), signature.clone()),
        (format!("Bearer {secret}"), signature.clone()),
        (secret.to_owned(), format!("sha256={secret}")),
        (secret.to_owned(), secret.to_owned()),
        (secret.to_owned(), format!("sha256={}", "0".repeat(64))),
    ] {
        let target = format!("/hook?token={secret}");
        let headers = [("authorization", authorization), ("x-hub-signature-256", signature)];
        let head = PlainHead::new("POST", &target, &headers);
        let received =
            receive::<_, Json<u32>, _, _, _>(verifier.clone(), &head, body(), broken).await;
        let refusal = received.unwrap_err();
        canary.assert_absent("a refusal", &format!("{refusal} {refusal:?}"));
        canary.assert_absent("an answer", &format!("{:?}", refusal.answer()));
        let received = receive::<_, Bytes, _, _, _>(verifier.clone(), &head, body(), broken).await;
        canary.assert_absent("what was received", &format!("{received:?}"));
    }
    let folder = std::env::temp_dir().join(format!("verihook-canary-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("secret");
    for text in [secret.as_bytes(), &[secret.as_bytes(), b"\xff"].concat(), b"whsec_%%"] {
        std::fs::write(&file, text).unwrap();
        let stored = StoredSecrets::<GitHub>::read([SecretPlace::file(&file)]);
        canary.assert_absent("what is stored", &format!("{stored:?}"));
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!log.told().is_empty());
    for line in log.told() {
        canary.assert_absent("the log", &line);
    }
}
