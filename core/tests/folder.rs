//! Checks the list of providers in `core/src/providers/mod.rs` against the files beside it.
//!
//! `VERIHOOK_WRITE=1 cargo test -p verihook --test folder` regenerates the list, and creates an
//! empty page for each provider that has none.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

/// A provider as its file declares it.
struct Declared {
    slug: String,
    /// The type, after the `cfg` attribute that it needs in the list.
    item: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/providers")
}

/// Returns the providers that a file declares with `provider!`.
fn declared_in(text: &str) -> Vec<Declared> {
    let mut of_file = "";
    let mut of_item = "";
    let mut declared = Vec::new();
    for line in text.lines() {
        if let Some(condition) = line.strip_prefix("#![cfg(") {
            of_file = condition;
        } else if let Some(condition) = line.strip_prefix("#[cfg(") {
            of_item = condition;
        } else if let Some((name, rest)) =
            line.strip_prefix("    pub ").and_then(|line| line.split_once(": \""))
        {
            let slug = rest.split('"').next().unwrap().to_owned();
            let condition = if of_item.is_empty() { of_file } else { of_item };
            let cfg =
                if condition.is_empty() { String::new() } else { format!("#[cfg({condition} ") };
            declared.push(Declared { slug, item: format!("{cfg}{name}") });
            of_item = "";
        } else if !line.starts_with("crate::provider!") && !line.starts_with(' ') {
            of_item = "";
        }
    }
    declared
}

/// Returns the files of providers with what they declare, ordered by slug.
fn files() -> Vec<(String, Vec<Declared>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name != "mod" && path.is_file() {
            let declared = declared_in(&fs::read_to_string(&path).unwrap());
            assert!(!declared.is_empty(), "{name}.rs declares no provider");
            files.push((name, declared));
        }
    }
    files.sort_by(|(_, one), (_, other)| {
        one.first().map(|first| &first.slug).cmp(&other.first().map(|first| &first.slug))
    });
    files
}

fn line(name: &str, declared: &[Declared]) -> String {
    let items: Vec<_> = declared.iter().map(|one| one.item.as_str()).collect();
    format!("    {name}: {};\n", items.join(", "))
}

#[test]
fn every_file_is_in_the_list() {
    let files = files();
    let slugs = || files.iter().flat_map(|(_, declared)| declared).map(|one| &one.slug);
    assert!(slugs().is_sorted(), "order the providers of each file by slug");
    let write = std::env::var_os("VERIHOOK_WRITE").is_some();
    for slug in slugs() {
        let page = folder().join(format!("schemes/{slug}.md"));
        if write && !page.exists() {
            fs::write(page, "").unwrap();
        }
    }
    let path = folder().join("mod.rs");
    let module = fs::read_to_string(&path).unwrap();
    let (before, rest) = module.split_once("providers! {\n").unwrap();
    let (_, after) = rest.split_once("}\n").unwrap();
    let list: String = files.iter().map(|(name, declared)| line(name, declared)).collect();
    let wanted = format!("{before}providers! {{\n{list}}}\n{after}");
    if write {
        fs::write(&path, &wanted).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), wanted, "run this with VERIHOOK_WRITE=1");
}
