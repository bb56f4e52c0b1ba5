//! The README's table of providers says what the schemes say.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use verihook::providers;

#[test]
fn the_table_of_providers_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = fs::read_to_string(path).unwrap();
    let written: Vec<&str> = readme.lines().filter(|line| line.starts_with("| [`")).collect();
    let mut entries: Vec<_> = providers::ALL.iter().collect();
    entries.sort_by_key(|entry| entry.slug);
    let rows: Vec<String> = entries
        .iter()
        .map(|entry| {
            let proves = if entry.scheme.binds_body() { "body" } else { "origin only" };
            let timed = if entry.scheme.is_timed() { "yes" } else { "no" };
            let id = match entry.scheme.id_is_signed() {
                Some(true) => "signed",
                Some(false) => "unsigned",
                None => "none",
            };
            format!("| [`{}`]({}) | {proves} | {timed} | {id} |", entry.slug, entry.scheme.docs())
        })
        .collect();
    assert_eq!(written, rows);
}
