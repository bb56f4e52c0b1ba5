//! Checks the categories of the cases, and which cases a server gets.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use verihook_conformance::{Category, Server, cases, cases_of, providers, signing_secrets_of};

fn server(provider: &str) -> Server {
    let secrets = signing_secrets_of(provider).map(str::to_owned);
    Server::new(([127, 0, 0, 1], 1).into(), provider, &secrets).unwrap().with_http2()
}

#[test]
fn every_category_has_cases_and_a_name_of_its_own() {
    let used: BTreeSet<Category> = cases().map(|case| case.category()).collect();
    assert_eq!(used, Category::ALL.iter().copied().collect());
    for category in Category::ALL {
        assert_eq!(Category::by_name(category.name()), Some(*category));
    }
    assert_eq!(Category::by_name("Signature"), None);
}

#[test]
fn every_provider_gets_cases() {
    for entry in verihook::providers::ALL {
        let plan = server(entry.slug).plan();
        assert!(plan.len() > 20, "{}: {}", entry.slug, plan.len());
        let ids: BTreeSet<&str> = plan.iter().map(|(case, _)| case.id).collect();
        assert_eq!(ids.len(), plan.len(), "{}", entry.slug);
    }
}

/// The cases of a provider are in its plan, except those that a general case repeats.
#[test]
fn a_plan_has_the_cases_of_its_provider() {
    for provider in providers() {
        let ids: BTreeSet<&str> =
            server(provider).plan().into_iter().map(|(case, _)| case.id).collect();
        let missing: Vec<&str> =
            cases_of(provider).map(|case| case.id).filter(|id| !ids.contains(id)).collect();
        let ends = ["_genuine", "_rotated", "_unsigned", "_changed", "_twice", "_stale", "_ahead"];
        let is_general = |id: &&&str| {
            ends.iter().any(|end| id.ends_with(end))
                || id.starts_with("bearer_")
                || **id == "ok_timestamp"
        };
        let missing: Vec<_> = missing.iter().filter(|id| !is_general(id)).collect();
        assert!(missing.is_empty(), "{provider}: {missing:?}");
    }
}

/// With nothing known about it, a server still gets enough to judge its signatures.
#[test]
fn little_knowledge_is_enough_for_signatures() {
    let secret = ["s3cret".to_owned()];
    let server = Server::new(([127, 0, 0, 1], 1).into(), "github", &secret).unwrap();
    let plan = server.plan();
    let reason = |id: &str| plan.iter().find(|(case, _)| case.id == id).unwrap().1.clone();
    assert_eq!(reason("signature_missing"), None);
    assert_eq!(reason("body_bit_changed"), None);
    assert!(reason("ok_other_secret").unwrap().contains("two secrets"));
    assert!(reason("gone_in_body").unwrap().contains("--handled-path"));
    assert!(reason("tenant_known").unwrap().contains("tenant"));
    assert!(reason("header_twice").unwrap().contains("--odd"));
}

#[test]
fn unknown_providers_and_missing_secrets_are_errors() {
    let address = ([127, 0, 0, 1], 1).into();
    assert!(Server::new(address, "nothing", &["a".to_owned()]).is_err());
    assert!(Server::new(address, "github", &[]).is_err());
    let bad = Server::new(address, "svix", &["whsec_%".to_owned()]).unwrap();
    assert!(bad.check_setup().unwrap_err().to_string().starts_with("svix: "));
}
