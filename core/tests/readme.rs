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
         {} schemes. For {asked} of them the provider's official library was run on the test vectors, and\n\
         {published} have vectors that the provider publishes. The others follow the provider's\n\
         documentation, with vectors made here. This page is generated from the code, `vectors/` and\n\
         `oracles/`.\n\n\
         - **proves**: \"body\" if the body is signed, \"origin only\" if only the sender is known.\n\
         - **time**: the tolerance of the signed timestamp, in either direction, unless the endpoint sets\n  \
         another; \"no\" if none is signed, so that a delivery can be replayed forever.\n\
         - **id**: whether the delivery id is signed; empty if there is no id.\n\
         - **handshake**: the request by which the provider checks the endpoint, answered without the\n  \
         handler: signed (verified first), unsigned, or unsigned with a token that the endpoint knows.\n\
         - **waits**, **retries**: how long the provider waits for an answer, and for how long it retries,\n  \
         if it documents it.\n\
         - **checked**: the day of the last comparison with the linked description or, where that says\n  \
         less, with the provider's own library.\n\
         - **vectors**: the number of vectors, and how many accepted ones the provider publishes.\n\
         - **library**: the official library, and on how many vectors it agrees. [`oracles/`](../oracles) has\n  \
         the reason for each difference: most libraries treat bodies as text, accept timestamps from the\n  \
         future, or parse JSON as well.\n\n\
         | slug | proves | time | id | handshake | waits | retries | checked | vectors | library |\n|---|---|---|---|---|---|---|---|---|---|\n",
        entries.len()
    );
    for entry in &entries {
        writeln!(page, "{}", row(entry)).unwrap();
    }
    page.push_str("\n## Known weaknesses of schemes\n\n");
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
        "\nAmbiguous: two different requests can have the same signed content. Extendable: the holder of one\n\
         signature can compute that of a longer body.\n",
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
