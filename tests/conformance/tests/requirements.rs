//! Checks that `docs/requirements.md` is complete and names only tests and files that exist.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Returns the cells of each table row whose first cell matches.
fn rows(page: &str, first: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    page.lines()
        .filter(|line| line.starts_with("| "))
        .map(cells)
        .filter(|row| first(&row[0]))
        .collect()
}

/// Collects every file with this ending, except build output.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            files(&path, ending, found);
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

/// Returns the names of all tests: functions, cases and vectors.
fn tests() -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        verihook_conformance::cases().map(|case| case.id.to_owned()).collect();
    let mut sources = Vec::new();
    files(&root(), ".rs", &mut sources);
    for source in sources {
        let file = source.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(source).unwrap();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            let attribute =
                line.starts_with("#[") && (line.contains("test]") || line.contains("test("));
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            match name {
                Some(name)
                    if is_test && (line.starts_with("fn ") || line.starts_with("async fn ")) =>
                {
                    names.insert(name.to_owned());
                    names.insert(format!("{file}::{name}"));
                    is_test = false;
                }
                _ if attribute => is_test = true,
                // Other attributes may come between.
                _ => is_test = is_test && (line.starts_with("#[") || line.starts_with("//")),
            }
        }
    }
    let mut vectors = Vec::new();
    files(&root().join("vectors"), ".jsonl", &mut vectors);
    for vector in vectors {
        for line in fs::read_to_string(vector).unwrap().lines() {
            let vector: serde_json::Value = serde_json::from_str(line).unwrap();
            names.insert(vector["id"].as_str().unwrap().to_owned());
        }
    }
    names
}

fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_requirement_names_tests_that_exist() {
    let page = fs::read_to_string(root().join("docs/requirements.md")).unwrap();
    let tests = tests();
    assert!(!tests.contains("no_such_test") && tests.len() > 400, "{}", tests.len());
    let requirements = rows(&page, |first| first.parse::<u32>().is_ok());
    let contradictions =
        rows(&page, |first| first.len() == 1 && first.parse::<u32>().is_err() && first != "#");
    let numbers: Vec<u32> = requirements.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=87).collect::<Vec<_>>());
    let letters: String = contradictions.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(letters, ('a'..='s').collect::<String>());

    let not_ours = requirements.iter().filter(|row| row[4] == "not ours").count();
    assert!(not_ours <= 15, "{not_ours}");
    let mut wrong = Vec::new();
    for row in requirements.iter().chain(&contradictions) {
        let shown_by = row.last().unwrap();
        let named = quoted(shown_by);
        if named.is_empty() && shown_by != "not ours" {
            wrong.push(format!("row {} names no test", row[0]));
        }
        wrong.extend(
            named
                .iter()
                .filter(|name| !tests.contains(**name))
                .map(|name| format!("row {}: no test `{name}`", row[0])),
        );
    }
    for row in &requirements {
        let paths = row[3].split([' ', ',', ':', ';']).filter(|word| word.contains('/'));
        for path in paths.filter(|path| !root().join(path).is_file()) {
            wrong.push(format!("row {}: no file {path}", row[0]));
        }
        if row[4] != "not ours" && !row[3].contains('/') {
            wrong.push(format!("row {} names no file", row[0]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A deviation names its case by the id alone, in one list for all tables.
#[test]
fn no_two_cases_have_the_same_id() {
    let mut ids = BTreeSet::new();
    for case in verihook_conformance::cases() {
        assert!(ids.insert(case.id), "{} is in two tables", case.id);
    }
}
