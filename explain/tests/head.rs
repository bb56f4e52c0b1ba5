//! Requests whose body is not known.

#![allow(clippy::unwrap_used, missing_docs)]

use verihook::{Any, Signer, UnixTime, providers};
use verihook_explain::{Certainty, Code, Explainer, Finding, Request};

const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

fn signed(slug: &str) -> Vec<(String, Vec<u8>)> {
    let headers = Signer::<Any>::by_slug(slug, SECRET).unwrap().sign(b"{}", NOW).unwrap();
    headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes())).collect()
}

/// Explains a head for an endpoint that has another secret.
fn explain(slug: &str, method: &str, fields: &[(String, Vec<u8>)], now: UnixTime) -> Vec<Finding> {
    let explainer = Explainer::new(providers::by_slug(slug).unwrap()).secret("another secret");
    explainer.explain(&Request::head(method, "/", fields), now).unwrap()
}

fn codes(findings: &[Finding]) -> Vec<(Code, Certainty)> {
    findings.iter().map(|finding| (finding.code, finding.certainty)).collect()
}

#[test]
fn a_head_is_explained_without_its_body() {
    let fields = signed("slack");
    let without: Vec<_> =
        fields.iter().filter(|(name, _)| name != "x-slack-signature").cloned().collect();
    let later = UnixTime::from_seconds(NOW.seconds() + 4000);
    for (method, fields, now, expected) in [
        ("POST", &without, NOW, Code::HeaderMissing),
        ("POST", &fields, later, Code::TimeStale),
        ("PUT", &fields, NOW, Code::Method),
    ] {
        let findings = explain("slack", method, fields, now);
        assert_eq!(codes(&findings), [(expected, Certainty::Likely)], "{findings:?}");
    }
}

/// No secret was tried, so none is called wrong; and the body is not called empty.
#[test]
fn a_head_without_fault_is_not_explained_by_the_secret_or_the_body() {
    let findings = explain("slack", "POST", &signed("slack"), NOW);
    assert_eq!(codes(&findings), [(Code::Other, Certainty::Possible)]);
    assert_eq!(findings[0].evidence, "the head shows no reason, and the body is not known");
}

/// The path of arrival is that of the public URL, behind the gateway.
#[test]
fn a_gateway_that_changes_the_path_is_no_finding() {
    let url = "https://hooks.example.com/api/hook";
    let signer = Signer::<Any>::by_slug("hubspot", SECRET).unwrap();
    let signer = signer.public_url(format!("{url}?a=1")).unwrap();
    let fields = signer.sign(b"{}", NOW).unwrap();
    let fields: Vec<_> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes())).collect();
    let explainer = Explainer::new(providers::by_slug("hubspot").unwrap()).secret(SECRET);
    let explainer = explainer.public_url(url);
    let arrived = Request::new("POST", "/hook?a=1", &fields, b"{}");
    let findings = explainer.explain(&arrived, NOW).unwrap();
    assert_eq!(codes(&findings), [(Code::UrlPath, Certainty::Certain)]);
    let explainer = explainer.arrival_path("/hook");
    assert_eq!(codes(&explainer.explain(&arrived, NOW).unwrap()), []);
    let at_another = Request::new("POST", "/other?a=1", &fields, b"{}");
    let findings = explainer.explain(&at_another, NOW).unwrap();
    assert_eq!(codes(&findings), [(Code::UrlPath, Certainty::Certain)]);
}
