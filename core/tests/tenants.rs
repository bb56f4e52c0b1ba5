//! Secrets that are looked up for each request.

#![allow(clippy::unwrap_used, missing_docs)]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use verihook::providers::{CentrePointBearer, GitHub, StandardWebhooks, Stripe, Terra};
use verihook::{
    BodySigned, ConfigFault, Head, PlainHead, Provider, Rejection, RejectionKind, ResolveError,
    Secrets, SecretsFuture, Signer, SigningSecret, Tenant, UnixTime, ValidationFuture, Verifier,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

/// Polls a future that is always ready.
fn now_or_never<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("the resolver is always ready"),
    }
}

fn tenant(head: &dyn Head) -> String {
    head.path().trim_start_matches('/').to_owned()
}

fn verifier<P: Provider>(secret: &'static str, asked: Arc<AtomicUsize>) -> Verifier<P> {
    let resolver = move |head: &dyn Head| -> SecretsFuture<P> {
        asked.fetch_add(1, Ordering::SeqCst);
        let tenant = tenant(head);
        Box::pin(async move {
            match tenant.as_str() {
                "shop" => Secrets::new([secret])
                    .map(|secrets| Tenant::new("shop", secrets))
                    .map_err(|_| ResolveError::Unavailable),
                "expired" => {
                    let secret = SigningSecret::new(secret).not_after(UnixTime::from_seconds(1));
                    let secrets = Secrets::new([secret]).map_err(|_| ResolveError::Unavailable)?;
                    Ok(Tenant::new("expired", secrets))
                }
                "down" => Err(ResolveError::Unavailable),
                _ => Err(ResolveError::Unknown),
            }
        })
    };
    Verifier::<P>::builder().secret_resolver(resolver).build().unwrap()
}

/// Receives a request as an adapter does.
fn receive<P>(verifier: &Verifier<P>, head: &dyn Head) -> Result<String, Rejection>
where
    P: Provider<Proves = BodySigned>,
{
    let (tenant, unresolved) = verifier.open(head, NOW)?.into_look_up().unwrap().into_parts();
    let hook = unresolved.with(now_or_never(tenant))?.finish()?;
    Ok(hook.delivery().tenant().unwrap().to_owned())
}

