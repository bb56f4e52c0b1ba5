//! The same bytes get the same answer from every adapter.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use verihook_agreement::odd::ODDITIES;
use verihook_agreement::requests::Request;
use verihook_agreement::servers::{self, Servers};
use verihook_conformance::wire::{Answer, exchange};

/// How many connections are open at the same time.
const AT_ONCE: usize = 8;

/// Does this with each of these seeds, and returns what was found.
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

/// Ten thousand requests within the framing that all frameworks accept: each adapter answers what
/// the core says without any framework.
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
            (!verdict.is(&answers))
                .then(|| format!("seed {seed}, {name}: {told:?} is not {verdict:?}\n{request:?}\n"))
        };
        servers.iter().copied().filter_map(differs).collect()
    });
    println!("{:?}", statuses.into_inner().unwrap());
    let some: String = wrong.iter().take(5).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} answers differ, among them:\n{some}", wrong.len());
}

/// Where an adapter answers otherwise than axum's does, and why: that is its framework's doing,
/// before anybody else sees the request. Should it ever answer as axum's does, the test fails, and
/// the deviation can go.
struct Deviation {
    adapter: &'static str,
    oddities: &'static [&'static str],
    /// What it answers instead.
    statuses: &'static [&'static [u16]],
    #[allow(dead_code, reason = "for whoever reads")]
    reason: &'static str,
}

/// As the core judges it, where axum's router or parser does not get so far.
const JUDGED: &[&[u16]] = &[&[200], &[401], &[413]];

const DEVIATIONS: &[Deviation] = &[
    Deviation {
        adapter: "actix",
        oddities: &[
            "a length beside chunks",
            "a wrong length beside chunks",
            "chunks beside a length",
            "the length twice",
            "chunked twice",
            "chunked twice in one field",
            "gzip below chunks",
            "no host",
            "two hosts",
            "a target that is not ASCII",
        ],
        statuses: &[&[400]],
        reason: "actix-http refuses what HTTP forbids, where hyper makes something of it",
    },
    Deviation {
        adapter: "actix",
        oddities: &["98 fields"],
        statuses: &[&[431]],
        reason: "actix-http takes 96 header fields, hyper 100",
    },
    Deviation {
        adapter: "actix",
        oddities: &["a client that waits to be asked"],
        statuses: &[&[100, 200], &[100, 401], &[100, 413]],
        reason: "actix-http asks for the body before anybody sees the request",
    },
    Deviation {
        adapter: "actix",
        oddities: &["a target in percents"],
        statuses: JUDGED,
        reason: "actix-web's router decodes paths; what is signed is still the target as it was received",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["a client that waits to be asked"],
        statuses: &[&[100, 413]],
        reason: "Rocket asks for the body before it asks anybody",
    },
    Deviation {
        adapter: "rocket",
        oddities: &[
            "a target in percents",
            "a target with a slash behind it",
            "a target with two slashes in front",
        ],
        statuses: JUDGED,
        reason: "Rocket's router decodes paths, and passes over empty segments",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["an unknown method", "a method in lower case", "a target that is no path"],
        statuses: &[&[400]],
        reason: "Rocket has a list of methods, and targets are paths",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["the method CONNECT", "the method TRACE"],
        statuses: &[&[404]],
        reason: "there are no routes for them",
    },
    Deviation {
        adapter: "rocket",
        oddities: &["the signature again, not as text"],
        statuses: &[&[200]],
        reason: "Rocket drops header values that are not UTF-8, so it stands there once",
    },
    Deviation {
        adapter: "warp",
        oddities: &["a target with a slash behind it"],
        statuses: JUDGED,
        reason: "warp's paths end with their last segment",
    },
];

/// Two thousand requests that HTTP leaves to the server, or forbids: whatever the server makes of
/// them, the handler sees what was signed, once, or nothing, and adapters differ only where it is
/// declared.
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
                return Some(format!("{name}, {adapter}: seed {seed} is not sound: {told:?}"));
            }
            if told == usual {
                return None;
            }
            let Some(declared) = declared(name, adapter, answers) else {
                return Some(format!("{name}, {adapter}: {told:?} where axum answers {usual:?}"));
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
    assert!(mended.is_empty(), "no longer deviates as declared: {mended:?}");
}

/// The deviation that excuses these answers.
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

/// The statuses, and the texts where they are the core's: a framework has its own for 400 and 404.
fn told_by_core(answers: &[Answer]) -> Vec<(u16, String)> {
    let own = |(status, text)| {
        if [400, 404].contains(&status) { (status, String::new()) } else { (status, text) }
    };
    told(answers).into_iter().map(own).collect()
}

/// The handler saw the signed bytes once, or nothing.
fn is_sound(request: &Request, answers: &[Answer]) -> bool {
    let mut delivered = answers.iter().filter(|answer| answer.status == 200);
    let genuine = request.verdict();
    match (delivered.next(), delivered.next()) {
        (None, _) => true,
        (Some(answer), None) => genuine.status == 200 && answer.body == genuine.text.as_bytes(),
        _ => false,
    }
}
