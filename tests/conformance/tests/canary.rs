//! No formatter of the library prints a secret, in any of sixteen encodings.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Debug;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use verihook::providers::{
    CentrePoint, CentrePointBasic, CentrePointBearer, GitHub, Meta, StandardWebhooks, Stripe,
};
use verihook::{
    Any, AnyOrigin, HttpHead, PlainHead, Provider, ResolveError, SecretPolicy, Secrets,
    SecretsFuture, Signer, SigningSecret, SwappableSecrets, Tenant, UnixTime, Verifier,
    VerifierBuilder, providers,
};
use verihook_conformance::{Canary, Log, secrets_of};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

fn canary() -> Canary {
    Canary::new("Canary-0f9e8d7c6b5a4-Secret")
}

fn absent(canary: &Canary, what: &str, output: &impl Debug) {
    canary.assert_absent(what, &format!("{output:?}"));
    canary.assert_absent(what, &format!("{output:#?}"));
}

fn now_or_never<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("the future is ready immediately"),
    }
}

fn watch<P: Provider>(canary: &Canary, secret: &str, body: &'static [u8]) {
    let signer = Signer::<P>::new(secret).unwrap();
    absent(canary, "Signer", &signer);
    let headers = signer.sign(body, NOW).unwrap();
    let head = PlainHead::new("POST", "/hook", &headers);
    absent(canary, "PlainHead", &head);
    let builder = Verifier::<P>::builder().secret(secret);
    absent(canary, "VerifierBuilder", &builder);
    let verifier = builder.build().unwrap();
    absent(canary, "Verifier", &verifier);
    let secrets = verifier.secrets().unwrap();
    absent(canary, "Secrets", &secrets);
    absent(canary, "SwappableSecrets", &SwappableSecrets::new(secrets.clone()));
    absent(canary, "Tenant", &Tenant::new("shop", secrets.clone()));
    let mut verification = verifier.open(&head, NOW).unwrap().into_verification().unwrap();
    absent(canary, "Verification", &verification);
    verification.update(body.into()).unwrap();
    verification.check().unwrap();
    absent(canary, "Verification, checked", &verification);

    let resolver = move |_: &dyn verihook::Head| -> SecretsFuture<P> {
        let secrets = secrets.clone();
        Box::pin(async move { Ok::<_, ResolveError>(Tenant::new("shop", secrets)) })
    };
    let verifier = Verifier::<P>::builder().secret_resolver(resolver).build().unwrap();
    absent(canary, "Verifier with a resolver", &verifier);
    let resolution = verifier.open(&head, NOW).unwrap().into_look_up().unwrap();
    absent(canary, "Resolution", &resolution);
    let (tenant, unresolved) = resolution.into_parts();
    absent(canary, "UnresolvedVerification", &unresolved);
    absent(canary, "Verification of a tenant", &unresolved.with(now_or_never(tenant)).unwrap());
}

#[test]
fn no_value_of_the_library_shows_a_secret() {
    let log = Log::listen();
    let canary = canary();
    absent(&canary, "SigningSecret", &SigningSecret::new(canary.secret()));
    watch::<GitHub>(&canary, canary.secret(), b"{}");
    watch::<Stripe>(&canary, canary.secret(), b"{}");
    watch::<CentrePoint>(&canary, canary.secret(), b"{}");
    watch::<CentrePointBearer>(&canary, canary.secret(), b"{}");
    watch::<CentrePointBasic>(&canary, &format!("study:{}", canary.secret()), b"{}");

    // Secrets in the other settings of a verifier.
    let secret = canary.secret();
    let verifier = Verifier::<Meta>::builder()
        .secret(secret)
        .require_header("authorization", secret)
        .handshake_token(secret);
    absent(&canary, "VerifierBuilder", &verifier);
    let verifier = verifier.build().unwrap();
    absent(&canary, "Verifier", &verifier);
    let target = format!("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token={secret}");
    let headers = [("authorization", secret), ("x-hub-signature-256", secret)];
    let head = PlainHead::new("GET", &target, &headers);
    absent(&canary, "PlainHead", &head);
    absent(&canary, "the answer to a handshake", &verifier.open(&head, NOW).unwrap());
    let refused = verifier.verify(&PlainHead::new("POST", &target, &headers), b"{}", NOW);
    let refused = refused.unwrap_err();
    absent(&canary, "Rejection", &refused);
    canary.assert_absent("Rejection", &refused.to_string());

    let mut request = http::Request::get(&target).header("authorization", secret).body(()).unwrap();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let head = HttpHead::new(&method, &uri, request.headers_mut());
    absent(&canary, "HttpHead", &head);
    for line in log.told() {
        canary.assert_absent("the log", &line);
    }
}

/// Every kind of invalid secret, for every provider: the error identifies the secret without
/// printing it.
#[test]
fn no_error_of_configuration_shows_a_secret() {
    let log = Log::listen();
    let canary = canary();
    let secret = canary.secret();
    let unfit = [
        secret.to_owned(),
        format!("{secret}\n"),
        format!(" {secret}"),
        format!("\u{feff}{secret}"),
        format!("\"{secret}\""),
        format!("whsec_{secret}"),
        format!("v1,whsec_{secret}"),
        format!("{secret}:"),
        format!(":{secret}"),
    ];
    for entry in providers::ALL {
        for text in &unfit {
            let text = SigningSecret::new(text.as_str());
            let told = if entry.scheme.binds_body() {
                let built = Verifier::<Any>::of(entry).map(|builder| builder.secret(text));
                format!("{:?}", built.and_then(VerifierBuilder::build))
            } else {
                let built = Verifier::<AnyOrigin>::of(entry).map(|builder| builder.secret(text));
                format!("{:?}", built.and_then(VerifierBuilder::build))
            };
            canary.assert_absent(entry.slug, &told);
        }
    }
    let rules = SecretPolicy::warning();
    absent(&canary, "SecretPolicy", &rules);
    let secrets = Secrets::<GitHub>::new([secret]).unwrap();
    absent(&canary, "Weakness", &secrets.weak().collect::<Vec<_>>());
    let seventeen = Secrets::<GitHub>::new([secret; 17]).unwrap_err();
    canary.assert_absent("ConfigError", &seventeen.to_string());
    let short = StandardWebhooks::SLUG;
    let error = Secrets::<StandardWebhooks>::new(["whsec_c2hvcnQ="]).unwrap_err();
    assert!(error.to_string().contains(short));
    assert_eq!(secrets_of("github").len(), 2);
    for line in log.told() {
        canary.assert_absent("the log", &line);
    }
}
