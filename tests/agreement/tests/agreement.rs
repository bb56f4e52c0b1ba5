//! Every adapter answers the same bytes in the same way.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use verihook_agreement::odd::ODDITIES;
use verihook_agreement::requests::Request;
use verihook_agreement::servers::{self, Servers};
use verihook_conformance::wire::{Answer, exchange};

/// The number of concurrent connections.
const AT_ONCE: usize = 8;

/// Runs `check` with each of these seeds, and returns everything that it found.
fn each_seed<T: Send>(seeds: u64, check: impl Fn(u64) -> Vec<T> + Sync) -> Vec<T> {
    let (next, found) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        return;
                    }
                    let here = check(seed);
                    found.lock().unwrap().extend(here);
                }
            });
        }
    });
    found.into_inner().unwrap()
}

fn told(answers: &[Answer]) -> Vec<(u16, String)> {
    let text = |answer: &Answer| String::from_utf8_lossy(&answer.body).into_owned();
    answers.iter().map(|answer| (answer.status, text(answer))).collect()
}

/// Ten thousand requests with framing that all frameworks accept: each adapter answers what the
/// core answers without a framework.
#[test]
fn ten_thousand_requests() {
    let servers: Servers = servers::start();
    let statuses = Mutex::new(BTreeMap::<u16, u64>::new());
    let wrong = each_seed(10_000, |seed| {
        let request = Request::generated(seed);
        let verdict = request.verdict();
        *statuses.lock().unwrap().entry(verdict.status).or_default() += 1;
        let differs = |(name, address)| {
            let answers = exchange(address, &request.steps());
            let (bytes, told) = (request.bytes(), told(&answers));
            let request = String::from_utf8_lossy(&bytes).chars().take(1200).collect::<String>();
            (!verdict.is(&answers)).then(|| {
                format!("seed {seed}, {name}: expected {verdict:?}, got {told:?}\n{request:?}\n")
            })
        };
        servers.iter().copied().filter_map(differs).collect()
    });
    println!("{:?}", statuses.into_inner().unwrap());
    let some: String = wrong.iter().take(5).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} answers differ from the core's, among them:\n{some}",
        wrong.len()
    );
}

/// Oddities that an adapter answers differently from axum's adapter, and the reason: its framework
/// decides before the adapter sees the request.
///
/// The test fails as soon as the answers agree, so that the deviation is removed.
struct Deviation {
    adapter: &'static str,
    oddities: &'static [&'static str],
    /// The statuses that it answers instead.
    statuses: &'static [&'static [u16]],
    #[allow(dead_code, reason = "documentation for readers")]
    reason: &'static str,
}

/// The core's decision, for requests that axum's router or parser rejects earlier.
const JUDGED: &[&[u16]] = &[&[200], &[401], &[413]];

const DEVIATIONS: &[Deviation] = &[
    Deviation {
        adapter: "actix",
        oddities: &[
            "Content-Length and chunks",
            "a wrong Content-Length and chunks",
            "chunks and Content-Length",
            "Content-Length twice",
            "chunked twice",
            "chunked twice in one header",
            "gzip before chunked",
            "no host",
            "two hosts",
            "a target that is not ASCII",
        ],
        statuses: &[&[400]],
        reason: "actix-http rejects what HTTP forbids, while hyper accepts it",
    },
    Deviation {
        adapter: "actix",
        oddities: &["98 headers"],
        statuses: &[&[431]],
        reason: "actix-http accepts 96 header fields, hyper 100",
    },
    Deviation {
        adapter: "actix",
        oddities: &["a client that waits for 100 Continue"],
        statuses: &[&[100, 200], &[100, 401], &[100, 413]],
        reason: "actix-http sends `100 Continue` before the adapter sees the request",
    },
    Deviation {
        adapter: "actix",
        oddities: &["a percent-encoded target"],
        statuses: JUDGED,
        reason: "actix-web's router decodes paths; the signed target is still the one received",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["a client that waits for 100 Continue"],
        statuses: &[&[100, 413]],
        reason: "Rocket sends `100 Continue` before the adapter sees the request",
    },
    Deviation {
        adapter: "rocket",
        oddities: &[
            "a percent-encoded target",
            "a target with a trailing slash",
            "a target with two leading slashes",
        ],
        statuses: JUDGED,
        reason: "Rocket's router decodes paths and ignores empty segments",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["an unknown method", "a method in lower case", "a target that is not a path"],
        statuses: &[&[400]],
        reason: "Rocket accepts only a list of methods, and only paths as targets",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["the method CONNECT", "the method TRACE"],
        statuses: &[&[404]],
        reason: "Rocket has no routes for these methods",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["a second signature that is not ASCII"],
        statuses: &[&[200]],
        reason: "Rocket drops header values that are not UTF-8, so the signature appears once",
    },
    Deviation {
        adapter: "warp",
        oddities: &["a target with a trailing slash"],
        statuses: JUDGED,
        reason: "warp's path filters ignore a slash after the last segment",
    },
];

