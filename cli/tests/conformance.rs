//! Runs `verihook conformance` against correct and flawed servers.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use axum::body::to_bytes;
use axum::extract::{Path as PathSegment, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Router, routing};
use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::sync::mpsc;
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::SystemTime;
use verihook::{Any, AnyOrigin, HttpHead, ProviderEntry, UnixTime, Verifier, providers};
use verihook_conformance::faults::{Flaw, serve, serve_endpoint};
use verihook_conformance::{
    Case, Category, Ledger, Ready, Server, Verdict, secrets_of, signing_secrets_of,
};

const STRIPE_SECRET: &str = "whsec_a-secret-of-this-test";
const GITHUB: [&str; 6] = ["--provider", "github", "--secret", "old", "--secret", "s3cret"];

/// Returns the exit status, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
    let output = command.arg("conformance").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Starts the suite's plain receiver with this flaw, and returns its URL.
fn flawed(flaw: Flaw) -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(flaw, &Ledger::default(), Ready::from(sender)));
    format!("http://{}/raw", receiver.recv().unwrap())
}

/// Starts a server on axum that verifies with verihook, and knows no more of its contract.
fn correct(provider: &'static str, secret: &'static str) -> SocketAddr {
    let verifier = Verifier::<Any>::by_slug(provider).unwrap().secret(secret).build().unwrap();
    let verifier = Arc::new(verifier);
    let hook = move |request: Request| {
        let verifier = Arc::clone(&verifier);
        async move { received(&verifier, request).await }
    };
    start(Router::new().route("/in/hook", routing::post(hook)))
}

/// Serves these routes until the process ends.
fn start(app: Router) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

async fn received(verifier: &Verifier<Any>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, 2000).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let head = HttpHead::new(&parts.method, &parts.uri, &parts.headers);
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    match verifier.verify(&head, body, now) {
        Ok(_) => (StatusCode::ACCEPTED, "thank you").into_response(),
        Err(_) => (StatusCode::FORBIDDEN, "go away").into_response(),
    }
}

/// The URL of a correct server for Stripe, shared by the tests.
static STRIPE: LazyLock<String> =
    LazyLock::new(|| format!("http://{}/in/hook", correct("stripe", STRIPE_SECRET)));

fn stripe<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let known: [&'a str; 5] = [&STRIPE, "--provider", "stripe", "--secret", STRIPE_SECRET];
    [&known[..], more].concat()
}

#[test]
fn a_correct_server_passes_with_its_own_statuses_and_texts() {
    let more = ["--body-limit", "2000", "--any-body"];
    let (status, report, _) = run(&stripe(&more));
    assert_eq!(status, 0, "{report}");
    let last = report.lines().last().unwrap();
    let passed: usize = last.split(' ').next().unwrap().parse().unwrap();
    assert!(passed > 70 && last.contains(" 0 failed, "), "{last}");
    assert!(!report.contains(STRIPE_SECRET));
    for category in ["signature", "freshness", "body", "headers", "framing", "limits"] {
        assert!(report.lines().any(|line| line.starts_with(category)), "{category}: {report}");
    }
}

/// What is not known or cannot be seen is listed with the reason.
#[test]
fn what_cannot_be_judged_is_listed() {
    let (status, report, _) = run(&stripe(&["--only", "signature,secrets,json,limits,deadlines"]));
    assert_eq!(status, 0, "{report}");
    let reason_of = |case: &str| {
        let lines: Vec<&str> = report.lines().collect();
        let at = lines.iter().position(|line| line.split(' ').any(|word| word == case)).unwrap();
        lines[at - 1].to_owned()
    };
    assert!(reason_of("ok_other_secret").contains("needs two secrets"));
    assert!(reason_of("json_object").contains("--json-path"));
    assert!(reason_of("ok_limit_declared").contains("--body-limit"));
    assert!(reason_of("slow_stalls").contains("--body-deadline"));
    let (_, report, _) =
        run(&[&[&*flawed(Flaw::None)], &GITHUB[..], &["--only", "freshness,framing"]].concat());
    assert!(report.contains("the provider signs no timestamp (2):"), "{report}");
    assert!(report.contains("needs the handler's count (--handled-path)"), "{report}");
}

#[test]
fn a_strict_run_requires_the_contract_of_verihook() {
    let strict = ["--strict", "--only", "signature_missing,header_twice"];
    let (status, report, _) = run(&stripe(&strict));
    assert_eq!(status, 1, "{report}");
    assert!(report.contains("FAILED signature_missing"), "{report}");
    let url = flawed(Flaw::None);
    let (status, report, _) = run(&[&[&*url], &GITHUB[..], &strict[..]].concat());
    assert_eq!(status, 0, "{report}");
    assert!(report.ends_with("2 passed, 0 failed, 0 not judged\n"), "{report}");
    let (_, report, _) =
        run(&[&[&*flawed(Flaw::AcceptsUnsigned)], &GITHUB[..], &strict[..]].concat());
    assert!(
        report.contains("FAILED signature_missing (signature): ACCEPTED A FORGERY"),
        "{report}"
    );
}