/// The tenant's secrets verify the request, and the proof names the tenant.
#[test]
fn a_tenants_secrets_verify_its_request() {
    fn try_all<P: Provider<Proves = BodySigned>>(secret: &'static str) {
        let asked = Arc::new(AtomicUsize::new(0));
        let verifier = verifier::<P>(secret, Arc::clone(&asked));
        let headers = Signer::<P>::new(secret).unwrap().target("/shop").sign(b"", NOW).unwrap();
        let to = |target: &str| receive(&verifier, &PlainHead::new("POST", target, &headers));
        assert_eq!(to("/shop"), Ok("shop".into()));
        assert_eq!(to("/shop?v=1&/nobody"), Ok("shop".into()));
        assert_eq!(to("/nobody?/shop"), Err(Rejection::UnknownTenant));
        assert_eq!(to("/expired"), Err(Rejection::NoTenantSecret));
        assert_eq!(to("/down"), Err(Rejection::SecretsUnavailable));
        assert_eq!(asked.load(Ordering::SeqCst), 5);
        assert_eq!(
            verifier.answer(Rejection::UnknownTenant),
            verifier.answer(Rejection::SignatureMismatch)
        );
        assert_eq!(
            verifier.answer(Rejection::NoTenantSecret),
            verifier.answer(Rejection::SignatureMismatch)
        );
        let unavailable = verifier.answer(Rejection::SecretsUnavailable);
        assert_eq!((unavailable.status(), unavailable.header()), (503, Some(("retry-after", "1"))));
    }
    try_all::<GitHub>("s");
    try_all::<Terra>("s");
    try_all::<StandardWebhooks>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

/// Does not look up secrets for a request that is rejected anyway.
#[test]
fn a_hopeless_request_is_not_looked_up() {
    let asked = Arc::new(AtomicUsize::new(0));
    let github = verifier::<GitHub>("s", Arc::clone(&asked));
    let refused = |method: &str, headers: &[(&str, &str)]| {
        github.open(&PlainHead::new(method, "/shop", headers), NOW).map(|_| ()).unwrap_err()
    };
    assert_eq!(refused("GET", &[]), Rejection::MethodNotAllowed);
    assert_eq!(refused("POST", &[]), Rejection::MissingField("x-hub-signature-256"));
    for garbage in ["", "sha256=", "sha256=00", "sha1=00", "garbage"] {
        let refused = refused("POST", &[("x-hub-signature-256", garbage)]);
        assert_eq!(refused.kind(), RejectionKind::NotAuthentic, "{garbage}");
    }
    assert_eq!(refused("POST", &[("content-encoding", "gzip")]), Rejection::ContentCoded);
    assert_eq!(refused("POST", &[("content-length", "99999999999")]), Rejection::BodyTooLarge);
    assert_eq!(asked.load(Ordering::SeqCst), 0);

    let stripe = verifier::<Stripe>("s", Arc::clone(&asked));
    let (now, hex) = (NOW.seconds(), "0".repeat(64));
    for value in [
        "garbage".to_owned(),
        format!("t={now}"),
        format!("t={now},v1=garbage"),
        format!("t=now,v1={hex}"),
        format!("v1={hex}"),
        format!("t={},v1={hex}", now - 301),
        format!("t={},v1={hex}", now + 301),
    ] {
        let headers = [("stripe-signature", value.as_str())];
        let head = PlainHead::new("POST", "/shop", &headers);
        let refused = stripe.open(&head, NOW).map(|_| ()).unwrap_err();
        assert_eq!(refused.kind(), RejectionKind::NotAuthentic, "{value}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

/// The key of a placeholder is public, so a signature that it verifies proves nothing. It does the
/// same work as a real key, and reports a fault of the body before it rejects the tenant.
#[test]
fn a_placeholder_verifies_nothing() {
    let verifier = verifier::<GitHub>("s", Arc::default());
    for secret in ["placeholder", "s"] {
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", NOW).unwrap();
        let begin = |length: &'static str| {
            let mut headers = headers.clone();
            headers.push(("content-length", length.to_owned()));
            let head = PlainHead::new("POST", "/nobody", &headers);
            let (tenant, unresolved) =
                verifier.open(&head, NOW).unwrap().into_look_up().unwrap().into_parts();
            let mut verification = unresolved.with(now_or_never(tenant)).unwrap();
            verification.update("{}".into()).unwrap();
            verification.finish().map(|_| ())
        };
        assert_eq!(begin("2"), Err(Rejection::UnknownTenant));
        assert_eq!(begin("3"), Err(Rejection::BodyIncomplete));
    }
}

/// The application decides if a token is valid. A valid token is the secret of its own request, and
/// of no other.
#[test]
fn a_token_is_validated_by_the_application() {
    fn introspect(token: &str) -> ValidationFuture {
        let answer = match token {
            "valid" => Ok(true),
            "down" => Err(ResolveError::Unavailable),
            _ => Ok(false),
        };
        Box::pin(async move { answer })
    }
    let verifier =
        Verifier::<CentrePointBearer>::builder().token_validator(introspect).build().unwrap();
    let with = |authorization: &str| {
        let headers = [("authorization", authorization)];
        let head = PlainHead::new("POST", "/", &headers);
        let (validated, unresolved) =
            verifier.open(&head, NOW)?.into_look_up().unwrap().into_parts();
        let verification = unresolved.with(now_or_never(validated))?;
        Ok::<_, Rejection>(verification.finish()?.delivery().secret().to_owned())
    };
    assert_eq!(
        with("Bearer valid"),
        Ok("validated".into()),
        "the delivery does not contain the token"
    );
    assert_eq!(with("bearer valid"), Ok("validated".into()));
    assert_eq!(with("Bearer down"), Err(Rejection::SecretsUnavailable));
    let malformed = Rejection::MalformedField("authorization");
    let unsupported = Rejection::UnsupportedSignature("authorization");
    for (wrong, rejection) in [
        ("Bearer expired", Rejection::CredentialMismatch),
        ("Bearer valid valid", Rejection::CredentialMismatch),
        ("Bearer", malformed),
        ("Bearer ", malformed),
        ("Basic valid", unsupported),
        ("valid", unsupported),
    ] {
        assert_eq!(with(wrong), Err(rejection), "{wrong}");
    }
    let signed = Verifier::<GitHub>::builder().token_validator(introspect).build().unwrap_err();
    assert_eq!(signed.fault(), &ConfigFault::NoToken);
}

/// A caller that does not resolve the secrets cannot verify the request.
#[test]
fn a_verifier_that_must_ask_does_not_guess() {
    let verifier = verifier::<GitHub>("s", Arc::default());
    let headers = Signer::<GitHub>::new("s").unwrap().sign(b"", NOW).unwrap();
    let head = PlainHead::new("POST", "/shop", &headers);
    assert!(verifier.open(&head, NOW).unwrap().into_verification().is_none());
    assert_eq!(verifier.verify(&head, b"", NOW).unwrap_err(), Rejection::SecretsUnresolved);
    assert_eq!(verifier.answer(Rejection::SecretsUnresolved).status(), 500);
    assert!(verifier.secrets().is_none());
}

/// The sender cannot see if a tenant exists, or how many secrets it has. A request that is too much
/// work for those secrets is rejected like a wrong signature, and after the body.
#[cfg(feature = "ed25519")]
#[test]
fn work_does_not_tell_tenants_apart() {
    use verihook::providers::StandardWebhooksV1a;

    const KEY: &str = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    let resolver = |head: &dyn Head| -> SecretsFuture<StandardWebhooksV1a> {
        let count = head.path().trim_start_matches('/').parse().unwrap_or(0);
        Box::pin(async move {
            let secrets =
                Secrets::new((0..count).map(|_| KEY)).map_err(|_| ResolveError::Unknown)?;
            Ok(Tenant::new(count.to_string(), secrets))
        })
    };
    let verifier =
        Verifier::<StandardWebhooksV1a>::builder().secret_resolver(resolver).build().unwrap();
    let signature = format!("v1a,{}", "A".repeat(86) + "==");
    let signatures = [signature.as_str(); 16].join(" ");
    for length in [1000_usize, 200 * 1024, 256 * 1024, 300 * 1024] {
        let declared = length.to_string();
        let answers: Vec<_> = ["/0", "/1", "/2", "/16"]
            .into_iter()
            .flat_map(|tenant| [0, 1, 2].map(|framing| (tenant, framing)))
            .map(|(tenant, framing)| {
                // No declared length, the true length, and a body cut short of it.
                let (declares, length) = (framing, length - usize::from(framing == 2));
                let time = NOW.seconds().to_string();
                let mut headers = vec![
                    ("webhook-id", "msg"),
                    ("webhook-timestamp", &*time),
                    ("webhook-signature", &*signatures),
                ];
                if declares > 0 {
                    headers.push(("content-length", &*declared));
                }
                let head = PlainHead::new("POST", tenant, &headers);
                let look_up = verifier.open(&head, NOW).unwrap().into_look_up().unwrap();
                let (found, unresolved) = look_up.into_parts();
                let mut verification = match unresolved.with(now_or_never(found)) {
                    Ok(verification) => verification,
                    Err(early) => return (declares, "head", early.kind()),
                };
                if let Err(refused) = verification.update(vec![0; length].into()) {
                    return (declares, "body", refused.kind());
                }
                (declares, "end", verification.finish().map(|_| ()).unwrap_err().kind())
            })
            .collect();
        for (declares, when, kind) in &answers {
            let first = answers.iter().find(|(first, ..)| first == declares).unwrap();
            assert_eq!(
                (declares, when, kind),
                (&first.0, &first.1, &first.2),
                "{length} {answers:?}"
            );
        }
    }
}
