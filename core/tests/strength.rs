//! Weak secrets: reported, or rejected.

#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

use verihook::providers::{
    CentrePoint, CentrePointBasic, GitHub, StandardWebhooks, Terra, TradeLens,
};
use verihook::{
    ConfigError, ConfigFault, SecretFault, SecretPolicy, Secrets, SigningSecret, Verifier, Weakness,
};

const STRONG: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";

fn fault(error: &ConfigError) -> (String, SecretFault) {
    match error.fault() {
        ConfigFault::Secret { name, fault } => (name.clone(), fault.clone()),
        other => panic!("{other}"),
    }
}

#[test]
fn weak_secrets_are_used_unless_the_rules_refuse_them() {
    for secret in
        ["passw0rd", "sharedsecret1", "short and random k3J", "the-shared-secret-of-the-webhook"]
    {
        assert!(Verifier::<TradeLens>::new(secret).is_ok());
        let warning = SecretPolicy::warning();
        assert!(
            Verifier::<TradeLens>::builder().secret(secret).secret_policy(&warning).build().is_ok()
        );
        let refusing = SecretPolicy::refusing();
        let refused =
            Verifier::<TradeLens>::builder().secret(secret).secret_policy(&refusing).build();
        let (name, fault) = fault(&refused.unwrap_err());
        assert!(matches!(fault, SecretFault::Weak(_)), "{secret}: {fault}");
        assert_eq!(name, "secret 1");
    }
    let refusing = SecretPolicy::refusing();
    assert!(
        Verifier::<TradeLens>::builder().secret(STRONG).secret_policy(&refusing).build().is_ok()
    );
}

#[test]
fn only_what_is_secret_of_a_text_is_measured() {
    let weak = |secrets: &Secrets<CentrePointBasic>| {
        secrets.weak().next().map(|(_, weakness)| weakness.clone())
    };
    let long_user = Secrets::new([format!("{STRONG}:k3J!x")]).unwrap();
    assert_eq!(weak(&long_user), Some(Weakness::Short { characters: 5 }));
    assert_eq!(weak(&Secrets::new([format!("u:{STRONG}")]).unwrap()), None);

    let standard =
        Secrets::<StandardWebhooks>::new(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]).unwrap();
    assert_eq!(standard.weak().count(), 0);
}

#[test]
fn a_secret_of_two_endpoints_is_told_of_the_second() {
    let rules = SecretPolicy::refusing();
    let github = || Verifier::<GitHub>::builder().secret(STRONG).secret_policy(&rules).build();
    assert!(github().is_ok());
    assert!(github().is_ok(), "the same endpoint can be built twice");
    let old = SigningSecret::new(STRONG).named("old");
    let refused = Verifier::<Terra>::builder()
        .secret("zW3nTzD7vC0sQe8rJbXuLf5ayGh1pMqk")
        .secret(old)
        .secret_policy(&rules)
        .build();
    let endpoint = "github".to_owned();
    assert_eq!(
        fault(&refused.unwrap_err()),
        ("old".to_owned(), SecretFault::Weak(Weakness::Reused { endpoint }))
    );

    // A separate policy belongs to another application.
    assert!(
        Verifier::<Terra>::builder()
            .secret(STRONG)
            .secret_policy(&SecretPolicy::refusing())
            .build()
            .is_ok()
    );
}

#[test]
fn sets_that_are_swapped_in_and_passwords_beside_a_signature_are_judged_too() {
    let rules = SecretPolicy::warning();
    let set = Secrets::<GitHub>::new(["passw0rd"]).unwrap();
    assert_eq!(
        rules.judge("github", &set).unwrap(),
        [("secret 1".to_owned(), Weakness::Predictable)]
    );
    assert!(SecretPolicy::refusing().judge("github", &set).is_err());

    let password = Secrets::<CentrePointBasic>::new(["study:passw0rd"]).unwrap();
    let built = Verifier::<CentrePoint>::builder()
        .secret(STRONG)
        .require_credential(&password)
        .secret_policy(&SecretPolicy::refusing())
        .build();
    assert_eq!(fault(&built.unwrap_err()).1, SecretFault::Weak(Weakness::Predictable));
}

#[test]
fn no_text_about_a_weak_secret_holds_it() {
    let rules = SecretPolicy::refusing();
    let refused =
        Verifier::<GitHub>::builder().secret("hunter2").secret_policy(&rules).build().unwrap_err();
    let told = format!("{refused} {refused:?} {rules:?} {:?}", refused.fault());
    assert!(!told.contains("hunter2"), "{told}");
}

/// A secret is recognised as the same in every provider's format.
#[test]
fn a_secret_is_known_again_in_another_form() {
    let rules = SecretPolicy::refusing();
    let basic = Secrets::<CentrePointBasic>::new([format!("one:{STRONG}")]).unwrap();
    assert!(rules.judge("one", &basic).unwrap().is_empty());
    assert!(Verifier::<GitHub>::builder().secret(STRONG).secret_policy(&rules).build().is_err());
    let other_user = Secrets::<CentrePointBasic>::new([format!("two:{STRONG}")]).unwrap();
    assert!(rules.judge("two", &other_user).is_err());

    let text = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let standard = Secrets::<StandardWebhooks>::new([format!("whsec_{text}")]).unwrap();
    assert!(rules.judge("standard", &standard).unwrap().is_empty());
    assert!(Verifier::<Terra>::builder().secret(text).secret_policy(&rules).build().is_err());
}

#[test]
fn what_is_refused_claims_nothing() {
    let rules = SecretPolicy::refusing();
    let refused =
        Verifier::<GitHub>::builder().secret(STRONG).secret("weak").secret_policy(&rules).build();
    assert!(refused.is_err());
    assert!(Verifier::<Terra>::builder().secret(STRONG).secret_policy(&rules).build().is_ok());
}

/// A token in `Authorization` is a credential, even if `require_header` requires it.
#[test]
fn a_required_authorization_is_judged_too() {
    let built = Verifier::<CentrePoint>::builder()
        .secret(STRONG)
        .require_header("authorization", "Bearer token")
        .require_header("x-site", "1")
        .secret_policy(&SecretPolicy::refusing())
        .build();
    assert_eq!(
        fault(&built.unwrap_err()),
        ("authorization".to_owned(), SecretFault::Weak(Weakness::Predictable))
    );
}