/// Each flaw fails its own case, with the right kind of failure.
#[test]
fn flaws_are_found_and_named() {
    let flaws = [
        (Flaw::AcceptsUnsigned, "signature_missing (signature): ACCEPTED A FORGERY"),
        (Flaw::ComparesPrefix, "signature_cut (signature): ACCEPTED A FORGERY"),
        (Flaw::AcceptsEmptyKey, "signature_empty_key (signature): ACCEPTED A FORGERY"),
        (Flaw::TrimsBody, "body_line_feed_appended (body): ACCEPTED A CHANGED BODY"),
        (Flaw::WritesJsonAgain, "body_serialised_again (body): ACCEPTED A CHANGED BODY"),
        (Flaw::PanicsOnText, "header_not_ascii (headers): crashed or errored"),
        (Flaw::AnswersServerError, "signature_other_secret (signature): crashed or errored"),
        (Flaw::MindsHeaderCase, "ok_declared_length (framing): rejected a genuine delivery"),
        (Flaw::DecodesText, "ok_not_utf8 (body): rejected a genuine delivery"),
        (Flaw::KnowsOneSecret, "ok_other_secret (secrets): rejected a genuine delivery"),
        (Flaw::AcceptsCutBody, "cut_declared (framing): accepted what it should reject"),
    ];
    for (flaw, failure) in flaws {
        let url = flawed(flaw);
        let case = failure.split(' ').next().unwrap();
        let arguments = [&[&*url, "--any-body", "--only", case], &GITHUB[..]].concat();
        let (status, report, _) = run(&arguments);
        assert_eq!(status, 1, "{flaw:?}: {report}");
        assert!(report.contains(&format!("FAILED {failure}")), "{flaw:?}: {report}");
        let url = flawed(Flaw::None);
        let arguments = [&[&*url, "--any-body", "--only", case], &GITHUB[..]].concat();
        let (status, report, _) = run(&arguments);
        assert_eq!(status, 0, "{case}: {report}");
    }
}

#[test]
fn a_stale_delivery_is_a_failure_of_its_own() {
    let terra = ["--provider", "terra", "--secret", "s3cret", "--only", "freshness"];
    let (status, report, _) = run(&[&[&*flawed(Flaw::AcceptsStale)], &terra[..]].concat());
    assert_eq!(status, 1, "{report}");
    let failure = "FAILED time_stale (freshness): accepted a delivery outside its time";
    assert!(report.contains(failure), "{report}");
    assert!(!report.contains("FAILED time_ahead"), "{report}");
    // The suite signs with a time beyond the tolerance that it is given.
    let tolerant = [&terra[..], &["--tolerance", "100000"]].concat();
    let (status, report, _) = run(&[&[&*flawed(Flaw::None)], &tolerant[..]].concat());
    assert_eq!(status, 0, "{report}");
}

/// Only the count of handler runs reveals a handler that runs before the request is verified.
#[test]
fn the_count_of_handler_runs_reveals_early_handlers() {
    let url = flawed(Flaw::ActsBeforeVerifying);
    let only = ["--only", "signature_other_secret"];
    let (status, report, _) = run(&[&[&*url], &GITHUB[..], &only[..]].concat());
    assert_eq!(status, 0, "{report}");
    let counted = ["--handled-path", "/handled"];
    let (status, report, _) = run(&[&[&*url], &GITHUB[..], &only[..], &counted[..]].concat());
    assert_eq!(status, 1, "{report}");
    assert!(report.contains("expected 0 handler runs, got 1"), "{report}");
    let (status, _, error) =
        run(&[&[&*url], &GITHUB[..], &["--handled-path", "/elsewhere"]].concat());
    assert_eq!(status, 2, "{error}");
    assert!(error.contains("--handled-path"), "{error}");
}

#[test]
fn passwords_are_tested_too() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        serve_endpoint(
            Flaw::IgnoresPassword,
            "centrepoint-basic",
            &Ledger::default(),
            Ready::from(sender),
        );
    });
    let url = format!("http://{}/raw", receiver.recv().unwrap());
    let basic = ["--provider", "centrepoint-basic", "--secret", "study:s3cret"];
    let (status, report, _) = run(&[&[&*url], &basic[..], &["--any-body"]].concat());
    assert_eq!(status, 1, "{report}");
    assert!(report.contains("FAILED basic_wrong (credentials): ACCEPTED A FORGERY"), "{report}");
    let url = flawed(Flaw::None);
    let (status, report, _) = run(&[&[&*url], &basic[..], &["--any-body"]].concat());
    assert_eq!(status, 0, "{report}");
}

