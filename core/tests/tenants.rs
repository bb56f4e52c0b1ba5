//! Secrets that are found for each request.

#![allow(clippy::unwrap_used, missing_docs)]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use verihook::providers::{CentrePointBearer, GitHub, StandardWebhooks, Terra};
use verihook::{
    ConfigFault, Head, PlainHead, Provider, Rejection, Resolving, Secrets, Signer, UnixTime,
    Unresolved, Validating, Verifier,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

/// A resolver that never waits.
fn now_or_never<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("it does not wait"),
    }
}

fn tenant(head: &dyn Head) -> String {
    head.target().trim_start_matches('/').to_owned()
}

fn verifier<P: Provider>(secret: &'static str, asked: Arc<AtomicUsize>) -> Verifier<P> {
    let resolver = move |head: &dyn Head| -> Resolving<P> {
        asked.fetch_add(1, Ordering::SeqCst);
        let tenant = tenant(head);
        Box::pin(async move {
            match tenant.as_str() {
                "shop" => Secrets::new([secret]).map_err(|_| Unresolved::Unavailable),
                "down" => Err(Unresolved::Unavailable),
                _ => Err(Unresolved::Unknown),
            }
        })
    };
    Verifier::<P>::builder().resolver(resolver).build().unwrap()
}

/// What an adapter does.
fn receive<P: Provider>(verifier: &Verifier<P>, head: &dyn Head) -> Result<(), Rejection> {
    let Some((resolving, kept)) = verifier.resolve(head, NOW)? else { unreachable!("it resolves") };
    let secrets = now_or_never(resolving)?;
    verifier.begin_with(&secrets, &kept, NOW)?.finish().map(|_| ())
}

/// The copy of the head holds all that the scheme reads, whatever the scheme.
#[test]
fn a_tenants_secrets_verify_a_kept_head() {
    fn try_all<P: Provider>(secret: &'static str) {
        let asked = Arc::new(AtomicUsize::new(0));
        let verifier = verifier::<P>(secret, Arc::clone(&asked));
        let headers = Signer::<P>::new(secret).unwrap().target("/shop").sign(b"", NOW).unwrap();
        let to = |target: &str| receive(&verifier, &PlainHead::new("POST", target, &headers));
        assert_eq!(to("/shop"), Ok(()));
        assert_eq!(to("/nobody"), Err(Rejection::UnknownTenant));
        assert_eq!(to("/down"), Err(Rejection::SecretsUnavailable));
        assert_eq!(asked.load(Ordering::SeqCst), 3);
        assert_eq!(
            verifier.answer(Rejection::UnknownTenant),
            verifier.answer(Rejection::SignatureMismatch)
        );
        let unavailable = verifier.answer(Rejection::SecretsUnavailable);
        assert_eq!((unavailable.status(), unavailable.header()), (503, Some(("retry-after", "1"))));
    }
    try_all::<GitHub>("s");
    try_all::<Terra>("s");
    try_all::<StandardWebhooks>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

/// Nobody is asked for the secrets of a request that is refused in any case.
#[test]
fn a_hopeless_request_is_not_looked_up() {
    let asked = Arc::new(AtomicUsize::new(0));
    let verifier = verifier::<GitHub>("s", Arc::clone(&asked));
    let refused = |method: &str, headers: &[(&str, &str)]| {
        verifier.resolve(&PlainHead::new(method, "/shop", headers), NOW).map(|_| ()).unwrap_err()
    };
    assert_eq!(refused("GET", &[]), Rejection::MethodNotAllowed);
    assert_eq!(refused("POST", &[]), Rejection::MissingField("x-hub-signature-256"));
    assert_eq!(refused("POST", &[("content-encoding", "gzip")]), Rejection::ContentCoded);
    assert_eq!(refused("POST", &[("content-length", "99999999999")]), Rejection::BodyTooLarge);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

/// A token is valid if the application says so, and then it is the secret of its request and of no other.
#[test]
fn a_token_is_validated_by_the_application() {
    fn introspect(token: &str) -> Validating {
        let answer = match token {
            "valid" => Ok(true),
            "down" => Err(Unresolved::Unavailable),
            _ => Ok(false),
        };
        Box::pin(async move { answer })
    }
    let verifier =
        Verifier::<CentrePointBearer>::builder().token_validator(introspect).build().unwrap();
    let with = |authorization: &str| {
        let headers = [("authorization", authorization)];
        let head = PlainHead::new("POST", "/", &headers);
        let (resolving, kept) = verifier.resolve(&head, NOW)?.unwrap();
        let secrets = now_or_never(resolving)?;
        let verification = verifier.begin_with(&secrets, &kept, NOW)?;
        Ok::<_, Rejection>(verification.finish()?.delivery().secret().to_owned())
    };
    assert_eq!(with("Bearer valid"), Ok("validated".into()), "the token itself is in no log");
    assert_eq!(with("bearer valid"), Ok("validated".into()));
    assert_eq!(with("Bearer down"), Err(Rejection::SecretsUnavailable));
    for wrong in
        ["Bearer expired", "Bearer", "Bearer ", "Basic valid", "valid", "Bearer valid valid"]
    {
        assert_eq!(with(wrong), Err(Rejection::CredentialMismatch), "{wrong}");
    }
    let signed = Verifier::<GitHub>::builder().token_validator(introspect).build().unwrap_err();
    assert_eq!(signed.fault(), &ConfigFault::NoToken);
}

/// Without anybody who waits for the secrets, there is no pass.
#[test]
fn a_verifier_that_must_ask_does_not_guess() {
    let verifier = verifier::<GitHub>("s", Arc::default());
    let headers = Signer::<GitHub>::new("s").unwrap().sign(b"", NOW).unwrap();
    let head = PlainHead::new("POST", "/shop", &headers);
    assert_eq!(verifier.begin(&head, NOW).map(|_| ()).unwrap_err(), Rejection::SecretsUnresolved);
    assert_eq!(verifier.verify(&head, b"", NOW).unwrap_err(), Rejection::SecretsUnresolved);
    assert_eq!(verifier.answer(Rejection::SecretsUnresolved).status(), 500);
    assert!(verifier.secrets().is_none());
}
