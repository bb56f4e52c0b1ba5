//! Checks `docs/providers.md`, the README's list and the evidence of the command line against the
//! schemes, the vectors and the verdicts of official libraries.
//!
//! `VERIHOOK_WRITE=1 cargo test -p verihook --all-features --test readme` regenerates them.

#![cfg(all(
    feature = "ecdsa",
    feature = "ed25519",
    feature = "form",
    feature = "json",
    feature = "rsa",
    feature = "sha1"
))]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use verihook::{Handshake, ProviderEntry, providers};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the number of a provider's vectors, and how many genuine ones are official.
fn vectors(slug: &str) -> String {
    let vectors = lines(&root().join("vectors").join(format!("{slug}.jsonl")));
    let origin = |vector: &&Value| {
        vector["expect"] == "accept" && vector["comment"].as_str().unwrap().starts_with("official")
    };
    match vectors.iter().filter(origin).count() {
        0 => format!("{}, own", vectors.len()),
        official => format!("{}, {official} official", vectors.len()),
    }
}

/// Returns the official libraries that checked the vectors, and how often each agrees.
fn libraries(slug: &str) -> String {
    let mut asked: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for opinion in lines(&root().join("oracles").join(format!("{slug}.jsonl"))) {
        let name = format!(
            "{} {}",
            opinion["library"].as_str().unwrap(),
            opinion["version"].as_str().unwrap()
        );
        let (all, different) = asked.entry(name).or_default();
        *all += 1;
        *different += usize::from(opinion["difference"] != "");
    }
    let told: Vec<_> = asked
        .iter()
        .map(|(name, (all, different))| format!("{name}: {} of {all}", all - different))
        .collect();
    told.join("; ")
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// Returns the number of providers, without the variants of their schemes.
fn senders() -> usize {
    providers::ALL.iter().filter(|entry| entry.scheme.variant_of().is_none()).count()
}

fn row(entry: &ProviderEntry) -> String {
    let scheme = entry.scheme;
    let proves = if scheme.binds_body() { "body" } else { "origin only" };
    let tolerance = scheme.default_tolerance_seconds();
    let timed = if scheme.is_timed() { format!("{tolerance} s") } else { "no".to_owned() };
    let id = match scheme.id_is_signed() {
        Some(true) if scheme.varying_body().is_some() => "signed; bodies vary",
        Some(true) => "signed",
        Some(false) => "unsigned",
        None => "",
    };
    let waits = scheme.answer_deadline().map(|time| format!("{} s", time.as_secs()));
    let retries = scheme.retry_horizon().map(|time| match time.as_secs() {
        seconds if seconds < 3 * 3600 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    });
    let asks: Vec<_> = scheme.handshakes().map(Handshake::kind).collect();
    let cells = [
        format!("[`{}`]({})", entry.slug, scheme.docs()),
        quoted(scheme.aliases()).join(", "),
        proves.to_owned(),
        timed,
        id.to_owned(),
        asks.join("; "),
        waits.unwrap_or_default(),
        retries.unwrap_or_default(),
        scheme.last_verified().to_owned(),
        vectors(entry.slug),
        libraries(entry.slug),
    ];
    format!("| {} |", cells.join(" | "))
}

fn page() -> String {
    let entries = providers::ALL;
    let asked = entries.iter().filter(|entry| !libraries(entry.slug).is_empty()).count();
    let published = entries.iter().filter(|entry| vectors(entry.slug).contains("official")).count();
    let mut page = format!(
        "# Providers\n\n\
         {} schemes of {} senders. An official library checked the vectors of {asked} of them, and the\n\
         providers of {published} publish vectors. The others follow the provider's\n\
         documentation, with vectors of our own. `verihook providers NAME` prints everything about\n\
         one. This page is generated from the code, `vectors/` and `oracles/`.\n\n\
         - **also**: other names under which `by_slug` and the command find the provider.\n\
         - **proves**: `body` if the signature covers the body, `origin only` if a request\n  \
         proves only who sent it.\n\
         - **time**: the default tolerance for a signed timestamp, in either direction; `no`\n  \
         if no timestamp is signed, so that a delivery can be replayed for ever.\n\
         - **id**: `signed` or `unsigned`, if there is a delivery id. Where bodies vary, a\n  \
         retry can have another body under the same id.\n\
         - **handshake**: `signed` or `unsigned`, if the provider sends a handshake to check\n  \
         that you own the endpoint. It is answered without the handler: a signed handshake\n  \
         after verification, an unsigned one before it, and one with a token only if the\n  \
         endpoint is configured with that token.\n\
         - **answer within**, **retries**: the time that the provider waits for an answer, and\n  \
         the time for which it retries, if its documentation gives them.\n\
         - **checked**: the date when the scheme was last compared with the linked\n  \
         documentation or, if that says less, with the provider's own library.\n\
         - **vectors**: the number of vectors, and of genuine vectors that the provider\n  \
         publishes.\n\
         - **library**: the official library that checked the vectors, and how often it\n  \
         agrees. [`oracles/`](../oracles) gives the reason for each difference: most\n  \
         libraries decode bodies as text, do not reject future timestamps, or also parse\n  \
         JSON.\n\n\
         | slug | also | proves | time | id | handshake | answer within | retries | checked | vectors | library |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
        entries.len(),
        senders()
    );
    for entry in entries {
        writeln!(page, "{}", row(entry)).unwrap();
    }
    page.push_str("\n## Known weaknesses of schemes\n\n");
    for entry in entries {
        for (what, why) in
            [("ambiguous", entry.scheme.ambiguity()), ("extendable", entry.scheme.extension())]
        {
            if let Some(why) = why {
                writeln!(page, "- `{}` is {what}: {why}.", entry.slug).unwrap();
            }
        }
    }
    page.push_str(
        "\nAmbiguous: two different requests can have the same signed content. Extendable: anyone who\n\
         has one signature can compute the signature of a longer body.\n",
    );
    page.push_str("\n## Not verified, so not there\n\n");
    page.push_str(
        "For these, no page of the provider and no library of its own was found that gives the whole\n\
         scheme, or a scheme cannot describe it. Open an issue if you know more.\n\n",
    );
    let unverified = include_str!("unverified.tsv").lines();
    for (name, reason) in unverified.filter_map(|line| line.split_once('\t')) {
        writeln!(page, "- `{name}`: {reason}").unwrap();
    }
    page
}

/// Checks a generated file; writes it first, if `VERIHOOK_WRITE` is set.
fn assert_up_to_date(path: &Path, text: &str) {
    if std::env::var_os("VERIHOOK_WRITE").is_some() {
        fs::write(path, text).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, text, "out of date: run with VERIHOOK_WRITE=1");
}

#[test]
fn the_page_of_providers_is_true() {
    let path = root().join("docs/providers.md");
    let page = page();
    assert_up_to_date(&path, &page);
}

/// Returns the evidence for each provider that the command line prints.
fn evidence() -> String {
    let of = |entry: &&ProviderEntry| {
        let libraries = libraries(entry.slug);
        let libraries: Vec<&str> =
            libraries.split("; ").filter(|library| !library.is_empty()).collect();
        let told = serde_json::json!({ "vectors": vectors(entry.slug), "libraries": libraries });
        (entry.slug.to_owned(), told)
    };
    let mut entries: Vec<_> = providers::ALL.iter().collect();
    entries.sort_by_key(|entry| entry.slug);
    let all: BTreeMap<String, Value> = entries.iter().map(of).collect();
    serde_json::to_string_pretty(&all).unwrap() + "\n"
}

#[test]
fn the_evidence_of_the_command_line_is_true() {
    let path = root().join("cli/src/evidence.json");
    let evidence = evidence();
    assert_up_to_date(&path, &evidence);
}

/// Returns the list of the README, without variants, wrapped at 100 columns.
fn list() -> String {
    let mut text = String::new();
    let mut column = 0;
    for entry in providers::ALL.iter().filter(|entry| entry.scheme.variant_of().is_none()) {
        let slug = format!("{},", entry.slug);
        let space = if column == 0 { "" } else { " " };
        let wraps = column + space.len() + slug.len() > 100;
        let before = if wraps { "\n" } else { space };
        column = if wraps { slug.len() } else { column + before.len() + slug.len() };
        text.push_str(before);
        text.push_str(&slug);
    }
    format!("{}.", text.trim_end_matches(','))
}

/// Checks that the README has the number of schemes and the name of each sender.
#[test]
fn the_readme_names_every_sender() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- providers -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of providers -->").unwrap();
    let text = format!(
        "{} schemes of {} senders, each a file of a few lines. [docs/providers.md](docs/providers.md)\n\
         says what each one proves, under which other names it is found, and how often the provider's\n\
         official library agreed on its test vectors.\n\n{}\n",
        providers::ALL.len(),
        senders(),
        list()
    );
    let readme = format!("{before}<!-- providers -->\n{text}<!-- end of providers -->{after}");
    assert_up_to_date(&path, &readme);
}