/// All formats of a report count the same, and the exit status follows.
#[test]
fn the_formats_agree() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xml");
    let url = flawed(Flaw::TrimsBody);
    let junit = ["--junit", file.to_str().unwrap(), "--skip", "framing", "--json"];
    let (status, json, _) = run(&[&[&*url], &GITHUB[..], &junit[..]].concat());
    assert_eq!(status, 1, "{json}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let cases = json["cases"].as_array().unwrap();
    let count = |result: &str| cases.iter().filter(|case| case["result"] == result).count();
    let counts = ["passed", "failed", "not-judged"].map(count);
    let [passed, failed, not_judged] = counts;
    assert_eq!((&json["passed"], &json["failed"]), (&passed.into(), &failed.into()));
    assert_eq!((&json["not_judged"], &json["provider"]), (&not_judged.into(), &"github".into()));
    assert!(passed > 20 && failed > 0 && not_judged > 0, "{counts:?}");
    let trimmed = cases.iter().find(|case| case["id"] == "body_line_feed_appended").unwrap();
    assert_eq!(
        (&trimmed["category"], &trimmed["kind"], &trimmed["odd"]),
        (&"body".into(), &"changed-body-accepted".into(), &false.into())
    );
    assert!(trimmed["sent"].as_str().unwrap().starts_with("POST /raw with "), "{trimmed}");
    assert!(trimmed["received"].as_str().unwrap().starts_with("200"), "{trimmed}");
    assert!(cases.iter().all(|case| case["category"] != "framing"));
    let reasons = cases.iter().filter(|case| case["result"] == "not-judged");
    assert!(reasons.clone().all(|case| !case["reason"].as_str().unwrap().is_empty()));

    let xml = std::fs::read_to_string(&file).unwrap();
    let elements = |name: &str| xml.matches(&format!("<{name} ")).count();
    assert_eq!(elements("testcase"), cases.len());
    assert_eq!([elements("failure"), elements("skipped")], [failed, not_judged]);
    let root = xml.lines().find(|line| line.starts_with("<testsuites ")).unwrap();
    assert!(root.contains(&format!("tests=\"{}\"", cases.len())), "{root}");
    assert!(root.contains(&format!("failures=\"{failed}\"")), "{root}");
    assert!(xml.contains("changed-body-accepted") && !xml.contains("s3cret"));
    // No report contains a whole signature.
    let is_mac = |text: &str| text.len() >= 64 && text.chars().all(|one| one.is_ascii_hexdigit());
    let text = format!("{xml}{json}");
    assert!(!text.split(|one: char| !one.is_ascii_alphanumeric()).any(is_mac));
}

#[test]
fn cases_are_listed_and_chosen() {
    let (status, list, _) = run(&["--list", "--provider", "stripe"]);
    assert_eq!(status, 0);
    for line in list.lines() {
        let mut words = line.split_whitespace();
        let (id, category) = (words.next().unwrap(), words.next().unwrap());
        assert!(verihook_conformance::cases().any(|case| case.id == id), "{line}");
        assert!(Category::by_name(category).is_some() && words.count() > 3, "{line}");
    }
    assert!(list.contains("time_stale") && !list.contains("basic_wrong"), "{list}");
    let (_, all, _) = run(&["--list"]);
    assert_eq!(all.lines().count(), verihook_conformance::cases().count());
    let (_, only, _) = run(&["--list", "--provider", "stripe", "--only", "freshness"]);
    let (_, skip, _) = run(&["--list", "--provider", "stripe", "--skip", "freshness"]);
    assert!(only.lines().count() > 5, "{only}");
    assert_eq!(only.lines().count() + skip.lines().count(), list.lines().count());
    let (status, _, error) = run(&stripe(&["--only", "signatures"]));
    assert_eq!(status, 2);
    assert!(error.contains("`signatures` is not a category or a case"), "{error}");
}

/// Nothing means anything if the server rejects a genuine delivery: the report says what to check.
#[test]
fn a_wrong_secret_is_not_a_hundred_failures() {
    let wrong = ["--provider", "stripe", "--secret", "whsec_another"];
    let (status, report, _) = run(&[&[&**STRIPE], &wrong[..]].concat());
    assert_eq!(status, 1, "{report}");
    assert!(report.contains("0 passed, 1 failed, "), "{report}");
    assert!(report.contains("check the URL and the secret"), "{report}");
}