/// Two thousand requests that HTTP forbids, or leaves to the server: the handler sees the signed
/// bytes once or nothing, and adapters differ only as declared.
#[test]
fn two_thousand_odd_requests() {
    let servers: Servers = servers::start();
    let occurred = Mutex::new(BTreeSet::new());
    let wrong: BTreeSet<String> = each_seed(2_000, |seed| {
        let oddity = &ODDITIES[usize::try_from(seed).unwrap() % ODDITIES.len()];
        let (steps, request) = oddity.generated(seed);
        let answered: Vec<_> =
            servers.iter().map(|(name, address)| (*name, exchange(*address, &steps))).collect();
        let usual = told_by_core(&answered[0].1);
        let judge = |(adapter, answers): &(&str, Vec<Answer>)| {
            let (name, told) = (oddity.name, told_by_core(answers));
            if !is_sound(&request, answers) {
                return Some(format!(
                    "{name}, {adapter}: seed {seed} delivered other bytes, or twice: {told:?}"
                ));
            }
            if told == usual {
                return None;
            }
            let Some(declared) = declared(name, adapter, answers) else {
                return Some(format!(
                    "{name}, {adapter}: expected {usual:?} like axum, got {told:?}"
                ));
            };
            occurred.lock().unwrap().insert(declared);
            None
        };
        answered.iter().filter_map(judge).collect()
    })
    .into_iter()
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all = DEVIATIONS
        .iter()
        .flat_map(|deviation| deviation.oddities.iter().map(|oddity| (*oddity, deviation.adapter)));
    let mended: Vec<_> = all.filter(|one| !occurred.lock().unwrap().contains(one)).collect();
    assert!(mended.is_empty(), "these no longer deviate as declared: {mended:?}");
}

/// Returns the oddity and adapter of the deviation that declares these answers, if any.
fn declared(
    oddity: &'static str,
    adapter: &str,
    answers: &[Answer],
) -> Option<(&'static str, &'static str)> {
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let fits = |deviation: &&Deviation| {
        deviation.adapter == adapter
            && deviation.oddities.contains(&oddity)
            && deviation.statuses.contains(&statuses.as_slice())
    };
    DEVIATIONS.iter().find(fits).map(|deviation| (oddity, deviation.adapter))
}

/// Returns the statuses, and the texts that come from the core. For 400 and 404, frameworks have
/// their own.
fn told_by_core(answers: &[Answer]) -> Vec<(u16, String)> {
    let own = |(status, text)| {
        if [400, 404].contains(&status) { (status, String::new()) } else { (status, text) }
    };
    told(answers).into_iter().map(own).collect()
}

/// Returns `true` if the handler saw the signed bytes once, or nothing.
fn is_sound(request: &Request, answers: &[Answer]) -> bool {
    let mut delivered = answers.iter().filter(|answer| answer.status == 200);
    let genuine = request.verdict();
    match (delivered.next(), delivered.next()) {
        (None, _) => true,
        (Some(answer), None) => genuine.status == 200 && answer.body == genuine.text.as_bytes(),
        _ => false,
    }
}