/// A name must lead to one provider, and a variant to the scheme that it varies.
#[test]
fn every_name_is_unique() {
    let mut names = std::collections::BTreeSet::new();
    for entry in providers::ALL {
        assert!(names.insert(entry.slug), "{} is taken", entry.slug);
    }
    for entry in providers::ALL {
        for alias in entry.scheme.aliases() {
            assert!(names.insert(alias), "{}: {alias} is taken", entry.slug);
            assert_eq!(providers::by_slug(alias).unwrap().slug, entry.slug);
        }
        if let Some(main) = entry.scheme.variant_of() {
            let main = providers::ALL.iter().find(|entry| entry.slug == main).unwrap();
            assert!(main.scheme.variant_of().is_none(), "{}", entry.slug);
        }
    }
    assert!(providers::ALL.is_sorted_by_key(|entry| entry.slug));
}

/// The scheme in words, as the provider's rustdoc page shows it.
fn scheme_page(entry: &ProviderEntry) -> String {
    let scheme = entry.scheme.to_string();
    let facts = scheme.lines().filter_map(|line| line.split_once(": "));
    let rows: String = facts.map(|(name, fact)| format!("| {name} | {fact} |\n")).collect();
    let (docs, day) = (entry.scheme.docs(), entry.scheme.last_verified());
    let source = format!("| documentation | <{docs}>, compared on {day} |\n");
    let names = match quoted(entry.scheme.aliases()).join(", ") {
        names if names.is_empty() => String::new(),
        names => format!("| also named | {names} |\n"),
    };
    format!("# Scheme\n\n| `{}` | |\n|---|---|\n{names}{rows}{source}", entry.slug)
}

#[test]
fn the_page_of_each_provider_shows_its_scheme() {
    let folder = root().join("core/src/providers/schemes");
    let mut files = fs::read_dir(&folder).unwrap().count();
    for entry in providers::ALL {
        let path = folder.join(format!("{}.md", entry.slug));
        let page = scheme_page(entry);
        assert_up_to_date(&path, &page);
        files -= 1;
    }
    assert_eq!(files, 0, "there are pages of schemes that no provider has");
}
