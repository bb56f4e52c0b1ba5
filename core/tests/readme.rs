//! `docs/providers.md` says what the schemes, the vectors and the official libraries say.
//! `VERIHOOK_WRITE=1 cargo test -p verihook --all-features --test readme` writes it anew.

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
use verihook::{ProviderEntry, providers};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where a provider's genuine vectors come from.
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

/// Which official libraries were asked, and how often they differ.
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

fn row(entry: &ProviderEntry) -> String {
    let scheme = entry.scheme;
    let proves = if scheme.binds_body() { "body" } else { "origin only" };
    let tolerance = scheme.default_tolerance_seconds();
    let timed = if scheme.is_timed() { format!("{tolerance} s") } else { "no".to_owned() };
    let id = match scheme.id_is_signed() {
        Some(true) => "signed",
        Some(false) => "unsigned",
        None => "",
    };
    let waits = scheme.answer_deadline().map(|time| format!("{} s", time.as_secs()));
    let retries = scheme.retry_horizon().map(|time| match time.as_secs() {
        seconds if seconds < 3 * 3600 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    });
    let asks = scheme.handshake().map_or("", |asks| match (asks.is_signed(), asks.token_name()) {
        (true, _) => "signed",
        (false, None) => "unsigned",
        (false, Some(_)) => "unsigned, with a token",
    });
    let cells = [
        format!("[`{}`]({})", entry.slug, scheme.docs()),
        proves.to_owned(),
        timed,
        id.to_owned(),
        asks.to_owned(),
        waits.unwrap_or_default(),
        retries.unwrap_or_default(),
        scheme.last_verified().to_owned(),
        vectors(entry.slug),
        libraries(entry.slug),
    ];
    format!("| {} |", cells.join(" | "))
}

fn page() -> String {
    let mut entries: Vec<_> = providers::ALL.iter().collect();
    entries.sort_by_key(|entry| entry.slug);
    let asked = entries.iter().filter(|entry| !libraries(entry.slug).is_empty()).count();
    let published = entries.iter().filter(|entry| vectors(entry.slug).contains("official")).count();
    let mut page = format!(
        "# Providers\n\n\
         {} schemes. An official library was asked about {asked} of them, and {published} have vectors that their providers publish; the rest\n\
         are described as their documentation has it, with vectors of our own. This page is made from the code, `vectors/` and `oracles/`.\n\n\
         - **proves**: whether the body is signed, or only who sends is known.\n\
         - **time**: how far a signed timestamp may be from now, in either direction, unless the endpoint says otherwise; \"no\" where none is\n  \
         signed, so that a delivery can be replayed for ever.\n\
         - **id**: whether there is a delivery id, and whether the signature covers it.\n\
         - **asks**: whether the provider asks if the endpoint is there, in a way that is answered without the handler: signed, and so\n  \
         after verification, or unsigned, before it; unsigned with a token, if the endpoint was told which.\n\
         - **waits**, **retries**: how long the provider waits for an answer, and for how long it goes on, where its documents say so.\n\
         - **checked**: when the scheme was last compared with the description that its name links to, or, where that says less, with the\n  \
         provider's own library.\n\
         - **vectors**: how many there are, and how many genuine ones the provider publishes.\n\
         - **library**: the official one that was asked about them, and how often it agrees. Why it differs stands beside each vector in\n  \
         [`oracles/`](../oracles): most take bodies for text, refuse nothing from the future, or parse JSON as well.\n\n\
         | slug | proves | time | id | asks | waits | retries | checked | vectors | library |\n|---|---|---|---|---|---|---|---|---|---|\n",
        entries.len()
    );
    for entry in &entries {
        writeln!(page, "{}", row(entry)).unwrap();
    }
    page.push_str("\n## What is accepted with open eyes\n\n");
    for entry in &entries {
        for (what, why) in
            [("ambiguous", entry.scheme.ambiguity()), ("extendable", entry.scheme.extension())]
        {
            if let Some(why) = why {
                writeln!(page, "- `{}` is {what}: {why}.", entry.slug).unwrap();
            }
        }
    }
    page.push_str(
        "\nAmbiguous: two different requests can have the same signed content. Extendable: whoever has one signature can make that of a \
         longer body.\n",
    );
    page
}

#[test]
fn the_page_of_providers_is_true() {
    let path = root().join("docs/providers.md");
    let page = page();
    if std::env::var_os("VERIHOOK_WRITE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), page, "write it anew");
}

/// What the command line tells of a provider's evidence.
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
    if std::env::var_os("VERIHOOK_WRITE").is_some() {
        fs::write(&path, &evidence).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), evidence, "write it anew");
}

/// The README counts them, and names each.
#[test]
fn the_readme_names_every_provider() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(&format!("{} schemes", providers::ALL.len())));
    for entry in providers::ALL {
        assert!(readme.contains(&format!("`{}`", entry.slug)), "{}", entry.slug);
    }
}