#[test]
fn bad_usage_is_not_a_failed_case() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = format!("http://{free}/hook");
    let secret = ["--secret", "s3cret"];
    let github = ["--provider", "github"];
    let usages = [
        (vec![&*gone], &github[..], &secret[..], "cannot connect"),
        (vec!["https://127.0.0.1/hook"], &github, &secret, "only http:// is supported"),
        (vec!["127.0.0.1:80"], &github, &secret, "expected a URL"),
        (vec![&*gone], &["--provider", "githubb"], &secret, "similar names"),
        (vec![&*gone], &github, &[], "no signing secret"),
        (vec![&*gone], &["--provider", "svix"], &secret, "svix"),
    ];
    for (url, provider, secret, reason) in usages {
        let (status, report, error) = run(&[&url[..], provider, secret].concat());
        assert_eq!((status, report.as_str()), (2, ""), "{error}");
        assert!(error.contains(reason) && !error.contains("s3cret"), "{error}");
    }
}

/// A verifier of either kind.
enum AnyVerifier {
    Signed(Verifier<Any>),
    Origin(Verifier<AnyOrigin>),
}

impl AnyVerifier {
    fn new(entry: &'static ProviderEntry, url: &str) -> Option<Self> {
        let secret = secrets_of(entry.slug)[1];
        if entry.scheme.binds_body() {
            let builder = Verifier::<Any>::of(entry).ok()?;
            builder.secret(secret).public_url(url).build().ok().map(Self::Signed)
        } else {
            let builder = Verifier::<AnyOrigin>::of(entry).ok()?;
            builder.secret(secret).public_url(url).build().ok().map(Self::Origin)
        }
    }

    async fn received(&self, request: Request) -> StatusCode {
        let (parts, body) = request.into_parts();
        let Ok(body) = to_bytes(body, 2000).await else { return StatusCode::BAD_REQUEST };
        let head = HttpHead::new(&parts.method, &parts.uri, &parts.headers);
        let now = UnixTime::try_from(SystemTime::now()).unwrap();
        let verified = match self {
            Self::Signed(verifier) => verifier.verify(&head, body, now).is_ok(),
            Self::Origin(verifier) => verifier.verify(&head, body, now).is_ok(),
        };
        if verified { StatusCode::OK } else { StatusCode::UNAUTHORIZED }
    }
}

/// The general cases hold for every provider: a server that verifies with the core passes them.
#[test]
fn the_general_cases_hold_for_every_provider() {
    let url_of = |slug: &str| format!("https://hooks.example.com/hooks/{slug}");
    let verifiers: HashMap<&str, AnyVerifier> = providers::ALL
        .iter()
        .filter_map(|entry| Some((entry.slug, AnyVerifier::new(entry, &url_of(entry.slug))?)))
        .collect();
    let slugs: Vec<&str> = verifiers.keys().copied().collect();
    assert!(slugs.len() > 80, "{}", slugs.len());
    let verifiers = Arc::new(verifiers);
    let hook = move |PathSegment(slug): PathSegment<String>, request: Request| {
        let verifiers = Arc::clone(&verifiers);
        async move { verifiers[&*slug].received(request).await }
    };
    let address = start(Router::new().route("/hooks/{slug}", routing::post(hook)));

    let left = Mutex::new(slugs.into_iter());
    let next = || left.lock().unwrap().next();
    let check = |slug: &str| -> Vec<String> {
        let secret = signing_secrets_of(slug)[1].to_owned();
        let server = Server::new(address, slug, &[secret]).unwrap();
        let server = server.path(&format!("/hooks/{slug}")).public_url(&url_of(slug));
        // The suite's bodies contain no timestamp, and the suite writes no tokens into URLs.
        if let Err(error) = server.check_setup() {
            let scheme = providers::by_slug(slug).unwrap().scheme;
            let is_in_body = scheme.timestamp().is_some_and(|(at, _)| at.json_path().is_some());
            assert!(is_in_body || scheme.signature().names().is_empty(), "{slug}: {error}");
            return Vec::new();
        }
        let own = ["signature", "freshness", "body", "headers", "credentials"];
        let plan = server
            .plan()
            .into_iter()
            .filter(|(case, reason)| reason.is_none() && own.contains(&case.category().name()));
        let plan: Vec<_> = plan.collect();
        assert!(plan.len() >= 5, "{slug}: {}", plan.len());
        let check = |case: &'static Case| match server.check(case) {
            Verdict::Failed(breach) => Some(format!("{slug}: {} {breach:?}", case.id)),
            _ => None,
        };
        plan.into_iter().filter_map(|(case, _)| check(case)).collect()
    };
    let failed: Vec<String> = thread::scope(|scope| {
        let checking: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| core::iter::from_fn(next).flat_map(check).collect::<Vec<_>>()))
            .collect();
        checking.into_iter().flat_map(|checked| checked.join().unwrap()).collect()
    });
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
